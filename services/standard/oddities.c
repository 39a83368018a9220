/* oddities.c - what loads, but should be looked at: pfq_rule_oddities() of pfq/rules.h.
 *
 * Looks at the files as they are written, so that faults elsewhere do not hide it. */
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "files.h"
#include "language/ast.h"
#include "pfq/clock.h"
#include "pfq/rules.h"
#include "prose.h"
#include "yaml.h"

enum {
    FIRST_ROOM = 64
};

/* A name of standard.yaml, and whether any condition says it. */
struct named {
    const char *name;
    const char *place;
    bool value;
    bool used;
};

struct row_dates {
    const char *place; /* of `until` */
    int32_t from;      /* the earliest */
    int32_t until;     /* the latest; INT32_MAX: none */
};

struct looking {
    const char *directory;
    struct pfq_arena *arena;
    struct pfq_rule_oddities *out;
    struct pfq_problems unwanted; /* faults are told by loading */
    struct named *names;
    size_t name_count;
    const char **examples; /* ids of rows that have some */
    size_t example_count;
    bool examples_kept;
    struct row_dates *dates;
    size_t date_count;
    size_t date_room;
};

/* Double the room of a list when it is full. */
static void *room_for_one(struct pfq_arena *arena, void *rows, size_t count, size_t *room,
                          size_t size)
{
    if (count < *room) {
        return rows;
    }
    *room = *room == 0 ? FIRST_ROOM : *room * 2;
    void *more = pfq_arena_alloc(arena, *room, size, alignof(max_align_t));
    if (count > 0) {
        memcpy(more, rows, count * size);
    }
    return more;
}

static void tell(struct looking *l, const char *place, const char *fix, const char *sentence)
{
    struct pfq_rule_oddities *out = l->out;
    out->rows = room_for_one(l->arena, out->rows, out->count, &out->room, sizeof *out->rows);
    out->rows[out->count++] = (struct pfq_rule_oddity){place, sentence, fix};
}

static struct fy_node *find(struct fy_node *mapping, const char *key)
{
    return fy_node_mapping_lookup_by_string(mapping, key, FY_NT);
}

/* --- words and values -------------------------------------------------------------------- */

static void mark_used(struct looking *l, const char *condition)
{
    struct rule_token t = rule_lex(condition, 0);
    for (; t.kind != TOKEN_END && t.kind != TOKEN_BAD; t = rule_lex(condition, t.offset + t.size)) {
        const char *dot = memchr(condition + t.offset, '.', t.size);
        size_t first = dot == NULL ? t.size : (size_t)(dot - (condition + t.offset));
        for (size_t i = 0; i < l->name_count; i++) {
            const char *name = l->names[i].name;
            l->names[i].used =
                l->names[i].used ||
                (strlen(name) == first && strncmp(name, condition + t.offset, first) == 0);
        }
    }
}

static size_t count_entries(struct fy_node *list)
{
    int n = list == NULL || !fy_node_is_sequence(list) ? 0 : fy_node_sequence_item_count(list);
    return n > 0 ? (size_t)n : 0;
}

static void read_names(struct looking *l, const struct yaml_file *file, const char *list,
                       const char *key)
{
    struct fy_node *all = find(fy_document_root(file->document), list);
    for (size_t i = 0; i < count_entries(all); i++) {
        struct fy_node *entry = fy_node_sequence_get_by_index(all, (int)i);
        struct fy_node *node = fy_node_is_mapping(entry) ? find(entry, key) : NULL;
        const char *name = yaml_text(node, l->arena);
        if (name != NULL) {
            l->names[l->name_count++] = (struct named){.name = name,
                                                       .place = yaml_place(file, node, l->arena),
                                                       .value = strcmp(key, "value") == 0};
        }
    }
}

static void mark_meanings(struct looking *l, struct fy_node *words)
{
    for (size_t i = 0; i < count_entries(words); i++) {
        struct fy_node *entry = fy_node_sequence_get_by_index(words, (int)i);
        const char *means =
            fy_node_is_mapping(entry) ? yaml_text(find(entry, "means"), l->arena) : NULL;
        mark_used(l, means == NULL ? "" : means);
    }
}

