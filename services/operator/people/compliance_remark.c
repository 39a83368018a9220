/* compliance_remark.c - `pfq compliance remark URN`: a second marking, made without sight of the
 * first, which is not shown here either. */
#include <argp.h>
#include <string.h>

#include "compliance.h"
#include "feedback/compliance/sample.h"
#include "operator/report.h"
#include "people.h"
#include "pfq/json.h"
#include "pfq/people.h"

enum {
    OPT_OUTCOME = OPT_PEOPLE_OWN,
    OPT_REASON,
    OPT_SEED,
    OPT_PERCENT,
    REASONS_MAX = 40
};

struct remark_command {
    struct people people;
    const char *urn;
    const char *force;
    const char *id;
    Pfq__V1__AssessmentKind kind; /* 0: whichever there is */
    Pfq__V1__FileType stage;      /* 0: whichever there is */
    Pfq__V1__AssessmentOutcome outcome;
    char *reasons[REASONS_MAX];
    size_t reason_count;
    uint64_t seed;
    unsigned per_cent;
    bool seeded;
};

static const struct argp_option options[] = {
    {"outcome", OPT_OUTCOME, "OUTCOME", 0, "met, partly-met or not-met", 0},
    {"reason", OPT_REASON, "CODE,...", 0, "reason codes of the failures that you find", 0},
    {"seed", OPT_SEED, "N", 0, "of the sample that drew it; without, it is in no agreement", 0},
    {"percent", OPT_PERCENT, "N", 0, "as sample had it; 5 unless told", 0},
    {"kind", OPT_KIND, "KIND", 0, "dga, triage or nfq, where the file or sample has several", 0},
    {"stage", OPT_STAGE, "STAGE", 0, "FH_NGAP ..., where the case has several", 0},
    {"id", OPT_ID, "ID", 0, "of the assessment, where there are several", 0},
    {"force", OPT_FORCE, "NN", 0, "the submitting force", 0},
    {0}};

/* --- options ---------------------------------------------------------------------- */

static void add_reasons(struct remark_command *c, char *arg, struct argp_state *state)
{
    char *rest = NULL;
    for (char *code = strtok_r(arg, ", ", &rest); code != NULL;
         code = strtok_r(NULL, ", ", &rest)) {
        if (c->reason_count == REASONS_MAX) {
            argp_error(state, "at most %d reasons", REASONS_MAX);
            return;
        }
        c->reasons[c->reason_count++] = code;
    }
}

static void check_words(const struct remark_command *c, struct argp_state *state)
{
    bool met = c->outcome == PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET;
    if (c->urn == NULL) {
        argp_error(state, "name the case by its URN, as sample lists it");
    } else if (c->outcome == 0) {
        argp_error(state, "say how you mark it: --outcome met, partly-met or not-met");
    } else if (met && c->reason_count > 0) {
        argp_error(state, "what is met has no failures: leave --reason out, or say partly-met or "
                          "not-met");
    } else if (!met && c->reason_count == 0) {
        argp_error(state, "say what fails: --reason with one reason code or more, such as D23");
    }
}

static error_t parse_rest(int key, char *arg, struct argp_state *state)
{
    struct remark_command *c = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &c->people;
        return 0;
    case ARGP_KEY_ARG:
        if (c->urn != NULL) {
            argp_error(state, "'%s' is one word too many", arg);
        }
        c->urn = folk_urn(state, arg);
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
    struct remark_command *c = state->input;
    switch (key) {
    case OPT_OUTCOME:
        c->outcome = (Pfq__V1__AssessmentOutcome)folk_option(
            state, "--outcome", &pfq__v1__assessment_outcome__descriptor, arg);
        return 0;
    case OPT_REASON:
        add_reasons(c, arg, state);
        return 0;
    case OPT_SEED:
        c->seed = option_number(state, "--seed", arg, 0, INT64_MAX);
        c->seeded = true;
        return 0;
    case OPT_PERCENT:
        c->per_cent = (unsigned)option_number(state, "--percent", arg, SAMPLE_LEAST, SAMPLE_MOST);
        return 0;
    case OPT_KIND:
        c->kind = folk_kind(state, arg);
        return 0;
    case OPT_STAGE:
        c->stage = folk_stage(state, arg);
        return 0;
    case OPT_ID:
        c->id = arg;
        return 0;
    case OPT_FORCE:
        c->force = option_force(state, arg);
        return 0;
    default:
        return parse_rest(key, arg, state);
    }
}

static const struct argp_child children[] = PEOPLE_CHILDREN;
static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = children,
    .args_doc = "URN",
    .doc = "Record a second marking of a file that sample drew.  Make it without sight of the "
           "first, and by another person.\v"
           "How far the two agree is shown by pfq compliance: of those that the sample of --seed "
           "drew.  Give --percent, --force and --kind as sample had them.\n\n"
           "Example: pfq compliance remark 40AA1234526 --seed 48151 --outcome not-met --reason D23 "
           "--by cps-120"};

/* --- which one -------------------------------------------------------------------- */

static bool is_wanted(const struct remark_command *c, const Pfq__V1__AssessmentRow *row)
{
    return !row->withdrawn && row->file != NULL && row->id != NULL &&
           (c->kind == 0 || row->kind == c->kind) &&
           (c->stage == 0 || row->file->file_type == c->stage) &&
           (c->id == NULL || strcmp(c->id, row->id) == 0);
}

