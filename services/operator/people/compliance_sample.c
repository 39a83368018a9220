/* compliance_sample.c - `pfq compliance sample`: which assessments are marked a second time.
 * Nothing of the first marking is shown. */
#include <argp.h>
#include <inttypes.h>
#include <string.h>

#include "compliance.h"
#include "feedback/compliance/sample.h"
#include "operator/report.h"
#include "people.h"

enum {
    OPT_PERCENT = OPT_PEOPLE_OWN,
    OPT_SEED,
    OPT_CSV
};

struct sample_command {
    struct people people;
    struct sample_wish wish;
    const char *force;
    bool seeded;
    bool csv;
};

static const struct argp_option options[] = {
    {"month", OPT_MONTH, "YYYY-MM", 0, "assessments of this month", 0},
    {"seed", OPT_SEED, "N", 0, "any number; the same one draws the same sample", 0},
    {"percent", OPT_PERCENT, "N", 0, "of each unit, 2 to 10; 5 unless told", 0},
    {"force", OPT_FORCE, "NN", 0, "files of this force alone", 0},
    {"unit", OPT_UNIT, "UNIT", 0, "of this CPS unit alone", 0},
    {"kind", OPT_KIND, "KIND", 0, "dga, triage or nfq; else all", 0},
    {"csv", OPT_CSV, NULL, 0, "as a CSV file", 0},
    OPTION_JSON,
    OPTION_RUN,
    {0}};

static void check_words(const struct sample_command *c, struct argp_state *state)
{
    if (c->wish.month == 0 || !c->seeded) {
        argp_error(state, "a sample needs both: --month 2026-10, and --seed with a number that "
                          "those whose marking is looked at do not know");
    }
}