static void read_vocabulary(struct looking *l)
{
    struct yaml_file file;
    if (yaml_open(&file, l->directory, catalogue_vocabulary_file, l->arena, &l->unwanted)) {
        struct fy_node *root = fy_document_root(file.document);
        size_t room = count_entries(find(root, "words")) + count_entries(find(root, "values"));
        l->names = pfq_arena_new(l->arena, struct named, room + 1);
        read_names(l, &file, "words", "word");
        read_names(l, &file, "values", "value");
        mark_meanings(l, find(root, "words"));
    }
    yaml_close(&file);
}

/* The program itself asks for the thresholds of the verdict. */
static void tell_unused(struct looking *l)
{
    for (size_t i = 0; i < l->name_count; i++) {
        const struct named *n = &l->names[i];
        if (!n->used && strncmp(n->name, "verdict_", 8) != 0) {
            tell(l, n->place, "Take it out, or use it in a condition.",
                 pfq_arena_printf(l->arena, "No condition uses the %s %s.",
                                  n->value ? "value" : "word", n->name));
        }
    }
}

/* --- examples ----------------------------------------------------------------------------- */

static void read_examples_file(struct looking *l, const char *directory, const char *name,
                               size_t *room)
{
    struct yaml_file file;
    void *next = NULL;
    struct fy_node_pair *pair = NULL;
    if (yaml_open(&file, directory, name, l->arena, &l->unwanted)) {
        struct fy_node *root = fy_document_root(file.document);
        while (fy_node_is_mapping(root) && (pair = fy_node_mapping_iterate(root, &next)) != NULL) {
            const char *id = yaml_text(fy_node_pair_key(pair), l->arena);
            l->examples =
                room_for_one(l->arena, l->examples, l->example_count, room, sizeof *l->examples);
            l->examples[l->example_count++] = id == NULL ? "" : id;
        }
    }
    yaml_close(&file);
}

static void read_examples(struct looking *l)
{
    struct catalogue_files files;
    size_t room = 0;
    const char *directory = pfq_arena_printf(l->arena, "%s/examples", l->directory);
    l->examples_kept = catalogue_files_find(directory, l->arena, &files);
    for (size_t i = 0; i < files.count; i++) {
        read_examples_file(l, directory, files.names[i], &room);
    }
    if (!l->examples_kept) {
        tell(l, "examples", "Give every row a file that meets it and one that fails it.",
             "The catalogue has no folder of examples.");
    }
}

static bool has_example(const struct looking *l, const char *id)
{
    for (size_t i = 0; i < l->example_count; i++) {
        if (strcmp(l->examples[i], id) == 0) {
            return true;
        }
    }
    return !l->examples_kept;
}

/* --- rows ---------------------------------------------------------------------------------- */

static void look_at_text(struct looking *l, const struct yaml_file *file, struct fy_node *row,
                         const char *key)
{
    struct fy_node *node = find(row, key);
    const char *text = yaml_text(node, l->arena);
    if (text == NULL) {
        return;
    }
    size_t words = prose_longest_sentence(text);
    if (words > PFQ_RULE_SENTENCE_WORDS) {
        tell(l, yaml_place(file, node, l->arena), "Make two sentences of it.",
             pfq_arena_printf(l->arena, "A sentence of '%s' has %zu words; 25 can be read.", key,
                              words));
    }
    if (prose_has_urn(text)) {
        tell(l, yaml_place(file, node, l->arena), "Say it without a number.",
             pfq_arena_printf(l->arena, "The '%s' holds what looks like a URN.", key));
    }
    if (prose_has_person(text)) {
        tell(l, yaml_place(file, node, l->arena), "Say it without a name.",
             pfq_arena_printf(l->arena, "The '%s' holds what looks like a person's name.", key));
    }
}

/* Same letters, whatever ends the sentence. */
static bool says_the_same(const char *a, const char *b)
{
    size_t n = strcspn(a, ".");
    return n > 0 && strcspn(b, ".") == n && strncasecmp(a, b, n) == 0;
}

static void look_at_texts(struct looking *l, const struct yaml_file *file, struct fy_node *row)
{
    static const char *const keys[] = {"title", "why", "fix", "good", "person"};
    const char *title = yaml_text(find(row, "title"), l->arena);
    const char *fix = yaml_text(find(row, "fix"), l->arena);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        look_at_text(l, file, row, keys[i]);
    }
    if (title != NULL && fix != NULL && says_the_same(title, fix)) {
        tell(l, yaml_place(file, find(row, "fix"), l->arena), "Say what the sender should do.",
             "The 'fix' says the same as the 'title'.");
    }
}

