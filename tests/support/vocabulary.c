/* vocabulary.c - see vocabulary.h. */
#include "support/vocabulary.h"

#include <glob.h>
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pfq/bug.h"

static const char shipped[] = "services/standard/catalogue/standard.yaml";

static struct fy_document *open_shipped(void)
{
    struct fy_document *document = fy_document_build_from_file(NULL, shipped);
    PFQ_ASSERT(document != NULL);
    return document;
}

static void write_out(struct fy_document *document, const struct catalogue_dir *dir)
{
    char *text = fy_emit_document_to_string(document, FYECF_WIDTH_INF);
    PFQ_ASSERT(text != NULL);
    catalogue_dir_write(dir, "standard.yaml", text);
    free(text);
    fy_document_destroy(document);
}

void vocabulary_write_bare(const struct catalogue_dir *dir)
{
    struct fy_document *document = open_shipped();
    struct fy_node *root = fy_document_root(document);
    struct fy_node_pair *pair = fy_node_mapping_lookup_pair_by_string(root, "certificates", FY_NT);
    if (pair != NULL) {
        fy_node_free(fy_node_mapping_remove_by_key(root, fy_node_pair_key(pair)));
    }
    write_out(document, dir);
}

void vocabulary_write(const struct catalogue_dir *dir, const char *word, const char *means)
{
    struct fy_document *document = open_shipped();
    struct fy_node *list =
        fy_node_mapping_lookup_by_string(fy_document_root(document), "words", FY_NT);
    struct fy_node *entry = NULL;
    void *next = NULL;
    while ((entry = fy_node_sequence_iterate(list, &next)) != NULL) {
        struct fy_node *name = fy_node_mapping_lookup_by_string(entry, "word", FY_NT);
        if (fy_node_compare_text(name, word, FY_NT)) {
            struct fy_node_pair *pair =
                fy_node_mapping_lookup_pair_by_string(entry, "means", FY_NT);
            struct fy_node *now = fy_node_create_scalar_copy(document, means, FY_NT);
            PFQ_ASSERT(fy_node_pair_set_value(pair, now) == 0);
        }
    }
    write_out(document, dir);
}

void vocabulary_add_themes(const struct catalogue_dir *dir)
{
    glob_t files;
    PFQ_ASSERT(glob("services/standard/catalogue/*.yaml", 0, NULL, &files) == 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        char link[512];
        char *path = realpath(files.gl_pathv[i], NULL);
        (void)snprintf(link, sizeof link, "%s%s", dir->path, strrchr(path, '/'));
        PFQ_ASSERT(strcmp(files.gl_pathv[i], shipped) == 0 || symlink(path, link) == 0);
        free(path);
    }
    globfree(&files);
}
