/* Who may tell what, and the reason codes. */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/people.h"
#include "pfq/standard.h"
#include "pfq/wire.h"

#define WHAT(name) PFQ__V1__EVENT__WHAT_##name

/* Operator, Force, CPS system, Prosecutor, Legal manager, Area manager. */
static const struct {
    Pfq__V1__Event__WhatCase what;
    const char *who;
} table[] = {
    {WHAT(ASSESSMENT), "OCPL"},       {WHAT(WITHDRAWAL), "OCPL"},       {WHAT(RESPONSE), "OFCLA"},
    {WHAT(OUTCOME), "OCL"},           {WHAT(REVIEW), "OCPLA"},          {WHAT(REMARK), "OCPL"},
    {WHAT(CHALLENGE_RAISE), "OCPLA"}, {WHAT(CHALLENGE_MOVE), "OFCPLA"}, {WHAT(MUTE), "OCLA"},
    {WHAT(ACTION), "OFCPLA"},
};

static Pfq__V1__FileRef file = PFQ__V1__FILE_REF__INIT;
static Pfq__V1__ThemeKey theme = PFQ__V1__THEME_KEY__INIT;
static Pfq__V1__Action action = PFQ__V1__ACTION__INIT;

static Pfq__V1__Event event_of(Pfq__V1__Event__WhatCase what, char *force)
{
    Pfq__V1__Event event = PFQ__V1__EVENT__INIT;
    event.what_case = what;
    file.force = theme.force = force;
    action.theme = &theme;
    if (what == WHAT(ACTION)) {
        event.action = &action;
    } else if (what < WHAT(CHALLENGE_RAISE)) {
        event.file = &file;
    }
    return event;
}

static const char *refused(Pfq__V1__Role role, const char *force, const char *staff,
                           const Pfq__V1__Event *event)
{
    const struct pfq_people_teller who = {role, force, staff};
    return pfq_people_refuse(&who, event);
}

Test(people_tell, whoever_has_a_staff_id_speaks_for_themselves)
{
    static char mine[] = "p101";
    Pfq__V1__Event event = event_of(WHAT(REMARK), NULL);
    cr_expect_not_null(refused(PFQ__V1__ROLE__ROLE_PROSECUTOR, NULL, "p101", &event));
    cr_expect_null(refused(PFQ__V1__ROLE__ROLE_PROSECUTOR, NULL, NULL, &event));
    event.by = mine;
    cr_expect_null(refused(PFQ__V1__ROLE__ROLE_PROSECUTOR, NULL, "p101", &event));
    cr_expect_not_null(refused(PFQ__V1__ROLE__ROLE_PROSECUTOR, NULL, "p102", &event));
}

Test(people_tell, each_role_tells_what_is_its_own)
{
    static const char letters[] = "-OFCPLA"; /* by Role */
    char force[] = "43";
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        for (int role = 0; letters[role] != '\0'; role++) {
            Pfq__V1__Event event = event_of(table[i].what, force);
            const char *refusal = refused((Pfq__V1__Role)role, "43", NULL, &event);
            cr_expect_eq(refusal == NULL, strchr(table[i].who, letters[role]) != NULL,
                         "%d by role %d", (int)table[i].what, role);
        }
    }
    Pfq__V1__Event none = PFQ__V1__EVENT__INIT;
    cr_expect_not_null(refused(PFQ__V1__ROLE__ROLE_OPERATOR, NULL, NULL, &none));
}

Test(people_tell, a_force_speaks_of_its_own_alone)
{
    static const Pfq__V1__Event__WhatCase whats[] = {WHAT(RESPONSE), WHAT(ACTION)};
    char force[] = "43";
    for (size_t i = 0; i < sizeof whats / sizeof *whats; i++) {
        Pfq__V1__Event event = event_of(whats[i], force);
        cr_expect_null(refused(PFQ__V1__ROLE__ROLE_FORCE, "43", NULL, &event));
        cr_expect_not_null(refused(PFQ__V1__ROLE__ROLE_FORCE, "40", NULL, &event));
        cr_expect_not_null(refused(PFQ__V1__ROLE__ROLE_FORCE, NULL, NULL, &event));
        event = event_of(whats[i], NULL);
        cr_expect_not_null(refused(PFQ__V1__ROLE__ROLE_FORCE, "43", NULL, &event));
    }
}

