/* sources.c - see sources.h. */
#include "support/sources.h"

#include <glob.h>
#include <libfyaml.h>
#include <string.h>

#include "pfq/bug.h"

enum {
    ROWS_MAX = 400,
    WORDS_MAX = 200
};

static const char *text_at(struct fy_node *mapping, const char *key, struct pfq_arena *arena)
{
    size_t size = 0;
    struct fy_node *node = fy_node_mapping_lookup_by_string(mapping, key, FY_NT);
    const char *text =
        node == NULL || !fy_node_is_scalar(node) ? NULL : fy_node_get_scalar(node, &size);
    return text == NULL ? NULL : pfq_arena_strndup(arena, text, size);
}

static void read_rows(struct fy_node *root, struct pfq_arena *arena, struct sources *out)
{
    void *next = NULL;
    struct fy_node *node = NULL;
    while ((node = fy_node_sequence_iterate(root, &next)) != NULL) {
        PFQ_ASSERT(out->row_count < ROWS_MAX);
        out->rows[out->row_count++] =
            (struct sources_row){.id = text_at(node, "id", arena),
                                 .when = text_at(node, "when", arena),
                                 .check = text_at(node, "check", arena),
                                 .unknown_fails = text_at(node, "unknown", arena) != NULL,
                                 .scope = text_at(node, "scope", arena),
                                 .aspect = text_at(node, "aspect", arena)};
    }
}

static void read_words(struct fy_node *list, struct pfq_arena *arena, struct sources *out)
{
    void *next = NULL;
    struct fy_node *node = NULL;
    while (list != NULL && (node = fy_node_sequence_iterate(list, &next)) != NULL) {
        PFQ_ASSERT(out->word_count < WORDS_MAX);
        out->words[out->word_count++] =
            (struct sources_word){text_at(node, "word", arena), text_at(node, "means", arena),
                                  text_at(node, "named", arena)};
    }
}

static void read_values(struct fy_node *list, struct pfq_arena *arena, struct sources *out)
{
    void *next = NULL;
    struct fy_node *node = NULL;
    while (list != NULL && (node = fy_node_sequence_iterate(list, &next)) != NULL) {
        PFQ_ASSERT(out->value_count < WORDS_MAX);
        out->values[out->value_count++] =
            (struct sources_value){text_at(node, "value", arena), text_at(node, "is", arena)};
    }
}

static void read_file(const char *path, struct pfq_arena *arena, struct sources *out)
{
    struct fy_document *document = fy_document_build_from_file(NULL, path);
    PFQ_ASSERT(document != NULL);
    struct fy_node *root = fy_document_root(document);
    if (fy_node_is_sequence(root)) {
        read_rows(root, arena, out);
    } else {
        read_words(fy_node_mapping_lookup_by_string(root, "words", FY_NT), arena, out);
        read_values(fy_node_mapping_lookup_by_string(root, "values", FY_NT), arena, out);
    }
    fy_document_destroy(document);
}

void sources_read(const char *catalogue_dir, struct pfq_arena *arena, struct sources *out)
{
    glob_t files;
    *out = (struct sources){.rows = pfq_arena_new(arena, struct sources_row, ROWS_MAX),
                            .words = pfq_arena_new(arena, struct sources_word, WORDS_MAX),
                            .values = pfq_arena_new(arena, struct sources_value, WORDS_MAX)};
    PFQ_ASSERT(glob(pfq_arena_printf(arena, "%s/*.yaml", catalogue_dir), 0, NULL, &files) == 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        read_file(files.gl_pathv[i], arena, out);
    }
    globfree(&files);
}

const struct sources_row *sources_find(const struct sources *sources, const char *id)
{
    for (size_t i = 0; i < sources->row_count; i++) {
        if (strcmp(sources->rows[i].id, id) == 0) {
            return &sources->rows[i];
        }
    }
    return NULL;
}
