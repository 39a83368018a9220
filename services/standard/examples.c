/* examples.c - the examples of a catalogue from their files: see pfq/examples.h. */
#include "examples.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "files.h"
#include "pfq/bug.h"
#include "pfq/clock.h"

enum {
    TODAY = 20260506 /* of an example that names no date */
};

struct pfq_examples {
    struct pfq_arena arena;
    struct pfq_example *all;
    size_t count;
    size_t room;
};

/* What is needed while loading. */
struct loader {
    struct pfq_examples *examples;
    const struct pfq_standard *standard;
    struct pfq_arena *scratch;
    const struct yaml_file *file;
};

static const struct {
    const char *key;
    Pfq__V1__Outcome outcome;
} outcomes[] = {
    {"met", PFQ__V1__OUTCOME__OUTCOME_MET},
    {"not_met", PFQ__V1__OUTCOME__OUTCOME_NOT_MET},
    {"needs_person", PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON},
    {"not_applicable", PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE},
};

static const char *const example_keys[] = {"met",   "not_met", "needs_person", "not_applicable",
                                           "items", "stage",   "date"};

enum {
    OUTCOMES = sizeof outcomes / sizeof *outcomes,
    EXAMPLE_KEYS = sizeof example_keys / sizeof *example_keys
};

static struct fy_node *find(struct fy_node *example, const char *key)
{
    return fy_node_mapping_lookup_by_string(example, key, FY_NT);
}

/* --- one example --------------------------------------------------------------------------- */

/* The key that says what comes of it; NULL: a fault was reported. */
static struct fy_node *read_outcome(const struct loader *l, struct fy_node *node,
                                    struct pfq_example *out)
{
    struct fy_node *body = NULL;
    size_t given = 0;
    for (size_t i = 0; i < OUTCOMES; i++) {
        struct fy_node *found = find(node, outcomes[i].key);
        if (found != NULL) {
            out->outcome = outcomes[i].outcome;
            body = found;
            given++;
        }
    }
    if (given != 1) {
        yaml_fault(l->file, node, "Write one of met, not_met, needs_person and not_applicable.",
                   "An example has one outcome; here are %zu.", given);
    }
    return given == 1 ? body : NULL;
}

/* A stage by its name, as a bit; 0: a fault was reported. */
static uint32_t read_stage(const struct loader *l, struct fy_node *node,
                           const struct catalogue_row *row, Pfq__V1__Outcome outcome)
{
    char fix[RULE_FIX_TEXT];
    int value = 0;
    const char *text = yaml_text(node, l->scratch);
    struct pfq_near nearest = {.wanted = text == NULL ? "" : text};
    if (text == NULL || !pfq_enum_value(&pfq__v1__file_type__descriptor, text, &value) ||
        value <= 0) {
        for (unsigned i = 1; i < pfq__v1__file_type__descriptor.n_values; i++) {
            pfq_near_offer(&nearest, pfq_enum_name(&pfq__v1__file_type__descriptor, (int)i));
        }
        yaml_fault(l->file, node, rule_nearest_fix(&nearest, "Write a stage, such as FH_GAP.", fix),
                   "%s is no stage.", nearest.wanted);
        return 0;
    }
    if ((row->stages & 1U << value) == 0 && outcome != PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE) {
        yaml_fault(l->file, node, "Only not_applicable comes of another stage.",
                   "The row %s is not for the stage %s.", row->texts->id, text);
        return 0;
    }
    return 1U << value;
}

/* One stage, a list of them, or ALL that the row has, as bits; 0: a fault was reported. */
static uint32_t read_stages(const struct loader *l, struct fy_node *node,
                            const struct catalogue_row *row, Pfq__V1__Outcome outcome)
{
    struct fy_node *stage = find(node, "stage");
    struct fy_node *item = NULL;
    void *next = NULL;
    uint32_t stages = 0;
    bool good = true;
    if (stage == NULL) {
        return 1U << row->texts->stages[0];
    }
    if (!fy_node_is_sequence(stage)) {
        const char *text = yaml_text(stage, l->scratch);
        bool all = text != NULL && strcmp(text, "ALL") == 0;
        return all ? row->stages : read_stage(l, stage, row, outcome);
    }
    while ((item = fy_node_sequence_iterate(stage, &next)) != NULL) {
        uint32_t one = read_stage(l, item, row, outcome);
        good = good && one != 0;
        stages |= one;
    }
    return good ? stages : 0;
}

