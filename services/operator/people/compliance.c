/* compliance.c - `pfq compliance`: whether CPS staff do their part, in a month or a week. */
#include "compliance.h"

#include <argp.h>
#include <errno.h>
#include <string.h>

#include "feedback/digest/digest.h"
#include "operator/commands.h"
#include "operator/loading.h"
#include "operator/report.h"
#include "operator/verbs.h"
#include "people.h"
#include "pfq/clock.h"
#include "pfq/json.h"

enum {
    OPT_AREA = OPT_PEOPLE_OWN,
    OPT_REVIEWER,
    OPT_OVERDUE,
    OPT_CSV,
    OPT_HTML
};

struct compliance_command {
    struct people people;
    struct compliance_wish wish;
    const char *catalogue;
    enum compliance_form form;
    bool overdue;
};

/* --- options ---------------------------------------------------------------------- */

static const struct argp_option options[] = {
    {"area", OPT_AREA, "AREA", 0, "the forces of this CPS Area, by name or code", 0},
    {"force", OPT_FORCE, "NN", 0, "files of this force alone", 0},
    {"unit", OPT_UNIT, "UNIT", 0, "of this CPS unit alone", 0},
    {"reviewer", OPT_REVIEWER, "STAFF", 0, "of this reviewer alone; for legal managers", 0},
    {"month", OPT_MONTH, "YYYY-MM", 0, "this month; else the last whole one", 0},
    {"week", OPT_WEEK, "YYYY-MM-DD", 0, "the week, Monday to Sunday, that holds this day", 0},
    {"kind", OPT_KIND, "KIND", 0, "dga, triage or nfq; else all, triage in no rate of failing", 0},
    {"overdue", OPT_OVERDUE, NULL, 0, "every assessment and case review that is overdue", 0},
    {"html", OPT_HTML, NULL, 0, "as a web page that needs nothing else", 0},
    {"csv", OPT_CSV, NULL, 0, "every figure a line, with row keys", 0},
    OPTION_JSON,
    OPTION_CATALOGUE,
    OPTION_RUN,
    {0}};

static const struct verb rows[] = {
    {"sample", NULL, "draw the assessments to be marked a second time", compliance_command_sample,
     NULL},
    {"remark", "URN", "record such a marking", compliance_command_remark, NULL},
};

static const struct verbs verbs = {
    .command = "pfq compliance", .rows = rows, .count = sizeof rows / sizeof *rows};

static void set_period(struct compliance_command *c, Pfq__V1__DigestKind kind, int32_t date)
{
    struct digest_period period = digest_period(kind, date);
    c->wish.from_date = period.from;
    c->wish.to_date = period.to;
}

static void set_week(struct compliance_command *c, const char *text, struct argp_state *state)
{
    int32_t date = 0;
    if (!pfq_date_parse(text, &date)) {
        argp_error(state, "--week takes a day such as 2026-11-23");
        return;
    }
    set_period(c, PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY, date);
}

