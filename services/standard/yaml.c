/* yaml.c - reading YAML by libfyaml: see yaml.h. */
#include "yaml.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    FILE_BYTES_MAX = 4 * 1024 * 1024,
    PATH_TEXT = 512
};

struct place {
    int line; /* from 1 */
    int column;
};

/* A word's fault shows each time that the word is used, and is told once. */
static bool is_told(const struct pfq_problems *problems, const char *path, const char *sentence)
{
    for (size_t i = 0; i < problems->count; i++) {
        if (strcmp(problems->rows[i]->path, path) == 0 &&
            strcmp(problems->rows[i]->message, sentence) == 0) {
            return true;
        }
    }
    return false;
}

static void report(const struct yaml_file *file, struct place at, const char *fix,
                   const char *sentence)
{
    char path[PATH_TEXT];
    (void)snprintf(path, sizeof path, "%s:%d:%d", file->name, at.line, at.column);
    if (is_told(file->problems, path, sentence)) {
        return;
    }
    pfq_problem(file->problems, "CATALOGUE", path, fix, "%s", sentence);
}

/* [] and {} have no place of their own: that of their key. */
static struct fy_node *key_of(struct fy_node *node)
{
    struct fy_node *parent = node == NULL ? NULL : fy_node_get_parent(node);
    struct fy_node_pair *pair = NULL;
    void *next = NULL;
    while (parent != NULL && fy_node_is_mapping(parent) &&
           (pair = fy_node_mapping_iterate(parent, &next)) != NULL) {
        if (fy_node_pair_value(pair) == node) {
            return fy_node_pair_key(pair);
        }
    }
    return NULL;
}

static bool is_empty(struct fy_node *node)
{
    return node != NULL && ((fy_node_is_sequence(node) && fy_node_sequence_is_empty(node)) ||
                            (fy_node_is_mapping(node) && fy_node_mapping_is_empty(node)));
}

static struct place node_place(struct fy_node *node)
{
    const struct fy_mark *mark = NULL;
    struct fy_node *at = is_empty(node) ? key_of(node) : node;
    while (at != NULL && mark == NULL) {
        if (fy_node_is_mapping(at)) { /* a mapping begins where its first key does */
            struct fy_node_pair *first = fy_node_mapping_get_by_index(at, 0);
            at = first == NULL ? NULL : fy_node_pair_key(first);
        } else if (fy_node_is_sequence(at)) {
            at = fy_node_sequence_get_by_index(at, 0);
        } else {
            mark = fy_token_start_mark(fy_node_get_scalar_token(at));
            at = NULL;
        }
    }
    return mark == NULL ? (struct place){1, 1} : (struct place){mark->line + 1, mark->column + 1};
}

void yaml_fault(const struct yaml_file *file, struct fy_node *node, const char *fix,
                const char *fmt, ...)
{
    char sentence[256];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    report(file, node_place(node), fix, sentence);
}

const char *yaml_place(const struct yaml_file *file, struct fy_node *node, struct pfq_arena *arena)
{
    struct place at = node_place(node);
    return pfq_arena_printf(arena, "%s:%d:%d", file->name, at.line, at.column);
}

/* --- reading ------------------------------------------------------------------------ */

static const char *read_text(const char *path, struct pfq_arena *arena)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return NULL;
    }
    char *text = NULL;
    if (fseek(f, 0, SEEK_END) == 0) {
        long size = ftell(f);
        if (size >= 0 && size <= FILE_BYTES_MAX) {
            rewind(f);
            text = pfq_arena_new(arena, char, (size_t)size + 1);
            text = fread(text, 1, (size_t)size, f) == (size_t)size ? text : NULL;
        }
    }
    (void)fclose(f);
    return text;
}

