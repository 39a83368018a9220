/* filter.c - which assessments: see people.h. */
#include <string.h>

#include "people.h"
#include "pfq/clock.h"

enum {
    SUNDAY = 7
};

static const struct argp_option options[] = {
    {"force", OPT_FORCE, "NN", 0, "of this force", 0},
    {"police-unit", OPT_POLICE_UNIT, "UNIT", 0, "of this police unit", 0},
    {"of-unit", OPT_OF_UNIT, "UNIT", 0, "assessed by this CPS unit", 0},
    {"month", OPT_MONTH, "YYYY-MM", 0, "of this reporting month", 0},
    {"week", OPT_WEEK, "DAY", 0, "assessed in the week of this day, 2026-11-23", 0},
    {"kind", OPT_KIND, "KIND", 0, "triage, nfq or dga", 0},
    {"id", OPT_ID, "ID", 0, "this assessment", 0},
    {0}};

static error_t parse_when(int key, char *arg, struct argp_state *state)
{
    struct people_filter *f = state->input;
    switch (key) {
    case OPT_MONTH:
        f->month = option_month(state, arg);
        return 0;
    case OPT_WEEK:
        if (!pfq_date_parse(arg, &f->week)) {
            argp_error(state, "--week takes a day such as 2026-11-23");
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct people_filter *f = state->input;
    switch (key) {
    case OPT_FORCE:
        f->force = option_force(state, arg);
        return 0;
    case OPT_POLICE_UNIT:
        f->police_unit = arg;
        return 0;
    case OPT_OF_UNIT:
        f->of_unit = arg;
        return 0;
    case OPT_KIND:
        f->kind = folk_kind(state, arg);
        return 0;
    case OPT_ID:
        f->id = arg;
        return 0;
    default:
        return parse_when(key, arg, state);
    }
}

const struct argp folk_filter_argp = {.options = options, .parser = parse};

/* --- reading ------------------------------------------------------------------------------- */

int32_t folk_week_ending(int64_t at_ms)
{
    int32_t day = pfq_london_date(at_ms);
    return pfq_date_add(day, SUNDAY - pfq_date_weekday(day));
}

static int32_t ending(int32_t day)
{
    return pfq_date_add(day, SUNDAY - pfq_date_weekday(day));
}

static char *copy(struct people *p, const char *text)
{
    return text == NULL ? NULL : pfq_arena_strdup(&p->arena, text);
}

static void fill(struct people *p, const struct people_filter *f, Pfq__V1__PeopleRead *want)
{
    want->force = copy(p, f->force);
    want->police_unit = copy(p, f->police_unit);
    want->unit = copy(p, f->of_unit);
    want->id = copy(p, f->id);
    want->has_from_month = want->has_to_month = f->month != 0;
    want->from_month = want->to_month = f->month;
    want->has_assessment_kind = f->kind != 0;
    want->assessment_kind = f->kind;
}

enum pfq_exit folk_filtered(struct people *p, const struct people_filter *filter,
                            Pfq__V1__PeopleRead *want, struct people_rows *out)
{
    fill(p, filter, want);
    enum pfq_exit code = folk_read(p, want, out);
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++) {
        Pfq__V1__AssessmentRow *row = out->rows[i];
        bool asked =
            filter->week == 0 || folk_week_ending(row->assessed_at) == ending(filter->week);
        if (asked && !row->withdrawn) {
            out->rows[kept++] = row;
        }
        out->withdrawn += asked && row->withdrawn;
    }
    out->count = kept;
    return code;
}

/* --- one ----------------------------------------------------------------------------------- */

const char folk_all_withdrawn[] =
    "What was assessed of this case was withdrawn: there is nothing to answer.";

static enum pfq_exit say_which(struct people *p, const char *urn, uint32_t number, size_t found,
                               const struct people_rows *rows)
{
    const char *where = pfq_arena_printf(&p->arena, "pfq %s", p->command);
    if (rows->count == 0 && rows->withdrawn > 0) {
        folk_say_problem(where, folk_all_withdrawn, NULL);
    } else if (found == 0) {
        folk_say_problem(
            where, pfq_arena_printf(&p->arena, "%s has no failure %u.", urn, number),
            pfq_arena_printf(&p->arena, "See its failures: pfq respond %s%s", urn, folk_again(p)));
    } else {
        folk_say_problem(
            where,
            pfq_arena_printf(&p->arena, "%s has %zu failures of number %u.", urn, found, number),
            "Name the assessment, too: --kind, or --id.");
    }
    return PFQ_EXIT_NOT_GOOD;
}

enum pfq_exit folk_find(struct people *p, const struct people_filter *filter, const char *urn,
                        uint32_t number, const struct people_failure **out)
{
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    struct people_failure *all = NULL;
    size_t found = 0;
    want.urn = copy(p, urn);
    enum pfq_exit code = folk_filtered(p, filter, &want, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    size_t count = folk_failures(&rows, &p->arena, &all);
    for (size_t i = 0; i < count; i++) {
        if (all[i].failure->number == number) {
            *out = &all[i];
            found++;
        }
    }
    return found == 1 ? PFQ_EXIT_GOOD : say_which(p, urn, number, found, &rows);
}

const char *folk_days_left(struct people *p, int32_t date)
{
    int days = (int)(pfq_date_days(date) - pfq_date_days(pfq_london_date(p->now_ms)));
    return days < 0    ? "past"
           : days == 0 ? "today"
                       : pfq_arena_printf(&p->arena, "in %d day%s", days, days == 1 ? "" : "s");
}

const char *folk_frozen(struct people *p, const Pfq__V1__AssessmentRow *row)
{
    return p->now_ms <= row->deadline
               ? NULL
               : pfq_arena_printf(&p->arena, "Answers and outcomes of %s were taken until %s.",
                                  folk_month(row->month, &p->arena),
                                  folk_instant(row->deadline, &p->arena));
}