static error_t parse_form(int key, char *arg, struct argp_state *state)
{
    struct compliance_command *c = state->input;
    switch (key) {
    case OPT_HTML:
        c->form = COMPLIANCE_HTML;
        return 0;
    case OPT_CSV:
        c->form = COMPLIANCE_CSV;
        return 0;
    case 'j':
        c->form = COMPLIANCE_JSON;
        return 0;
    case OPT_CATALOGUE:
        c->catalogue = arg;
        return 0;
    case OPT_RUN:
        c->people.run = arg;
        return 0;
    case OPT_OVERDUE:
        c->overdue = true;
        return 0;
    case ARGP_KEY_ARG:
        (void)verbs_option(state, &verbs, arg);
        argp_error(state, "%s goes before all options", arg);
        return EINVAL;
    case ARGP_KEY_END:
        if (c->wish.area != NULL && c->wish.force_count > 0) {
            argp_error(state, "name an Area or a force, not both");
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct compliance_command *c = state->input;
    switch (key) {
    case OPT_AREA:
        c->wish.area = arg;
        return 0;
    case OPT_FORCE:
        c->wish.forces[0] = option_force(state, arg);
        c->wish.force_count = 1;
        return 0;
    case OPT_UNIT:
        c->wish.unit = arg;
        return 0;
    case OPT_REVIEWER:
        c->wish.reviewer = arg;
        return 0;
    case OPT_MONTH:
        set_period(c, PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY,
                   option_month(state, arg) * 100 + 1);
        return 0;
    case OPT_WEEK:
        set_week(c, arg, state);
        return 0;
    case OPT_KIND:
        c->wish.kind = folk_kind(state, arg);
        return 0;
    default:
        return parse_form(key, arg, state);
    }
}

static char *help_filter(int key, const char *text, void *self)
{
    (void)self;
    return verbs_doc(&verbs, key, text);
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = option_help,
    .help_filter = help_filter,
    .args_doc = "[COMMAND ...]",
    .doc = "Show whether CPS staff do their part: which files ought to have been assessed and "
           "were, how soon, with what care, and how far those who mark agree; or, with a command "
           "that has options of its own:\v"
           "What nobody assessed counts here and in no rate of a force.  Reviewers are shown to "
           "legal managers alone.\n\n"
           "Example: pfq compliance --area TC --month 2026-10\n"
           "         pfq compliance --unit \"TC RASSO\" --overdue"};

/* --- what is asked for ------------------------------------------------------------- */

/* False: there is no such Area, and that has been said. */
static bool set_forces(struct compliance_command *c)
{
    struct pfq_standard *standard = NULL;
    struct loading from = {.catalogue = c->catalogue};
    const char *codes[COMPLIANCE_FORCES];
    if (c->wish.area == NULL) {
        return true;
    }
    if (!loading_standard("compliance", &from, &standard)) {
        return false;
    }
    c->wish.force_count =
        pfq_standard_area_forces(standard, c->wish.area, c->wish.to_date, codes, COMPLIANCE_FORCES);
    for (size_t i = 0; i < c->wish.force_count; i++) {
        c->wish.forces[i] = pfq_arena_strdup(&c->people.arena, codes[i]);
    }
    if (c->wish.force_count == 0) {
        fprintf(stderr,
                "pfq compliance: '%s' was no CPS Area then; TC or \"Thames and Chiltern\" is one\n",
                c->wish.area);
    } else {
        c->wish.area =
            pfq_arena_strdup(&c->people.arena, pfq_standard_area(standard, c->wish.area));
    }
    pfq_standard_close(standard);
    return c->wish.force_count > 0;
}

/* --- showing ------------------------------------------------------------------------ */

static void show(struct compliance_command *c, const Pfq__V1__Compliance *figures, uint64_t up_to)
{
    const struct compliance_page page = {
        .figures = figures, .form = c->form, .overdue_only = c->overdue, .up_to = up_to};
    if (c->form == COMPLIANCE_JSON) {
        report_message(&figures->base);
    } else {
        compliance_show(&page, &c->people.arena);
    }
}

static enum pfq_exit look(struct compliance_command *c)
{
    struct compliance_gather g;
    struct pfq_err err;
    if (!set_forces(c)) {
        return PFQ_EXIT_USAGE;
    }
    struct pfq_client *feedback = folk_client(&c->people, PEOPLE_FEEDBACK);
    if (feedback == NULL) {
        return PFQ_EXIT_AWAY;
    }
    compliance_gather_begin(&g, &c->wish, &c->people.arena);
    enum pfq_code code = compliance_read(feedback, &g, &err);
    if (code == PFQ_E_NOT_FOUND) {
        fprintf(stderr, "pfq compliance: %s\n", plain_words(&err));
        return PFQ_EXIT_NOT_GOOD;
    }
    if (code != PFQ_OK) {
        return ask_away(&c->people.doors[PEOPLE_FEEDBACK], &err);
    }
    Pfq__V1__Compliance *figures = compliance_end(g.compliance);
    figures->area = figures->area == NULL && figures->force == NULL ? g.area : figures->area;
    show(c, figures, g.up_to);
    bool late = figures->late_files_in_all > 0 || figures->late_reviews_in_all > 0;
    return c->overdue && late ? PFQ_EXIT_NOT_GOOD : PFQ_EXIT_GOOD;
}

static int command_look(int argc, char **argv)
{
    struct compliance_command c = {.form = COMPLIANCE_TEXT};
    folk_open(&c.people, "compliance");
    c.wish.made_at = c.people.now_ms;
    struct digest_period last = digest_period_before(PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY,
                                                     pfq_london_date(c.people.now_ms));
    c.wish.from_date = last.from;
    c.wish.to_date = last.to;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &c);
    c.wish.shown = c.overdue ? SIZE_MAX : 0;
    enum pfq_exit code = look(&c);
    folk_close(&c.people);
    return (int)code;
}

int command_compliance(int argc, char **argv)
{
    bool verb = argc > 1 && verbs_find(&verbs, argv[1]) != NULL;
    return verb ? verbs_run(&verbs, argc, argv) : command_look(argc, argv);
}