/* The earliest and the latest of a date, or of dates by stage. */
static void widen(struct looking *l, struct fy_node *node, int32_t *first, int32_t *last)
{
    void *next = NULL;
    struct fy_node_pair *pair = NULL;
    int32_t date = 0;
    const char *text = yaml_text(node, l->arena);
    if (text != NULL && pfq_date_parse(text, &date)) {
        *first = date < *first ? date : *first;
        *last = date > *last ? date : *last;
    }
    while (node != NULL && fy_node_is_mapping(node) &&
           (pair = fy_node_mapping_iterate(node, &next)) != NULL) {
        widen(l, fy_node_pair_value(pair), first, last);
    }
}

static void keep_dates(struct looking *l, const struct yaml_file *file, struct fy_node *row)
{
    struct row_dates d = {.from = INT32_MAX};
    int32_t unused = INT32_MAX;
    int32_t latest = 0;
    struct fy_node *until = find(row, "until");
    widen(l, find(row, "from"), &d.from, &latest);
    latest = 0;
    widen(l, until, &unused, &latest);
    d.until = latest == 0 ? INT32_MAX : latest;
    d.place = until == NULL ? NULL : yaml_place(file, until, l->arena);
    l->dates = room_for_one(l->arena, l->dates, l->date_count, &l->date_room, sizeof *l->dates);
    l->dates[l->date_count++] = d;
}

static void look_at_row(struct looking *l, const struct yaml_file *file, struct fy_node *row)
{
    static const char *const conditions[] = {"when", "check"};
    struct fy_node *id_node = find(row, "id");
    const char *id = yaml_text(id_node, l->arena);
    look_at_texts(l, file, row);
    keep_dates(l, file, row);
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        struct fy_node *node = find(row, conditions[i]);
        const char *text = yaml_text(node, l->arena);
        mark_used(l, text == NULL ? "" : text);
        if (text != NULL && i == 0 && strcmp(text, "false") == 0) {
            tell(l, yaml_place(file, node, l->arena), "Take the row out, or end it with 'until'.",
                 "No file is ever asked this.");
        }
    }
    if (id != NULL && !has_example(l, id)) {
        tell(l, yaml_place(file, id_node, l->arena),
             "Add a file that meets it and one that fails it to examples/.",
             pfq_arena_printf(l->arena, "%s has no examples.", id));
    }
}

static void look_at_file(struct looking *l, const char *name)
{
    struct yaml_file file;
    void *next = NULL;
    struct fy_node *row = NULL;
    if (yaml_open(&file, l->directory, name, l->arena, &l->unwanted)) {
        struct fy_node *root = fy_document_root(file.document);
        while (root != NULL && fy_node_is_sequence(root) &&
               (row = fy_node_sequence_iterate(root, &next)) != NULL) {
            if (fy_node_is_mapping(row)) {
                look_at_row(l, &file, row);
            }
        }
    }
    yaml_close(&file);
}

/* Before the first day of every other row the standard is not applied at all. */
static void tell_unreachable(struct looking *l)
{
    for (size_t i = 0; i < l->date_count; i++) {
        int32_t first = INT32_MAX;
        for (size_t k = 0; k < l->date_count; k++) {
            first = k != i && l->dates[k].from < first ? l->dates[k].from : first;
        }
        if (l->dates[i].until < first && first != INT32_MAX) {
            tell(l, l->dates[i].place, "Look whether the day is right, or take the row out.",
                 "The row ends before every other edition begins, so no file reaches it.");
        }
    }
}

void pfq_rule_oddities(const char *catalogue_dir, struct pfq_arena *arena,
                       struct pfq_rule_oddities *out)
{
    struct catalogue_files files;
    struct looking l = {.directory = catalogue_dir, .arena = arena, .out = out};
    *out = (struct pfq_rule_oddities){.arena = arena};
    pfq_problems_init(&l.unwanted, arena);
    if (!catalogue_files_find(catalogue_dir, arena, &files)) {
        return;
    }
    read_vocabulary(&l);
    read_examples(&l);
    for (size_t i = 0; i < files.count; i++) {
        look_at_file(&l, files.names[i]);
    }
    tell_unreachable(&l);
    tell_unused(&l);
}
