/* asked.c - see asked.h. */
#include "asked.h"

#include <stdio.h>
#include <string.h>

#include "job.h"
#include "pfq/clock.h"
#include "pfq/ident.h"

#define BODY(name) PFQ__V1__ENVELOPE__BODY_##name

enum {
    CURSOR_BYTES = 256,
    PEOPLE_CURSOR_BYTES = 2 * sizeof(int64_t)
};

/* --- what one field is -------------------------------------------------------------------- */

static void missing(struct pfq_problems *p, const char *path, const char *fix)
{
    const char *name = strchr(path, '.') + 1;
    pfq_problem(p, "MISSING", path, fix, "'%s' is needed and was not said.", name);
}

static void bad(struct pfq_problems *p, const char *path, const char *fix, const char *sentence)
{
    pfq_problem(p, "BAD_VALUE", path, fix, "%s", sentence);
}

static void check_force(struct pfq_problems *p, const char *path, char **force)
{
    if (*force != NULL && !job_is_force(*force)) {
        bad(p, path, "Give the force's two-digit code, as in 43.", "This is no code of a force.");
    } else if (*force != NULL) {
        *force = (char *)(uintptr_t)pfq_force_code(*force);
    }
}

/* False: it cannot be read, and stays as it is. */
static bool take_urn(struct pfq_problems *p, char **urn)
{
    struct pfq_urn read;
    if (!pfq_urn_read(*urn, &read)) {
        return false;
    }
    char *text = pfq_arena_try(p->arena, sizeof read.text, 1);
    if (text == NULL) {
        p->unlisted++; /* no room, not even to say so */
        return true;
    }
    memcpy(text, read.text, sizeof read.text);
    *urn = text;
    return true;
}

static void check_month(struct pfq_problems *p, const char *path, bool given, int32_t month)
{
    if (given && !job_is_month(month)) {
        bad(p, path, "Give a month as YYYYMM, as in 202605.", "This is no month.");
    }
}

/* `names` is what the question is called: "peopleRead". */
static void check_months(struct pfq_problems *p, const char *names, bool has_from, int32_t from,
                         bool has_to, int32_t to)
{
    char path[64];
    size_t before = p->count;
    (void)snprintf(path, sizeof path, "%s.fromMonth", names);
    check_month(p, path, has_from, from);
    (void)snprintf(path, sizeof path, "%s.toMonth", names);
    check_month(p, path, has_to, to);
    if (p->count == before && has_from && has_to && from > to) {
        bad(p, path, "Give the earlier month as fromMonth.", "The last month is before the first.");
    }
}

static void check_cursor(struct pfq_problems *p, const char *path, bool good)
{
    if (!good) {
        bad(p, path, "Give `next` of the page before as it came, or ask from the beginning.",
            "This is none of our cursors.");
    }
}

/* --- the questions -------------------------------------------------------------------------- */

static void check_people(Pfq__V1__PeopleRead *read, struct pfq_problems *p)
{
    if (read == NULL || read->kind < PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS ||
        read->kind > PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ACTIONS) {
        missing(p, "peopleRead.kind",
                "Say which rows: ASSESSMENTS, EXPECTED, REVIEWS, CHALLENGES, MUTES or ACTIONS.");
    }
    if (read == NULL) {
        return;
    }
    check_force(p, "peopleRead.force", &read->force);
    if (read->urn != NULL && read->urn[0] != '\0' && !take_urn(p, &read->urn)) {
        bad(p, "peopleRead.urn", "Give force, unit, number and year, as in 43AA1234526.",
            "The URN cannot be read.");
    }
    check_months(p, "peopleRead", read->has_from_month, read->from_month, read->has_to_month,
                 read->to_month);
    check_cursor(p, "peopleRead.after", !read->has_after || read->after.len == PEOPLE_CURSOR_BYTES);
}

static void check_day(struct pfq_problems *p, const char *path, bool given, int32_t date)
{
    if (!given) {
        missing(p, path, "Give a day as YYYYMMDD, as in 20260531.");
    } else if (!pfq_date_valid(date)) {
        bad(p, path, "Give a day as YYYYMMDD, as in 20260531.", "This is no day.");
    }
}

static void check_figures(Pfq__V1__FiguresRead *read, struct pfq_problems *p)
{
    size_t before = p->count;
    check_force(p, "figuresRead.force", &read->force);
    check_day(p, "figuresRead.fromDate", read->has_from_date, read->from_date);
    check_day(p, "figuresRead.toDate", read->has_to_date, read->to_date);
    if (p->count == before && read->from_date > read->to_date) {
        bad(p, "figuresRead.toDate", "Give the earlier day as fromDate.",
            "The last day is before the first.");
    }
    if (read->has_series && (read->series < PFQ__V1__SERIES__SERIES_FIRST ||
                             read->series > PFQ__V1__SERIES__SERIES_FINAL)) {
        bad(p, "figuresRead.series", "Say FIRST, LATER or FINAL, or leave it out.",
            "This series is none that is counted.");
    }
    check_cursor(p, "figuresRead.after", read->after.len <= CURSOR_BYTES);
}

static void check_themes(Pfq__V1__ThemesRead *read, struct pfq_problems *p)
{
    check_force(p, "themesRead.force", &read->force);
    check_months(p, "themesRead", read->has_from_month, read->from_month, read->has_to_month,
                 read->to_month);
    check_cursor(p, "themesRead.after", read->after.len <= CURSOR_BYTES);
}

static void check_months_read(Pfq__V1__MonthsRead *read, struct pfq_problems *p)
{
    check_force(p, "monthsRead.force", &read->force);
    check_months(p, "monthsRead", read->has_from_month, read->from_month, read->has_to_month,
                 read->to_month);
}

/* An unreadable URN is a case of its own, found as it was sent. */
static void check_case(Pfq__V1__CaseRead *read, struct pfq_problems *p)
{
    if (!job_text_within(read->urn, 1, PFQ_ID_BYTES)) {
        missing(p, "caseRead.urn", "Give force, unit, number and year, as in 43AA1234526.");
    } else {
        (void)take_urn(p, &read->urn);
    }
}

static void check_catalogue(const Pfq__V1__CatalogueRead *read, struct pfq_problems *p)
{
    if (!read->has_digest) {
        missing(p, "catalogueRead.digest", "Give the digest of the catalogue, 32 bytes.");
    } else if (read->digest.len != PFQ_DIGEST_BYTES) {
        bad(p, "catalogueRead.digest", "Give the digest of the catalogue, 32 bytes.",
            "This is no digest.");
    }
}

bool asked_is(const Pfq__V1__Envelope *request)
{
    int body = (int)request->body_case;
    return body == BODY(PEOPLE_ASK) || body == BODY(FIGURES_READ) || body == BODY(THEMES_READ) ||
           body == BODY(MONTHS_READ) || body == BODY(CASE_READ) || body == BODY(CATALOGUE_READ);
}

void asked_check(const Pfq__V1__Envelope *request, struct pfq_problems *problems)
{
    switch ((int)request->body_case) {
    case BODY(PEOPLE_ASK):
        check_people(request->people_ask->read, problems);
        break;
    case BODY(FIGURES_READ):
        check_figures(request->figures_read, problems);
        break;
    case BODY(THEMES_READ):
        check_themes(request->themes_read, problems);
        break;
    case BODY(MONTHS_READ):
        check_months_read(request->months_read, problems);
        break;
    case BODY(CASE_READ):
        check_case(request->case_read, problems);
        break;
    default:
        check_catalogue(request->catalogue_read, problems);
        break;
    }
}
