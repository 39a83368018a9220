/* May the police charge this?  The word breach_of_dg, by way of the shipped row SC05. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/golden.h"
#include "support/spoil.h"

TestSuite(charging, .init = golden_open, .fini = golden_close);

#define IS_MET     PFQ__V1__OUTCOME__OUTCOME_MET
#define IS_NOT_MET PFQ__V1__OUTCOME__OUTCOME_NOT_MET
#define IS_OPEN    PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON

/* What the row comes to for a file with this changed. */
static unsigned asked(const char *base, const char *set, const char *row)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    json_error_t error;
    json_t *file = golden_load(base);
    json_t *variant = json_pack("{s:o}", "set", json_loads(set, 0, &error));
    cr_assert_not_null(variant, "%s: %s", set, error.text);
    cr_assert_null(spoil(file, variant), "%s", set);
    unsigned outcome = (unsigned)golden_outcome_of(golden_judge(file, set, &arena), row);
    json_decref(variant);
    json_decref(file);
    pfq_arena_close(&arena);
    return outcome;
}

/* A theft from a shop, admitted, to stay in the magistrates' court, with this changed. */
static unsigned charged(const char *set)
{
    return asked("tests/golden/01_shoplifting_guilty_plea.json", set, "SC05");
}

#define OFFENCE "\"offences.offence.1."
#define CODE(code)                                                                                 \
    OFFENCE "cjsCode\": \"" code "\", " OFFENCE "category\": \"EITHER_WAY\", " OFFENCE             \
            "anticipatedPlea\": \"GUILTY\""
#define SUMMARY(code) OFFENCE "cjsCode\": \"" code "\", " OFFENCE "category\": \"SUMMARY\""
#define PLEA(plea)    OFFENCE "anticipatedPlea\": \"" plea "\""

Test(charging, police_may_charge_what_the_guidance_leaves_to_them)
{
    static const struct {
        const char *set;
        unsigned outcome;
    } rows[] = {
        /* shops, whatever the plea; other thefts only where admitted */
        {"{" PLEA("GUILTY") "}", IS_MET},
        {"{" PLEA("NOT_GUILTY") "}", IS_MET},
        {"{" CODE("TH68036") "}", IS_MET},
        {"{" OFFENCE "cjsCode\": \"TH68036\", " PLEA("NOT_GUILTY") "}", IS_NOT_MET},
        {"{" OFFENCE "cjsCode\": \"TH68036\", " OFFENCE "anticipatedPlea\": null}", IS_OPEN},
        /* summary offences, whatever the plea */
        {"{" SUMMARY("PU86116") ", " PLEA("NOT_GUILTY") "}", IS_MET},
        {"{\"progression\": \"SUMMARY_ONLY\", " PLEA("NOT_GUILTY") "}", IS_MET},
        /* a known category wins over what the progression of the file would have */
        {"{\"progression\": \"SUMMARY_ONLY\", " CODE("OF61102") ", " PLEA("NOT_GUILTY") "}",
         IS_NOT_MET},
        {"{\"progression\": \"SUMMARY_ONLY\", " CODE("OF61102") "}", IS_MET},
        {"{\"progression\": \"SUMMARY_ONLY\", " OFFENCE "cjsCode\": \"TH68023\", " OFFENCE
         "category\": \"INDICTABLE_ONLY\"}",
         IS_NOT_MET},
        /* damage of little value is tried as summary only, whatever the plea */
        {"{\"progression\": \"SUMMARY_ONLY\", " CODE("CD71039") ", " PLEA("NOT_GUILTY") "}",
         IS_MET},
        {"{" CODE("CD71039") ", " PLEA("NOT_GUILTY") "}", IS_NOT_MET},
        /* not what may go to the Crown Court */
        {"{\"progression\": \"EITHER_WAY_CROWN\"}", IS_NOT_MET},
        {"{\"progression\": \"INDICTABLE_ONLY\"}", IS_NOT_MET},
        {"{" OFFENCE "cjsCode\": \"TH68023\", " OFFENCE "category\": \"INDICTABLE_ONLY\"}",
         IS_NOT_MET},
        /* classes of offences, one by one */
        {"{" CODE("PU86023") "}", IS_NOT_MET}, /* consent */
        {"{" CODE("TH68162") "}", IS_NOT_MET}, /* death */
        {"{" CODE("TR06008") "}", IS_NOT_MET}, /* terrorism */
        {"{" CODE("OS89002") "}", IS_NOT_MET}, /* official secrets */
        {"{" CODE("PH97009") "}", IS_NOT_MET}, /* harassment */
        {"{" SUMMARY("PH97006") "}", IS_NOT_MET},
        {"{" CODE("PU86002") "}", IS_NOT_MET},  /* violent disorder */
        {"{" CODE("PU86003B") "}", IS_NOT_MET}, /* affray, aided */
        {"{" CODE("OF61131") "}", IS_NOT_MET},  /* wounding */
        {"{" CODE("SX03007") "}", IS_NOT_MET},  /* sexual */
        {"{" CODE("LG03017") "}", IS_NOT_MET},  /* licensing */
        {"{" CODE("OF61102") "}", IS_MET},      /* bodily harm, admitted */
        /* markers */
        {"{\"markers.marker\": [\"DOMESTIC_ABUSE\"]}", IS_NOT_MET},
        {"{\"markers.marker\": [\"FATALITY\"]}", IS_NOT_MET},
        {"{\"markers.marker\": [\"HATE_DISABILITY\"]}", IS_NOT_MET},
        {"{\"markers.marker\": [\"STALKING\"]}", IS_NOT_MET},
        {"{\"markers.marker\": [\"MEDIA_INTEREST\"]}", IS_MET},
        {"{\"markers\": null}", IS_OPEN},
        {"{\"markers\": null, \"progression\": \"INDICTABLE_ONLY\"}", IS_NOT_MET},
        /* an emergency is another check's */
        {"{\"emergencyCharge\": true, " CODE("OF61131") "}", IS_MET},
        /* the code alone tells the category */
        {"{" OFFENCE "cjsCode\": \"OF61016\", " OFFENCE "category\": null}", IS_NOT_MET},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(charged(rows[i].set), rows[i].outcome, "%s: %u", rows[i].set,
                     charged(rows[i].set));
    }
}

