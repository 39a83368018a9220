/* digest.c - `pfq digest` and `pfq pack`: a period in one page, in the form that is asked for. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "commands.h"
#include "ask.h"
#include "feedback/digest/pages.h"
#include "feedback/summary/summary.h"
#include "loading.h"
#include "operator.h"
#include "pfq/clock.h"
#include "pfq/standard.h"
#include "places.h"
#include "pfq/grants.h"
#include "reach.h"
#include "who.h"

enum {
    OPT_UNIT = OPT_OWN,
    OPT_DAILY,
    OPT_WEEKLY,
    OPT_MONTHLY,
    OPT_DATE,
    OPT_MONTH,
    OPT_WEEK,
    OPT_AREA,
    OPT_HTML,
    OPT_CSV,
    OPT_XLSX,
    OPT_INSIDE,
    OPT_OUTSIDE,
    FORCES_MAX = 50
};

enum form {
    FORM_TEXT,
    FORM_HTML,
    FORM_CSV,
    FORM_XLSX,
    FORM_JSON
};

struct digest_command {
    const char *name; /* of the command */
    struct digest_wish wish;
    int32_t date; /* in the period; 0: the last one that is over */
    bool kind_told;
    enum form form;
    const char *out;
    const char *run;
    const char *catalogue;
    bool inside;
    struct reach feedback;
    struct pfq_standard *standard;
    struct pfq_arena arena;
    struct digest_force forces[FORCES_MAX];
    struct pfq_client *client; /* of feedback */
    struct summary summary;
};

/* --- options ---------------------------------------------------------------------- */

#define FORM_OPTIONS                                                                               \
    {"html", OPT_HTML, NULL, 0, "as a web page that needs nothing else", 0},                       \
        {"csv", OPT_CSV, NULL, 0, "every figure a line, with row keys", 0},                        \
        {"xlsx", OPT_XLSX, NULL, 0, "as a spreadsheet; needs -o", 0}, OPTION_JSON,                 \
        {"output", 'o', "FILE", 0, "write to FILE", 0}, OPTION_CATALOGUE, OPTION_RUN

static const struct argp_option digest_options[] = {
    {"unit", OPT_UNIT, "UNIT", 0, "of this police unit alone", 0},
    {"daily", OPT_DAILY, NULL, 0, "what is new in a day", 0},
    {"weekly", OPT_WEEKLY, NULL, 0, "a week, Monday to Sunday", 0},
    {"monthly", OPT_MONTHLY, NULL, 0, "a month (this is usual)", 0},
    {"date", OPT_DATE, "YYYY-MM-DD", 0, "the period that holds this day; else the last whole one",
     0},
    {"month", OPT_MONTH, "YYYY-MM", 0, "this month", 0},
    {"inside", OPT_INSIDE, NULL, 0, "for the CPS: what is only watched, too", 0},
    {"outside", OPT_OUTSIDE, NULL, 0, "for the police (this is usual)", 0},
    FORM_OPTIONS,
    {0}};

static const struct argp_option pack_options[] = {
    {"area", OPT_AREA, "AREA", 0, "the CPS Area, by name or code", 0},
    {"month", OPT_MONTH, "YYYY-MM", 0, "the month of the pack; else the last whole one", 0},
    {"week", OPT_WEEK, "YYYY-MM-DD", 0, "the week of the call that holds this day; else the last",
     0},
    FORM_OPTIONS,
    {0}};

static int32_t date_of(struct argp_state *state, const char *text)
{
    int32_t date = 0;
    if (!pfq_date_parse(text, &date)) {
        argp_error(state, "a day is written as 2026-10-31, not '%s'", text);
    }
    return date;
}