static const Pfq__V1__AssessmentRow *the_one(struct remark_command *c,
                                             const struct people_rows *rows)
{
    const Pfq__V1__AssessmentRow *found = NULL;
    size_t count = 0;
    const char *names = "";
    for (size_t i = 0; i < rows->count; i++) {
        if (is_wanted(c, rows->rows[i])) {
            found = rows->rows[i];
            names = pfq_arena_printf(&c->people.arena, "%s%s%s (%s)", names, count > 0 ? "; " : "",
                                     folk_name(found, &c->people.arena), found->id);
            count++;
        }
    }
    if (count == 0) {
        folk_say_problem("pfq compliance remark", "There is no such assessment to mark again.",
                         "See pfq compliance sample.");
    } else if (count > 1) {
        folk_say_problem("pfq compliance remark",
                         pfq_arena_printf(&c->people.arena, "There are several: %s.", names),
                         "Name one with --stage, --kind or --id.");
    }
    return count == 1 ? found : NULL;
}

/* --- the sample --------------------------------------------------------------------- */

static bool is_same(const struct sample_case *one, const Pfq__V1__AssessmentRow *row)
{
    return one->kind == row->kind && one->file_type == row->file->file_type &&
           strcmp(one->id, row->id) == 0 && strcmp(one->urn, row->file->urn) == 0 &&
           strcmp(one->force, row->file->force) == 0;
}

/* NOT_GOOD: the sample did not draw it, which has been said. */
static enum pfq_exit look_drawn(struct remark_command *c, const Pfq__V1__AssessmentRow *row)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    const struct sample_wish wish = {
        .month = row->month, .per_cent = c->per_cent, .seed = c->seed, .kind = c->kind};
    struct sample sample = sample_begin(&wish, &c->people.arena);
    struct people_rows rows;
    want.has_from_month = want.has_to_month = want.has_for_sample = want.for_sample = true;
    want.from_month = want.to_month = row->month;
    want.force = c->force == NULL ? NULL : pfq_arena_strdup(&c->people.arena, c->force);
    enum pfq_exit code = folk_read(&c->people, &want, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    for (size_t i = 0; i < rows.count; i++) {
        sample_add(&sample, rows.rows[i]);
    }
    sample_end(&sample);
    for (size_t i = 0; i < sample.count; i++) {
        if (is_same(&sample.cases[i], row)) {
            return PFQ_EXIT_GOOD;
        }
    }
    folk_say_problem("pfq compliance remark", "The sample of this seed did not draw this file.",
                     "Give --seed, --percent, --force and --kind as sample had them; without "
                     "--seed it is taken, and is in no figure of agreement.");
    return PFQ_EXIT_NOT_GOOD;
}

/* --- telling -------------------------------------------------------------------------- */

static enum pfq_exit tell(struct remark_command *c, const Pfq__V1__AssessmentRow *row)
{
    Pfq__V1__Remark remark = PFQ__V1__REMARK__INIT;
    Pfq__V1__Event *event = folk_about(&c->people, row);
    Pfq__V1__Receipt *receipt = NULL;
    remark.assessment = row->id;
    remark.has_kind = remark.has_outcome = true;
    remark.kind = row->kind;
    remark.outcome = c->outcome;
    remark.reasons = c->reasons;
    remark.n_reasons = c->reason_count;
    remark.has_drawn = true;
    remark.drawn = c->seeded;
    event->what_case = PFQ__V1__EVENT__WHAT_REMARK;
    event->remark = &remark;
    enum pfq_exit code = folk_tell(&c->people, event, &receipt);
    if (receipt == NULL) {
        return code;
    }
    folk_say_receipt("pfq compliance remark", receipt);
    if (c->people.json) {
        report_write(stdout, pfq_json_value(&receipt->base, PFQ_JSON_SHORT_ENUMS));
    } else if (code == PFQ_EXIT_GOOD) {
        page_paragraph(&c->people.page, 0, "",
                       c->seeded ? "Taken as the second marking."
                                 : "Taken as the second marking. No sample is named by --seed, so "
                                   "that it is in no figure of agreement.");
    }
    return code;
}

static enum pfq_exit mark(struct remark_command *c)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    want.urn = pfq_arena_strdup(&c->people.arena, c->urn);
    want.force = c->force == NULL ? NULL : pfq_arena_strdup(&c->people.arena, c->force);
    enum pfq_exit code = folk_read(&c->people, &want, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    const Pfq__V1__AssessmentRow *row = the_one(c, &rows);
    if (row == NULL) {
        return PFQ_EXIT_NOT_GOOD;
    }
    const char *own = pfq_people_refuse_second(row->by, c->people.by); /* where both are seen */
    if (own != NULL) {
        folk_say_problem("pfq compliance remark", own,
                         "Somebody else must mark it the second time.");
        return PFQ_EXIT_NOT_GOOD;
    }
    code = c->seeded ? look_drawn(c, row) : PFQ_EXIT_GOOD;
    return code == PFQ_EXIT_GOOD ? tell(c, row) : code;
}

int compliance_command_remark(int argc, char **argv)
{
    struct remark_command c = {.per_cent = SAMPLE_USUAL};
    folk_open(&c.people, "compliance remark");
    (void)argp_parse(&argp, argc, argv, 0, NULL, &c);
    enum pfq_exit code = mark(&c);
    folk_close(&c.people);
    return (int)code;
}
