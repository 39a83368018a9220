/* What anybody may ask: every fault is named with its field, and names are read as events read
 * them (store/asked.h). */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "store/asked.h"
#include "support/figures_kit.h"
#include "support/people_kit.h"

TestSuite(store_asked, .timeout = 60);

#define BODY(name) PFQ__V1__ENVELOPE__BODY_##name

/* "CODE path, CODE path ..." */
static const char *faults(struct kit *kit, Pfq__V1__Envelope__BodyCase body, void *question)
{
    struct pfq_problems problems;
    Pfq__V1__Envelope e = PFQ__V1__ENVELOPE__INIT;
    const char *out = "";
    e.body_case = body;
    e.people_ask = question; /* a union of pointers */
    cr_assert(asked_is(&e));
    pfq_problems_init(&problems, &kit->arena);
    asked_check(&e, &problems);
    for (size_t i = 0; i < problems.count; i++) {
        cr_assert_gt(strlen(problems.rows[i]->fix), 0);
        out = pfq_arena_printf(&kit->arena, "%s%s%s %s", out, i == 0 ? "" : ", ",
                               problems.rows[i]->code, problems.rows[i]->path);
    }
    return out;
}

static const char *of_people(struct kit *kit, Pfq__V1__PeopleRead *read)
{
    Pfq__V1__PeopleAsk ask = PFQ__V1__PEOPLE_ASK__INIT;
    ask.read = read;
    return faults(kit, BODY(PEOPLE_ASK), &ask);
}

static char *lend(const char *text)
{
    return (char *)(uintptr_t)text;
}

Test(store_asked, all_that_is_wrong_with_a_question_about_people_is_named)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
    cr_expect_str_eq(of_people(&kit, &read), "MISSING peopleRead.kind");
    read.force = lend("4");
    read.urn = lend("no urn");
    read.has_from_month = read.has_after = true;
    read.from_month = 202613;
    cr_expect_str_eq(of_people(&kit, &read),
                     "MISSING peopleRead.kind, BAD_VALUE peopleRead.force, "
                     "BAD_VALUE peopleRead.urn, BAD_VALUE peopleRead.fromMonth, "
                     "BAD_VALUE peopleRead.after");
    pfq__v1__people_read__init(&read);
    read.has_kind = read.has_from_month = read.has_to_month = true;
    read.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_CHALLENGES;
    read.from_month = 202606;
    read.to_month = 202605;
    cr_expect_str_eq(of_people(&kit, &read), "BAD_VALUE peopleRead.toMonth");
    read.to_month = 202606;
    cr_expect_str_eq(of_people(&kit, &read), "");
    kit_close(&kit);
}

Test(store_asked, the_same_of_figures_themes_months_cases_and_texts)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__FiguresRead figures = PFQ__V1__FIGURES_READ__INIT;
    figures.has_to_date = true;
    figures.to_date = 20260532;
    cr_expect_str_eq(faults(&kit, BODY(FIGURES_READ), &figures),
                     "MISSING figuresRead.fromDate, BAD_VALUE figuresRead.toDate");
    Pfq__V1__ThemesRead themes = PFQ__V1__THEMES_READ__INIT;
    themes.has_from_month = themes.has_to_month = true;
    themes.from_month = 202606;
    themes.to_month = 202605;
    cr_expect_str_eq(faults(&kit, BODY(THEMES_READ), &themes), "BAD_VALUE themesRead.toMonth");
    Pfq__V1__MonthsRead months = PFQ__V1__MONTHS_READ__INIT;
    months.has_from_month = months.has_to_month = true;
    months.from_month = 202606;
    months.to_month = 202605;
    months.force = lend("AB");
    cr_expect_str_eq(faults(&kit, BODY(MONTHS_READ), &months),
                     "BAD_VALUE monthsRead.force, BAD_VALUE monthsRead.toMonth");
    Pfq__V1__CaseRead of_case = PFQ__V1__CASE_READ__INIT;
    cr_expect_str_eq(faults(&kit, BODY(CASE_READ), &of_case), "MISSING caseRead.urn");
    Pfq__V1__CatalogueRead texts = PFQ__V1__CATALOGUE_READ__INIT;
    cr_expect_str_eq(faults(&kit, BODY(CATALOGUE_READ), &texts), "MISSING catalogueRead.digest");
    kit_close(&kit);
}

/* The answer that the asker gets has them all. */
Test(store_asked, whoever_asks_is_told_every_fault_at_once)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__FiguresRead figures = PFQ__V1__FIGURES_READ__INIT;
    const struct job *job = kit_read(&kit, BODY(FIGURES_READ), &figures);
    cr_assert_eq(job->figures.n_problems, 2);
    cr_assert_str_eq(job->figures.problems[0]->path, "figuresRead.fromDate");
    cr_assert_str_eq(job->figures.problems[1]->path, "figuresRead.toDate");
    kit_close(&kit);
}

Test(store_asked, a_urn_and_a_force_are_read_as_events_read_them)
{
    static const struct {
        const char *urn;
        size_t rows;
    } rows[] = {{"43AA0000126", 1}, {"43/AA/00001/26", 1}, {"43aa0000126", 1}, {"43AA0000226", 0}};

    struct kit kit;
    kit_open(&kit);
    const char *at = "2026-05-03T09:00:00Z";
    people_tell(&kit, "1", people_assessment(&kit, at, "A1", NULL, 0), NULL, at);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__PeopleRead read = PFQ__V1__PEOPLE_READ__INIT;
        Pfq__V1__PeopleAsk ask = PFQ__V1__PEOPLE_ASK__INIT;
        read.has_kind = true;
        read.kind = PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS;
        read.urn = lend(rows[i].urn);
        ask.read = &read;
        const struct job *job = kit_read(&kit, BODY(PEOPLE_ASK), &ask);
        cr_expect_eq(job->people.n_assessments, rows[i].rows, "%s", rows[i].urn);
    }
    Pfq__V1__MonthsRead months = PFQ__V1__MONTHS_READ__INIT;
    months.force = lend("02");
    cr_expect_str_eq(faults(&kit, BODY(MONTHS_READ), &months), "");
    cr_expect_str_eq(months.force, "01");
    Pfq__V1__CaseRead odd = PFQ__V1__CASE_READ__INIT;
    odd.urn = lend("no urn");
    cr_expect_str_eq(faults(&kit, BODY(CASE_READ), &odd), "", "it is a case of its own");
    cr_expect_str_eq(odd.urn, "no urn");
    kit_close(&kit);
}
