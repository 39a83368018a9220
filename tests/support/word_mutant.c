/* word_mutant.c - see word_mutant.h. */
#include "support/word_mutant.h"

#include <glob.h>
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/bug.h"

static const char vocabulary[] = "services/standard/catalogue/standard.yaml";

void word_mutant_prepare(const struct catalogue_dir *dir)
{
    glob_t files;
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    PFQ_ASSERT(glob("services/standard/catalogue/*.yaml", 0, NULL, &files) == 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        if (strcmp(files.gl_pathv[i], vocabulary) != 0) {
            char *path = realpath(files.gl_pathv[i], NULL);
            const char *name = strrchr(path, '/');
            PFQ_ASSERT(symlink(path, pfq_arena_printf(&arena, "%s%s", dir->path, name)) == 0);
            free(path);
        }
    }
    globfree(&files);
    pfq_arena_close(&arena);
}

static void set_meaning(struct fy_document *document, const char *word, const char *means)
{
    struct fy_node *list =
        fy_node_mapping_lookup_by_string(fy_document_root(document), "words", FY_NT);
    struct fy_node *entry = NULL;
    void *next = NULL;
    while ((entry = fy_node_sequence_iterate(list, &next)) != NULL) {
        struct fy_node *name = fy_node_mapping_lookup_by_string(entry, "word", FY_NT);
        if (fy_node_compare_text(name, word, FY_NT)) {
            struct fy_node_pair *pair = fy_node_mapping_lookup_pair(
                entry, fy_node_create_scalar_copy(document, "means", FY_NT));
            PFQ_ASSERT(fy_node_pair_set_value(
                           pair, fy_node_create_scalar_copy(document, means, FY_NT)) == 0);
        }
    }
}

struct pfq_standard *word_mutant_load(const struct catalogue_dir *dir, const char *word,
                                      const char *means, struct pfq_arena *arena)
{
    struct pfq_problems problems;
    struct fy_document *document = fy_document_build_from_file(NULL, vocabulary);
    PFQ_ASSERT(document != NULL);
    set_meaning(document, word, means);
    char *text = fy_emit_document_to_string(document, FYECF_WIDTH_INF);
    PFQ_ASSERT(text != NULL);
    catalogue_dir_write(dir, "standard.yaml", text);
    free(text);
    fy_document_destroy(document);
    pfq_problems_init(&problems, arena);
    return catalogue_dir_try(dir, "tests/golden/reference", &problems);
}
