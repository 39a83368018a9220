/* compliance_remark.c - `pfq compliance remark URN`: a second marking, made without sight of the
 * first, which is not shown here either. */
#include <argp.h>
#include <string.h>

#include "compliance.h"
#include "operator/report.h"
#include "people.h"
#include "pfq/json.h"
#include "pfq/people.h"

enum {
    OPT_OUTCOME = OPT_PEOPLE_OWN,
    OPT_REASON,
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
};

static const struct argp_option options[] = {
    {"outcome", OPT_OUTCOME, "OUTCOME", 0, "met, partly-met or not-met", 0},
    {"reason", OPT_REASON, "CODE,...", 0, "reason codes of the failures that you find", 0},
    {"kind", OPT_KIND, "KIND", 0, "dga, triage or nfq, where the file has several", 0},
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
           "How far the two agree is shown by pfq compliance.\n\n"
           "Example: pfq compliance remark 40AA1234526 --outcome not-met --reason D23 --by "
           "cps-120"};

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
        page_paragraph(&c->people.page, 0, "", "Taken as the second marking.");
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
    return tell(c, row);
}

int compliance_command_remark(int argc, char **argv)
{
    struct remark_command c = {.urn = NULL};
    folk_open(&c.people, "compliance remark");
    (void)argp_parse(&argp, argc, argv, 0, NULL, &c);
    enum pfq_exit code = mark(&c);
    folk_close(&c.people);
    return (int)code;
}