static void report_parse(const struct yaml_file *file, struct fy_diag *diag)
{
    void *next = NULL;
    const struct fy_diag_error *first = fy_diag_errors_iterate(diag, &next);
    struct place at = {1, 1};
    char sentence[256] = "The file is no YAML.";
    if (first != NULL) {
        at = (struct place){first->line, first->column};
        (void)snprintf(sentence, sizeof sentence, "The file is no YAML: %s.", first->msg);
    }
    report(file, at, "Mend the place; what follows it was not read.", sentence);
}

static struct fy_document *parse(const struct yaml_file *file)
{
    struct fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = NULL;
    struct fy_diag *diag = fy_diag_create(&quiet);
    if (diag == NULL) {
        return NULL;
    }
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg config = {.flags = FYPCF_DEFAULT_DOC, .diag = diag};
    struct fy_document *document =
        fy_document_build_from_string(&config, file->text, strlen(file->text));
    if (document == NULL) {
        report_parse(file, diag);
    }
    fy_diag_destroy(diag);
    return document;
}

bool yaml_open(struct yaml_file *file, const char *directory, const char *name,
               struct pfq_arena *arena, struct pfq_problems *problems)
{
    *file = (struct yaml_file){.name = pfq_arena_strdup(arena, name), .problems = problems};
    file->text = read_text(pfq_arena_printf(arena, "%s/%s", directory, name), arena);
    if (file->text == NULL) {
        yaml_fault(file, NULL, "Look whether it exists and may be read.",
                   "The file cannot be read: %s.", strerror(errno));
        return false;
    }
    file->document = parse(file);
    return file->document != NULL;
}

void yaml_close(struct yaml_file *file)
{
    fy_document_destroy(file->document);
    file->document = NULL;
}

const char *yaml_text(struct fy_node *node, struct pfq_arena *arena)
{
    size_t size = 0;
    const char *text =
        node == NULL || !fy_node_is_scalar(node) ? NULL : fy_node_get_scalar(node, &size);
    return text == NULL || size == 0 ? NULL : pfq_arena_strndup(arena, text, size);
}

/* --- places inside expressions ------------------------------------------------------- */

struct rule_source *yaml_expression(const struct yaml_file *file, struct fy_node *node,
                                    struct pfq_arena *arena)
{
    const char *text = yaml_text(node, arena);
    if (text == NULL) {
        return NULL;
    }
    const struct fy_mark *mark = fy_token_start_mark(fy_node_get_scalar_token(node));
    struct yaml_source *s = pfq_arena_new(arena, struct yaml_source, 1);
    s->source.text = text;
    s->file = file;
    s->start = mark == NULL ? 0 : mark->input_pos;
    return &s->source;
}

static size_t count_ink(const char *text, size_t size)
{
    size_t n = 0;
    for (size_t i = 0; i < size && text[i] != '\0'; i++) {
        n += !isspace((unsigned char)text[i]);
    }
    return n;
}

/* YAML folds lines and takes indentation away but leaves all ink, doubled quotes apart:
 * the character with as much ink before it in the file is the one. */
static size_t offset_in_file(const struct yaml_source *s, size_t offset)
{
    const char *text = s->file->text;
    size_t ink = count_ink(s->source.text, offset);
    size_t at = s->start;
    bool single = at > 0 && text[at - 1] == '\'';
    while (text[at] != '\0' && (ink > 0 || isspace((unsigned char)text[at]))) {
        bool doubled = single && text[at] == '\'' && text[at + 1] == '\'';
        ink -= !isspace((unsigned char)text[at]);
        at += doubled ? 2 : 1;
    }
    return at;
}

void yaml_report(void *unused_self, const struct rule_source *source, size_t offset,
                 const char *sentence, const char *fix)
{
    (void)unused_self;
    const struct yaml_source *s = (const struct yaml_source *)(const void *)source;
    size_t end = offset_in_file(s, offset);
    struct place at = {1, 1};
    for (size_t i = 0; i < end; i++) {
        bool line = s->file->text[i] == '\n';
        at.line += line;
        at.column = line ? 1 : at.column + 1;
    }
    report(s->file, at, fix, sentence);
}
