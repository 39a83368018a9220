/* vocabulary.c - the words and values of standard.yaml as they were written, and
 * conditions with them written out: see pfq/rules.h.
 *
 * Reads the file apart from the loader, so that it works on a catalogue with faults. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "language/ast.h"
#include "pfq/bug.h"
#include "pfq/rules.h"
#include "yaml.h"

enum {
    WORDS_WITHIN_WORDS = 8 /* as deep as the language allows */
};

/* --- reading ------------------------------------------------------------------------------ */

/* A scalar as it is; a list or mapping (dated values) on one line. */
static const char *flat(struct fy_node *node, struct pfq_arena *arena)
{
    const char *text = yaml_text(node, arena);
    if (text != NULL || node == NULL) {
        return text == NULL ? "" : text;
    }
    char *line = fy_emit_node_to_string(node, FYECF_MODE_FLOW_ONELINE | FYECF_WIDTH_INF);
    const char *kept = pfq_arena_strdup(arena, line == NULL ? "" : line);
    free(line);
    return kept;
}

static const char *entry(struct fy_node *node, const char *key, struct pfq_arena *arena)
{
    return flat(fy_node_mapping_lookup_by_string(node, key, FY_NT), arena);
}

static void read_list(struct fy_node *root, bool value, struct pfq_arena *arena,
                      struct pfq_rule_names *out)
{
    void *next = NULL;
    struct fy_node *node = NULL;
    struct fy_node *list =
        fy_node_mapping_lookup_by_string(root, value ? "values" : "words", FY_NT);
    while (list != NULL && fy_node_is_sequence(list) &&
           (node = fy_node_sequence_iterate(list, &next)) != NULL) {
        if (!fy_node_is_mapping(node)) {
            continue;
        }
        out->rows[out->count++] = (struct pfq_rule_name){
            .name = entry(node, value ? "value" : "word", arena),
            .value = value,
            .text = entry(node, value ? "is" : "means", arena),
            .unit = entry(node, "unit", arena),
            .meaning = entry(node, "text", arena),
        };
    }
}

static size_t count_entries(struct fy_node *root, const char *key)
{
    struct fy_node *list = fy_node_mapping_lookup_by_string(root, key, FY_NT);
    int n = list == NULL || !fy_node_is_sequence(list) ? 0 : fy_node_sequence_item_count(list);
    return n > 0 ? (size_t)n : 0;
}

void pfq_rule_names_read(const char *catalogue_dir, struct pfq_arena *arena,
                         struct pfq_rule_names *out)
{
    struct pfq_problems unwanted;
    struct yaml_file file;
    *out = (struct pfq_rule_names){.count = 0};
    pfq_problems_init(&unwanted, arena);
    if (yaml_open(&file, catalogue_dir, catalogue_vocabulary_file, arena, &unwanted)) {
        struct fy_node *root = fy_document_root(file.document);
        size_t room = count_entries(root, "words") + count_entries(root, "values") + 1;
        out->rows = pfq_arena_new(arena, struct pfq_rule_name, room);
        read_list(root, false, arena, out);
        read_list(root, true, arena, out);
    }
    yaml_close(&file);
}

/* --- writing out --------------------------------------------------------------------------- */

static const struct pfq_rule_name *find(const struct pfq_rule_names *names, const char *text,
                                        size_t size)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strlen(names->rows[i].name) == size && memcmp(names->rows[i].name, text, size) == 0) {
            return &names->rows[i];
        }
    }
    return NULL;
}

/* A word in brackets, where it has none, a value as it is, all else as it was written. */
static void put_expanded(const struct pfq_rule_names *names, const char *text, int depth, FILE *out)
{
    size_t from = 0;
    struct rule_token t = rule_lex(text, 0);
    for (; t.kind != TOKEN_END && t.kind != TOKEN_BAD; t = rule_lex(text, t.offset + t.size)) {
        const struct pfq_rule_name *name =
            t.kind == TOKEN_NAME && depth > 0 ? find(names, text + t.offset, t.size) : NULL;
        if (name == NULL) {
            continue;
        }
        size_t end = t.offset + t.size;
        bool bare = name->value || (t.offset > 0 && text[t.offset - 1] == '(' && text[end] == ')');
        fprintf(out, "%.*s%s", (int)(t.offset - from), text + from, bare ? "" : "(");
        put_expanded(names, name->text, name->value ? 0 : depth - 1, out);
        fputs(bare ? "" : ")", out);
        from = end;
    }
    fputs(text + from, out);
}

const char *pfq_rule_expand(const struct pfq_rule_names *names, const char *condition,
                            struct pfq_arena *arena)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    PFQ_ASSERT(out != NULL);
    put_expanded(names, condition, WORDS_WITHIN_WORDS, out);
    PFQ_ASSERT(fclose(out) == 0);
    const char *kept = pfq_arena_strdup(arena, text);
    free(text);
    return kept;
}