/* A day on which the row is in force, the usual one where it can be. */
static int32_t usual_date(const struct catalogue_row *row, Pfq__V1__FileType stage)
{
    if (row->until[stage] < TODAY) {
        return row->until[stage];
    }
    return row->from[stage] > TODAY ? row->from[stage] : TODAY;
}

static bool read_date(const struct loader *l, struct fy_node *node, const struct catalogue_row *row,
                      struct pfq_example *out)
{
    struct fy_node *date = find(node, "date");
    out->date = usual_date(row, out->stage);
    if (date == NULL) {
        return true;
    }
    const char *text = yaml_text(date, l->scratch);
    if (text != NULL && pfq_date_parse(text, &out->date)) {
        return true;
    }
    yaml_fault(l->file, date, "Write it as 2021-01-01.", "Here a date is needed.");
    return false;
}

static bool read_items(const struct loader *l, struct fy_node *node, struct pfq_example *out)
{
    struct fy_node *items = find(node, "items");
    struct pfq_arena *arena = &l->examples->arena;
    void *next = NULL;
    struct fy_node *item = NULL;
    if (items == NULL) {
        return true;
    }
    if (!fy_node_is_sequence(items)) {
        yaml_fault(l->file, items, "Write it as items: [victim 1].", "Here a list is needed.");
        return false;
    }
    out->items_given = true;
    out->items = pfq_arena_new(arena, char *, (size_t)fy_node_sequence_item_count(items) + 1);
    while ((item = fy_node_sequence_iterate(items, &next)) != NULL) {
        const char *text = yaml_text(item, arena);
        if (text == NULL) {
            yaml_fault(l->file, item, "Write it as a finding does: victim 1.",
                       "Here the name of an item is needed.");
            return false;
        }
        out->items[out->item_count++] = pfq_arena_strdup(arena, text);
    }
    return true;
}

static void add(struct pfq_examples *e, const struct pfq_example *example)
{
    if (e->count == e->room) {
        size_t room = e->room == 0 ? 1024 : e->room * 2;
        struct pfq_example *more = pfq_arena_new(&e->arena, struct pfq_example, room);
        if (e->count > 0) {
            memcpy(more, e->all, e->count * sizeof *more);
        }
        e->all = more;
        e->room = room;
    }
    e->all[e->count++] = *example;
}

/* The same body at one stage; false: a fault was reported, here or (not good) before. */
static bool add_at(const struct loader *l, struct fy_node *node, struct fy_node *body,
                   struct pfq_example *example, bool good)
{
    const struct catalogue_row *row = &l->standard->rows[example->check];
    good = read_date(l, node, row, example) && good;
    struct example_defaults defaults = {example->stage, example->date};
    example->message =
        examples_body(l->file, body, example->type, &defaults, &l->examples->arena, l->scratch);
    good = good && example->message.data != NULL;
    if (good) {
        add(l->examples, example);
    }
    return good;
}

static void read_example(const struct loader *l, struct fy_node *node, size_t check)
{
    const struct catalogue_row *row = &l->standard->rows[check];
    struct pfq_example example = {.id = row->texts->id, .check = check};
    if (!rows_check_keys(l->file, node, example_keys, EXAMPLE_KEYS)) {
        return;
    }
    example.place = yaml_place(l->file, node, &l->examples->arena);
    example.type = row->texts->scope == PFQ__V1__SCOPE__SCOPE_HISTORY
                       ? &pfq__v1__history__descriptor
                       : &pfq__v1__submission__descriptor;
    struct fy_node *body = read_outcome(l, node, &example);
    uint32_t stages = read_stages(l, node, row, example.outcome);
    bool good = read_items(l, node, &example) && stages != 0;
    stages = stages != 0 ? stages : 1U << row->texts->stages[0]; /* for the body's faults */
    for (unsigned stage = 1; body != NULL && stages >> stage != 0; stage++) {
        example.stage = (Pfq__V1__FileType)stage;
        if ((stages & 1U << stage) != 0 && !add_at(l, node, body, &example, good)) {
            return;
        }
    }
}

/* --- files --------------------------------------------------------------------------------- */

/* The place of the row in the catalogue; its row_count: a fault was reported. */
static size_t find_row(const struct loader *l, struct fy_node *key)
{
    const struct pfq_standard *s = l->standard;
    char fix[RULE_FIX_TEXT];
    const char *id = yaml_text(key, l->scratch);
    struct pfq_near nearest = {.wanted = id == NULL ? "" : id};
    for (size_t i = 0; i < s->row_count; i++) {
        if (strcmp(s->rows[i].texts->id, nearest.wanted) == 0) {
            return i;
        }
        pfq_near_offer(&nearest, s->rows[i].texts->id);
    }
    yaml_fault(l->file, key, rule_nearest_fix(&nearest, "Name a row of the catalogue.", fix),
               "There is no row %s.", nearest.wanted);
    return s->row_count;
}