Test(people_tell, reason_codes_belong_to_kinds)
{
    static const struct {
        const char *code;
        bool triage;
        bool nfq;
        bool dga;
    } rows[] = {{"T01", true, true, false},
                {"P01", true, false, false},
                {"D23", false, true, true},
                {"X01", false, false, false},
                {"", false, false, false}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *code = rows[i].code;
        cr_expect_eq(pfq_people_reason_of(code, PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE),
                     rows[i].triage);
        cr_expect_eq(pfq_people_reason_of(code, PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_NFQ),
                     rows[i].nfq);
        cr_expect_eq(pfq_people_reason_of(code, PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA),
                     rows[i].dga);
        cr_expect_not(
            pfq_people_reason_of(code, PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_UNSPECIFIED));
    }
    cr_expect_null(pfq_people_reason_title(NULL));
    cr_expect_eq(pfq_people_reason_theme("X01"), PFQ__V1__THEME__THEME_UNSPECIFIED);
}

Test(people_tell, there_are_38_codes_in_the_families_of_the_cps)
{
    static const struct {
        const char *family;
        unsigned codes;
    } families[] = {{"ARRIVAL", 13},   {"PRIORITY", 2},    {"BREACH", 1},
                    {"DISCLOSURE", 6}, {"EVIDENTIAL", 13}, {"VICTIM_WITNESS", 3}};

    unsigned all = 0;
    for (size_t f = 0; f < sizeof families / sizeof *families; f++) {
        unsigned codes = 0;
        for (size_t i = 0; pfq_people_reason_at(i) != NULL; i++) {
            codes +=
                strcmp(pfq_people_reason_family(pfq_people_reason_at(i)), families[f].family) == 0;
        }
        cr_expect_eq(codes, families[f].codes, "%s", families[f].family);
        all += codes;
    }
    cr_expect_eq(all, 38);
}

static bool row_says(const Pfq__V1__CatalogueCheck *row, const char *code)
{
    for (size_t i = 0; i < row->n_reasons; i++) {
        if (strcmp(row->reasons[i], code) == 0) {
            return true;
        }
    }
    return false;
}

/* Rows that name the code, and whether one of them is of its theme. */
static void check_theme_of(const Pfq__V1__Catalogue *catalogue, const char *code)
{
    bool named = false;
    bool of_theme = false;
    for (size_t i = 0; i < catalogue->n_checks; i++) {
        bool says = row_says(catalogue->checks[i], code);
        named |= says;
        of_theme |= says && catalogue->checks[i]->theme == pfq_people_reason_theme(code);
    }
    cr_expect(!named || of_theme, "%s is of another theme in the catalogue", code);
    cr_expect_neq(pfq_people_reason_theme(code), PFQ__V1__THEME__THEME_UNSPECIFIED, "%s", code);
}

Test(people_tell, the_theme_of_a_code_is_one_that_the_catalogue_gives_it)
{
    struct pfq_arena arena;
    struct pfq_problems problems;
    struct pfq_standard *standard = NULL;
    struct pfq_err err;
    pfq_arena_open(&arena);
    pfq_problems_init(&problems, &arena);
    const struct pfq_standard_source source = {.catalogue = "services/standard/catalogue",
                                               .reference = "services/standard/reference"};
    cr_assert_eq(pfq_standard_load(&source, &problems, &standard, &err), PFQ_OK);
    for (size_t i = 0; pfq_people_reason_at(i) != NULL; i++) {
        check_theme_of(pfq_standard_texts(standard), pfq_people_reason_at(i));
    }
    pfq_standard_close(standard);
    pfq_arena_close(&arena);
}
