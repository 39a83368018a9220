/* digest_options.c - what `pfq digest` and `pfq pack` take on the command line. */
#include <errno.h>
#include <string.h>

#include "digest_command.h"
#include "operator.h"
#include "pfq/clock.h"

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
    OPT_OUTSIDE
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
    {"week", OPT_WEEK, "YYYY-MM-DD", 0,
     "the week that the call is about, by a day in it; else the last whole one, Monday to Sunday",
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

const struct argp digest_argp = {
    .options = digest_options,
    .parser = parse_digest,
    .children = option_help,
    .args_doc = "FORCE",
    .doc = "Sum up a day, a week or a month for a force or one of its units: what to do first, how "
           "files came out, which themes recur and which became better.\vWith nothing to say "
           "nothing is printed.\n\nExample: pfq digest 40 --month 2026-10 --html -o digest.html"};

const struct argp pack_argp = {
    .options = pack_options,
    .parser = parse_pack,
    .children = option_help,
    .args_doc = "call|monthly",
    .doc =
        "Make what a CPS Area needs for its meetings: the sheet for the weekly call, or the pack "
        "for the monthly performance review.\vA pack is for the CPS alone; a force is given its "
        "own digest. A sheet is made while anything is open: what waits or is overdue is "
        "told as of now.\n\nExample: pfq pack monthly --area TC --month 2026-10 --html -o "
        "pack.html"};