/* Acceptance case 6: what the offence is decides, not what the file says of its way. */
Test(charging, a_case_that_only_the_crown_court_can_try_is_no_guilty_plea_file)
{
    static const char wounding[] = "tests/golden/06_wounding_sent_as_guilty_plea.json";
    static const char crown[] = "tests/golden/13_crown_court.json";

    static const struct {
        const char *base;
        const char *set;
        unsigned outcome;
    } rows[] = {
        {wounding, "{}", IS_NOT_MET},
        {wounding, "{\"progression\": null}", IS_NOT_MET},
        {wounding, "{\"progression\": \"SUMMARY_ONLY\"}", IS_NOT_MET},
        {wounding, "{" OFFENCE "category\": null, \"progression\": null}", IS_NOT_MET},
        {wounding, "{" SUMMARY("TH68023") ", \"progression\": null}", IS_NOT_MET},
        {crown, "{\"progression\": null}", IS_MET},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned came = asked(rows[i].base, rows[i].set, "SC10");
        cr_expect_eq(came, rows[i].outcome, "%s: %u", rows[i].set, came);
    }
}

/* Robbery, called a summary offence: the code is believed, and the contradiction told. */
Test(charging, a_category_that_is_not_that_of_the_code_hides_nothing)
{
    static const char base[] = "tests/golden/01_shoplifting_guilty_plea.json";
    static const char set[] = "{" SUMMARY("TH68023") "}";
    cr_expect_eq(asked(base, set, "CD28"), IS_NOT_MET);
    cr_expect_eq(asked(base, set, "SC05"), IS_NOT_MET);
    cr_expect_eq(asked(base, set, "SC10"), IS_NOT_MET);
    cr_expect_eq(asked(base, "{}", "CD28"), IS_MET);
}

/* Harassment and stalking have been the prosecutor's since 2021 alone. */
Test(charging, an_exception_counts_from_its_own_day)
{
    static const char harassed[] = "\"submittedAt\": \"%s\", " CODE("PH97009");

    static const struct {
        const char *at;
        unsigned outcome;
    } rows[] = {{"2020-12-31T12:00:00Z", IS_MET}, {"2021-01-01T12:00:00Z", IS_NOT_MET}};

    for (size_t i = 0; i < 2; i++) {
        char set[512];
        char inner[400];
        (void)snprintf(inner, sizeof inner, harassed, rows[i].at);
        (void)snprintf(set, sizeof set, "{%s}", inner);
        cr_expect_eq(charged(set), rows[i].outcome, "%s", rows[i].at);
        (void)snprintf(set, sizeof set,
                       "{\"submittedAt\": \"%s\", \"markers.marker\": [\"STALKING\"]}", rows[i].at);
        cr_expect_eq(charged(set), rows[i].outcome, "%s", rows[i].at);
    }
}