static error_t parse_form(int key, char *arg, struct argp_state *state)
{
    struct digest_command *c = state->input;
    switch (key) {
    case OPT_HTML:
        c->form = FORM_HTML;
        return 0;
    case OPT_CSV:
        c->form = FORM_CSV;
        return 0;
    case OPT_XLSX:
        c->form = FORM_XLSX;
        return 0;
    case 'j':
        c->form = FORM_JSON;
        return 0;
    case 'o':
        c->out = arg;
        return 0;
    case OPT_CATALOGUE:
        c->catalogue = arg;
        return 0;
    case OPT_RUN:
        c->run = arg;
        return 0;
    case ARGP_KEY_END:
        if (c->form == FORM_XLSX && c->out == NULL) {
            argp_error(state, "a spreadsheet needs a file: -o FILE");
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_force(char *arg, struct argp_state *state)
{
    struct digest_command *c = state->input;
    if (state->arg_num > 0) {
        argp_error(state, "one force at a time");
    }
    c->wish.force = option_force(state, arg);
    if (!force_exists(arg)) {
        argp_error(state, "%s is no force; 40 is one", arg);
    }
    return 0;
}

static void take_kind(struct argp_state *state, Pfq__V1__DigestKind kind)
{
    struct digest_command *c = state->input;
    if (c->kind_told && c->wish.kind != kind) {
        argp_error(state, "say one of --daily, --weekly and --monthly; --month is a month's");
    }
    c->kind_told = true;
    c->wish.kind = kind;
}

static void take_date(struct argp_state *state, int32_t date)
{
    struct digest_command *c = state->input;
    if (c->date != 0 && c->date != date) {
        argp_error(state, "say one of --date and --month, once");
    }
    c->date = date;
}

static error_t parse_digest(int key, char *arg, struct argp_state *state)
{
    struct digest_command *c = state->input;
    switch (key) {
    case OPT_UNIT:
        c->wish.police_unit = arg;
        return 0;
    case OPT_DAILY:
        take_kind(state, PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY);
        return 0;
    case OPT_WEEKLY:
        take_kind(state, PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY);
        return 0;
    case OPT_MONTHLY:
        take_kind(state, PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
        return 0;
    case OPT_DATE:
        take_date(state, date_of(state, arg));
        return 0;
    case OPT_MONTH:
        take_kind(state, PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY);
        take_date(state, option_month(state, arg) * 100 + 1);
        return 0;
    case OPT_INSIDE:
    case OPT_OUTSIDE:
        c->inside = key == OPT_INSIDE;
        return 0;
    case ARGP_KEY_ARG:
        return parse_force(arg, state);
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the force by its two-digit code, such as 40");
        return EINVAL;
    default:
        return parse_form(key, arg, state);
    }
}

static error_t parse_pack(int key, char *arg, struct argp_state *state)
{
    struct digest_command *c = state->input;
    switch (key) {
    case OPT_AREA:
        c->wish.area = arg;
        return 0;
    case OPT_MONTH:
        c->date = option_month(state, arg) * 100 + 1;
        return 0;
    case OPT_WEEK:
        c->date = date_of(state, arg);
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0 || (strcmp(arg, "call") != 0 && strcmp(arg, "monthly") != 0)) {
            argp_error(state, "'%s' is neither call nor monthly", arg);
        }
        c->wish.kind = strcmp(arg, "call") == 0 ? PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET
                                                : PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "say which: pfq pack call, or pfq pack monthly");
        return EINVAL;
    case ARGP_KEY_END:
        if (c->wish.area == NULL) {
            argp_error(state, "name the CPS Area: --area \"Thames and Chiltern\"");
        }
        return parse_form(key, arg, state);
    default:
        return parse_form(key, arg, state);
    }
}

static const struct argp digest_argp = {
    .options = digest_options,
    .parser = parse_digest,
    .children = option_help,
    .args_doc = "FORCE",
    .doc = "Sum up a day, a week or a month for a force or one of its units: what to do first, how "
           "files came out, which themes recur and which became better.\vWith nothing to say "
           "nothing is printed.\n\nExample: pfq digest 40 --month 2026-10 --html -o digest.html"};

static const struct argp pack_argp = {
    .options = pack_options,
    .parser = parse_pack,
    .children = option_help,
    .args_doc = "call|monthly",
    .doc =
        "Make what a CPS Area needs for its meetings: the sheet for the weekly call, or the pack "
        "for the monthly performance review.\vA pack is for the CPS alone; a force is given its "
        "own digest.\n\nExample: pfq pack monthly --area TC --month 2026-10 --html -o pack.html"};

/* --- what is asked for ------------------------------------------------------------ */

static void set_period(struct digest_command *c)
{
    Pfq__V1__DigestKind kind = c->wish.kind;
    int32_t today = pfq_london_date(pfq_wall_ms());
    struct digest_period period =
        c->date == 0 ? digest_period_before(kind, today) : digest_period(kind, c->date);
    c->wish.from_date = period.from;
    c->wish.to_date = period.to;
    c->wish.made_at = pfq_wall_ms();
}

static void add_force(struct digest_command *c, const char *code)
{
    struct digest_facts *facts = &c->summary.gather.facts;
    struct digest_force *force = &c->forces[facts->force_count++];
    (void)snprintf(force->code, sizeof force->code, "%.2s", code);
    force->name = force_name(code, &c->arena);
}

/* False: there is no such Area, and that has been said. */
static bool set_forces(struct digest_command *c)
{
    const char *codes[FORCES_MAX];
    if (c->wish.force != NULL) {
        add_force(c, strcmp(c->wish.force, "02") == 0 ? "01" : c->wish.force);
        c->wish.force = c->forces[0].code;
        return true;
    }
    size_t count =
        pfq_standard_area_forces(c->standard, c->wish.area, c->wish.to_date, codes, FORCES_MAX);
    if (count == 0) {
        fprintf(stderr, "pfq %s: '%s' was no CPS Area then; TC or \"Thames and Chiltern\" is one\n",
                c->name, c->wish.area);
        return false;
    }
    c->wish.area = pfq_standard_area(c->standard, c->wish.area);
    for (size_t i = 0; i < count; i++) {
        add_force(c, codes[i]);
    }
    return true;
}

/* --- writing ---------------------------------------------------------------------- */

static enum pfq_exit say_unwritten(const struct digest_command *c)
{
    fprintf(stderr, "pfq %s: %s cannot be written: %s\n", c->name, c->out, strerror(errno));
    return PFQ_EXIT_USAGE;
}

static void write_form(struct digest_command *c, const Pfq__V1__Digest *digest, FILE *out)
{
    switch (c->form) {
    case FORM_HTML:
        digest_html(digest, &c->arena, out);
        return;
    case FORM_CSV:
        digest_csv(digest, &c->arena, out);
        return;
    case FORM_JSON:
        digest_json(digest, &c->arena, out);
        return;
    case FORM_TEXT:
    case FORM_XLSX:
        break;
    }
    digest_text(digest, &c->arena, out);
}

static enum pfq_exit write_digest(struct digest_command *c, const Pfq__V1__Digest *digest)
{
    struct pfq_err err;
    if (c->form == FORM_XLSX) {
        if (digest_xlsx(digest, c->out, &c->arena, &err) == PFQ_OK) {
            return PFQ_EXIT_GOOD;
        }
        fprintf(stderr, "pfq %s: %s\n", c->name, err.text);
        return PFQ_EXIT_USAGE;
    }
    FILE *out = c->out == NULL ? stdout : fopen(c->out, "we");
    if (out == NULL) {
        return say_unwritten(c);
    }
    write_form(c, digest, out);
    bool bad = fflush(out) != 0 || ferror(out);
    bad = (out != stdout && fclose(out) != 0) || bad;
    return bad && c->out != NULL ? say_unwritten(c) : bad ? PFQ_EXIT_USAGE : PFQ_EXIT_GOOD;
}

/* A unit that never sent a file is a slip of the pen, not a unit with nothing to say. */
static bool unit_exists(struct digest_command *c)
{
    const char *others = c->wish.police_unit == NULL
                             ? NULL
                             : digest_other_units(&c->summary.gather.facts, &c->arena);
    if (others != NULL && *others == '\0') {
        fprintf(stderr, "pfq %s: no file of force %s names a unit; leave out --unit\n", c->name,
                c->wish.force);
    } else if (others != NULL) {
        fprintf(stderr, "pfq %s: force %s has no unit %s; its units are %s\n", c->name,
                c->wish.force, c->wish.police_unit, others);
    }
    return others == NULL;
}

static enum pfq_exit make_digest(struct digest_command *c)
{
    if (!unit_exists(c)) {
        return PFQ_EXIT_USAGE;
    }
    Pfq__V1__Digest *digest = summary_digest(&c->summary, &c->arena);
    if (digest == NULL) {
        uint64_t behind = c->summary.gather.facts.behind;
        fprintf(stderr, "pfq %s: there is nothing to say of this period\n", c->name);
        if (behind > 0) {
            fprintf(stderr,
                    "  Not whole: %" PRIu64 " submissions are not yet counted; ask again.\n",
                    behind);
        }
        return PFQ_EXIT_GOOD;
    }
    if (!c->inside && !digest_outside(digest)) {
        return PFQ_EXIT_USAGE;
    }
    return write_digest(c, digest);
}

/* --- asking ----------------------------------------------------------------------- */

static enum pfq_code ask_one(struct digest_command *c, const struct gather_question *q,
                             struct pfq_err *err)
{
    Pfq__V1__Envelope request = q->envelope;
    Pfq__V1__Envelope *answer = NULL;
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    enum pfq_code code = ask(c->client, &request, q->wanted, ASK_TIMEOUT_MS, &arena, &answer, err);
    if (code == PFQ_OK) {
        code = summary_take(&c->summary, answer, err);
    } else if (summary_without(&c->summary)) {
        code = PFQ_OK;
    }
    pfq_arena_close(&arena);
    return code;
}

static enum pfq_exit gather_all(struct digest_command *c)
{
    struct pfq_err err;
    enum pfq_code code = PFQ_OK;
    const struct gather_question *question = NULL;
    summary_begin(&c->summary);
    while (code == PFQ_OK && (question = summary_next(&c->summary)) != NULL) {
        code = ask_one(c, question, &err);
    }
    if (code != PFQ_OK) {
        ask_say_away(c->name, c->feedback.endpoint, &err);
        return ask_exit(&err);
    }
    return make_digest(c);
}

/* Store gives a force nothing of the inside: what is made of that must not be called so. */
static bool may_inside(struct digest_command *c)
{
    char who[PFQ_GRANTS_WORDS];
    const Pfq__V1__Peer *you = c->inside ? who_am_i(place_run(c->run, &c->arena), &c->arena) : NULL;
    if (you == NULL || you->role != PFQ__V1__ROLE__ROLE_FORCE) {
        return true;
    }
    pfq_grants_words(you, who);
    fprintf(stderr, "pfq %s: Not permitted: %s.  %s\n  %s\n", c->name, who,
            "What is for the CPS alone is not made for a force.", PFQ_GRANTS_FIX);
    return false;
}

static enum pfq_exit ask_feedback(struct digest_command *c)
{
    struct pfq_err err;
    c->feedback = (struct reach){.command = c->name, .tried = place_tried(c->run)};
    c->feedback.endpoint = place_endpoint(place_run(c->run, &c->arena), "feedback", &c->arena);
    if (!reach_wait(&c->feedback, ASK_TIMEOUT_MS)) {
        reach_say_nobody(&c->feedback);
        return PFQ_EXIT_AWAY;
    }
    if (pfq_client_open(c->feedback.endpoint, &c->client, &err) != PFQ_OK) {
        ask_say_away(c->name, c->feedback.endpoint, &err);
        return PFQ_EXIT_AWAY;
    }
    enum pfq_exit code = may_inside(c) ? gather_all(c) : PFQ_EXIT_NOT_GOOD;
    pfq_client_close(c->client);
    return code;
}

static enum pfq_exit look(struct digest_command *c)
{
    struct digest_facts *facts = &c->summary.gather.facts;
    set_period(c);
    if (!set_forces(c)) {
        return PFQ_EXIT_USAGE;
    }
    facts->wish = c->wish;
    facts->forces = c->forces;
    facts->catalogue = pfq_standard_texts(c->standard);
    facts->catalogue_version = pfq_standard_version(c->standard);
    c->summary.gather.arena = &c->arena;
    return ask_feedback(c);
}

static int run(struct digest_command *c, const struct argp *argp, int argc, char **argv)
{
    enum pfq_exit code = PFQ_EXIT_USAGE;
    (void)argp_parse(argp, argc, argv, 0, NULL, c);
    struct loading from = {.catalogue = c->catalogue};
    pfq_arena_open(&c->arena);
    if (loading_standard(c->name, &from, &c->standard)) {
        code = look(c);
        pfq_standard_close(c->standard);
    }
    pfq_arena_close(&c->arena);
    return (int)code;
}

int command_digest(int argc, char **argv)
{
    struct digest_command c = {.name = "digest"};
    c.wish.kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY;
    return run(&c, &digest_argp, argc, argv);
}

int command_pack(int argc, char **argv)
{
    struct digest_command c = {.name = "pack", .inside = true};
    return run(&c, &pack_argp, argc, argv);
}