static void read_row(const struct loader *l, struct fy_node_pair *pair)
{
    struct fy_node *list = fy_node_pair_value(pair);
    size_t check = find_row(l, fy_node_pair_key(pair));
    void *next = NULL;
    struct fy_node *example = NULL;
    if (check == l->standard->row_count) {
        return;
    }
    if (list == NULL || !fy_node_is_sequence(list)) {
        yaml_fault(l->file, fy_node_pair_key(pair), "Begin each example with '- met:' or so.",
                   "Here a list of examples is needed.");
        return;
    }
    while ((example = fy_node_sequence_iterate(list, &next)) != NULL) {
        read_example(l, example, check);
    }
}

static void read_rows(const struct loader *l)
{
    struct fy_node *root = fy_document_root(l->file->document);
    void *next = NULL;
    struct fy_node_pair *pair = NULL;
    if (root == NULL || !fy_node_is_mapping(root)) {
        yaml_fault(l->file, root,
                   "Begin each row with its id, as VW01:", "The file is no mapping of rows.");
        return;
    }
    while ((pair = fy_node_mapping_iterate(root, &next)) != NULL) {
        read_row(l, pair);
    }
}

static void read_file(const struct loader *l, const char *directory, const char *name,
                      struct pfq_problems *problems)
{
    struct yaml_file file;
    struct loader of_file = *l;
    of_file.file = &file;
    if (yaml_open(&file, directory, pfq_arena_printf(l->scratch, "examples/%s", name), l->scratch,
                  problems)) {
        read_rows(&of_file);
    }
    yaml_close(&file);
}

static void read_folder(const struct loader *l, const char *directory,
                        struct pfq_problems *problems)
{
    struct catalogue_files files;
    const char *folder = pfq_arena_printf(l->scratch, "%s/examples", directory);
    if (!catalogue_files_find(folder, l->scratch, &files) && errno != ENOENT) {
        pfq_problem(problems, "CATALOGUE", folder, "Look whether it may be read.",
                    "The folder cannot be read: %s.", strerror(errno));
    }
    for (size_t i = 0; i < files.count; i++) {
        read_file(l, directory, files.names[i], problems);
    }
}

/* --- all of it ----------------------------------------------------------------------------- */

/* Those of one row stay as they are written. */
static void sort(struct pfq_examples *e, size_t rows)
{
    struct pfq_example *sorted = pfq_arena_new(&e->arena, struct pfq_example, e->count + 1);
    size_t *next = pfq_arena_new(&e->arena, size_t, rows + 1); /* place of each row's next one */
    for (size_t i = 0; i < e->count; i++) {
        next[e->all[i].check + 1]++;
    }
    for (size_t row = 0; row < rows; row++) {
        next[row + 1] += next[row];
    }
    for (size_t i = 0; i < e->count; i++) {
        sorted[next[e->all[i].check]++] = e->all[i];
    }
    e->all = sorted;
}

enum pfq_code pfq_examples_load(const char *catalogue_dir, const struct pfq_standard *standard,
                                struct pfq_problems *problems, struct pfq_examples **out,
                                struct pfq_err *err)
{
    struct pfq_arena scratch;
    size_t before = problems->count + problems->unlisted;
    struct pfq_examples *e = calloc(1, sizeof *e);
    PFQ_ASSERT(e != NULL);
    pfq_arena_open(&e->arena);
    pfq_arena_open(&scratch);
    struct loader l = {.examples = e, .standard = standard, .scratch = &scratch};
    *out = NULL;
    read_folder(&l, catalogue_dir, problems);
    pfq_arena_close(&scratch);
    size_t faults = problems->count + problems->unlisted - before;
    if (faults > 0) {
        pfq_examples_close(e);
        return pfq_fail(err, PFQ_E_CATALOGUE, "%zu in the examples of %s", faults, catalogue_dir);
    }
    sort(e, standard->row_count);
    *out = e;
    return PFQ_OK;
}

void pfq_examples_close(struct pfq_examples *examples)
{
    if (examples != NULL) {
        pfq_arena_close(&examples->arena);
        free(examples);
    }
}

size_t pfq_examples_count(const struct pfq_examples *examples)
{
    return examples->count;
}

const struct pfq_example *pfq_examples_get(const struct pfq_examples *examples, size_t i)
{
    PFQ_ASSERT(i < examples->count);
    return &examples->all[i];
}