static error_t parse_rest(int key, char *arg, struct argp_state *state)
{
    struct sample_command *c = state->input;
    switch (key) {
    case OPT_CSV:
        c->csv = true;
        return 0;
    case 'j':
        c->people.json = true;
        return 0;
    case OPT_RUN:
        c->people.run = arg;
        return 0;
    case ARGP_KEY_END:
        check_words(c, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct sample_command *c = state->input;
    switch (key) {
    case OPT_MONTH:
        c->wish.month = option_month(state, arg);
        return 0;
    case OPT_SEED:
        c->wish.seed = option_number(state, "--seed", arg, 0, INT64_MAX);
        c->seeded = true;
        return 0;
    case OPT_PERCENT:
        c->wish.per_cent =
            (unsigned)option_number(state, "--percent", arg, SAMPLE_LEAST, SAMPLE_MOST);
        return 0;
    case OPT_FORCE:
        c->force = option_force(state, arg);
        return 0;
    case OPT_UNIT:
        c->wish.unit = arg;
        return 0;
    case OPT_KIND:
        c->wish.kind = folk_kind(state, arg);
        return 0;
    default:
        return parse_rest(key, arg, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .doc = "Draw assessments at random, a share of each CPS unit and at least one, to be marked a "
           "second time.  How they were marked is not shown.\v"
           "Draw when the month is over.\n\n"
           "Example: pfq compliance sample --month 2026-10 --seed 48151"};

/* --- showing ------------------------------------------------------------------------ */

static const char *words(const ProtobufCEnumDescriptor *type, int value)
{
    const char *name = pfq_enum_name(type, value);
    return name == NULL ? "?" : name;
}

static const struct grid *table(const struct sample *sample, struct pfq_arena *arena)
{
    static const struct grid_column columns[] = {
        {"unit", "CPS unit", GRID_TEXT, MARK_INSIDE, 0},
        {"force", "Force", GRID_TEXT, MARK_INSIDE, 0},
        {"urn", "URN", GRID_URN, MARK_INSIDE, 0},
        {"file_type", "Stage", GRID_TEXT, MARK_INSIDE, 0},
        {"kind", "Process", GRID_TEXT, MARK_INSIDE, 0},
        {"assessment", "Assessment", GRID_TEXT, MARK_INSIDE, 0},
        {"second", "Second marking", GRID_TEXT, MARK_INSIDE, 0},
    };

    enum {
        WIDTH = sizeof columns / sizeof *columns
    };

    struct grid *grid = pfq_arena_new(arena, struct grid, 1);
    struct grid_row *rows = pfq_arena_new(arena, struct grid_row, sample->count + 1);
    for (size_t i = 0; i < sample->count; i++) {
        const struct sample_case *s = &sample->cases[i];
        struct grid_cell *cells = pfq_arena_new(arena, struct grid_cell, WIDTH);
        const char *stage = words(&pfq__v1__file_type__descriptor, (int)s->file_type);
        const char *kind = words(&pfq__v1__assessment_kind__descriptor, (int)s->kind);
        const char *texts[WIDTH] = {
            s->unit, s->force, s->urn, stage, kind, s->id, s->marked ? "done" : "to do"};
        for (size_t j = 0; j < WIDTH; j++) {
            cells[j] = grid_text(texts[j]);
        }
        rows[i].key =
            pfq_arena_printf(arena, "%s/%s/%s/%s/%s", s->force, s->urn, stage, kind, s->id);
        rows[i].cells = cells;
    }
    *grid = (struct grid){.title = "To be marked a second time",
                          .columns = columns,
                          .column_count = WIDTH,
                          .rows = rows,
                          .row_count = sample->count};
    return grid;
}

static void put_json(const struct sample_case *s)
{
    json_t *object = report_object();
    (void)json_object_set_new(object, "unit", json_string(s->unit));
    (void)json_object_set_new(object, "force", json_string(s->force));
    (void)json_object_set_new(object, "urn", json_string(s->urn));
    (void)json_object_set_new(
        object, "fileType", json_string(words(&pfq__v1__file_type__descriptor, (int)s->file_type)));
    (void)json_object_set_new(
        object, "kind", json_string(words(&pfq__v1__assessment_kind__descriptor, (int)s->kind)));
    (void)json_object_set_new(object, "assessment", json_string(s->id));
    (void)json_object_set_new(object, "secondMarking", json_boolean(s->marked));
    report_write(stdout, object);
}

static void show(struct sample_command *c, const struct sample *sample)
{
    struct pfq_arena *arena = &c->people.arena;
    for (size_t i = 0; c->people.json && i < sample->count; i++) {
        put_json(&sample->cases[i]);
    }
    if (c->people.json) {
        return;
    }
    if (c->csv || sample->count > 0) {
        compliance_show_list(table(sample, arena), c->csv, arena);
    }
    if (!c->csv && sample->count > 0) {
        page_paragraph(
            &c->people.page, 0, "",
            pfq_arena_printf(arena,
                             "Record each with: pfq compliance remark URN --seed %" PRIu64
                             " --outcome met|partly-met|not-met --reason CODE,... and "
                             "with --percent, --force and --kind as they were here.",
                             c->wish.seed));
    }
    if (sample->count == 0) {
        fputs("pfq compliance sample: nothing was assessed in that month\n", stderr);
    }
}

int compliance_command_sample(int argc, char **argv)
{
    struct sample_command c = {.wish.per_cent = SAMPLE_USUAL};
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    folk_open(&c.people, "compliance sample");
    (void)argp_parse(&argp, argc, argv, 0, NULL, &c);
    want.has_from_month = want.has_to_month = want.has_for_sample = want.for_sample = true;
    want.from_month = want.to_month = c.wish.month;
    want.force = c.force == NULL ? NULL : pfq_arena_strdup(&c.people.arena, c.force);
    enum pfq_exit code = folk_read(&c.people, &want, &rows);
    if (code == PFQ_EXIT_GOOD) {
        struct sample sample = sample_begin(&c.wish, &c.people.arena);
        for (size_t i = 0; i < rows.count; i++) {
            sample_add(&sample, rows.rows[i]);
        }
        sample_end(&sample);
        show(&c, &sample);
    }
    folk_close(&c.people);
    return (int)code;
}
