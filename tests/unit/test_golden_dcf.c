/* A Digital Case File, judged: each failing is right when read against the file, and what the
 * format cannot say asks a person. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/doc.h"
#include "support/golden.h"

#define HEARING "tests/samples/43_dcf.json"
#define FAULTS  "tests/samples/41_dcf_faults.json"
#define BREACH  "tests/samples/40_dcf_breach.json"
#define DEF     "case.defendants[0]."
#define OFFENCE DEF "offences[0].retail_theft_offences[0].offence."

TestSuite(golden_dcf, .init = golden_open, .fini = golden_close);

enum {
    EDITS = 3
};

struct edit {
    const char *path;
    const char *json;
};

static Pfq__V1__Judged *judge_dcf(const char *file, const struct edit edits[EDITS],
                                  struct pfq_arena *arena)
{
    json_t *document = doc_load(file);
    for (size_t i = 0; i < EDITS && edits[i].path != NULL; i++) {
        doc_set(document, edits[i].path, edits[i].json);
    }
    struct pfq_adapted *adapted = doc_adapt(document, NULL, arena);
    cr_assert_not_null(adapted->envelope, "%s", file);
    Pfq__V1__Judged *judged = golden_judge_submission(adapted->envelope->submission, file, arena);
    json_decref(document);
    return judged;
}

static const char *failings(const Pfq__V1__Judged *judged, struct pfq_arena *arena)
{
    const Pfq__V1__Catalogue *texts = golden_texts();
    const char *ids = "";
    for (size_t i = 0; i < texts->n_checks; i++) {
        if (golden_outcome(judged, i) == PFQ__V1__OUTCOME__OUTCOME_NOT_MET) {
            ids = pfq_arena_printf(arena, "%s%s ", ids, texts->checks[i]->id);
        }
    }
    return ids;
}

static const struct {
    const char *file;
    struct edit edits[EDITS];
    const char *failings; /* in the order of the catalogue's files */
} edited[] = {
    {HEARING, {{NULL, NULL}}, ""},
    {BREACH, {{NULL, NULL}}, ""},
    {FAULTS, {{NULL, NULL}}, "CS05 "}, /* the summary has 51 words */
    {HEARING, {{OFFENCE "points_to_prove_met_by", "\"\""}}, "CS06 "},
    {HEARING, {{DEF "pnc_check_performed", "false"}}, "PB01 "},
    {HEARING, {{DEF "interview", "{\"type\": \"NotInterviewed\"}"}}, "IN03 "},
    {HEARING, {{"case.witnesses", "[]"}}, "CS07 WE12 "},
    {HEARING, {{"case.defendants", "[]"}}, "CD22 "},
    {HEARING, {{DEF "offences", "[]"}}, "CD23 "},
    {HEARING, {{OFFENCE "charge_date", "\"2016-05-06\""}}, "CD14 "},
    {HEARING, {{DEF "interview.date", "\"2016-05-06\""}}, "CD26 "},
    {HEARING, {{"case.common_law_disclosure", NULL}}, "DS02 "},
    {HEARING, {{"case.date", "\"2016-05-13\""}}, "TM01 TM06 "},
    {HEARING, {{"case.case_markers", "[\"Fatality\"]"}}, ""}, /* it may be an emergency */
    /* what is given, but cannot be read, is not missing */
    {HEARING, {{OFFENCE "charge_date", "\"soon\""}}, ""},
    {HEARING, {{OFFENCE "committed_on_bail", "\"no\""}}, ""},
    {HEARING, {{DEF "first_hearing_datetime", "\"soon\""}}, ""},
    {BREACH, {{DEF "first_hearing_datetime", "\"soon\""}}, ""},
    {HEARING, {{"case.brief_description_of_case", "[\"It is here.\"]"}}, ""},
    {HEARING, {{DEF "person_remand_status", "\"on bail\""}}, ""},
    {HEARING, {{DEF "interview.type", "\"Interview\""}}, ""},
    {HEARING, {{DEF "interview.admissions_made", "[\"All of it.\"]"}}, ""},
    {HEARING, {{DEF "multimedia_evidence_response[0].defendant_shown", "\"yes\""}}, ""},
    {HEARING, {{"case.test_code", "\"no such test\""}}, ""},
    {HEARING, {{"case.defendants", "\"one\""}}, ""},
    {HEARING, {{DEF "offences", "{}"}}, ""},
    {HEARING, {{DEF "offences", "\"theft\""}}, ""},
    {HEARING, {{DEF "offences", "[7]"}}, ""},
    {HEARING, {{DEF "court_order_applications[0].court_order_title", "\"none\""}}, ""},
    {HEARING, {{DEF "court_order_applications", "7"}}, ""},
    {HEARING, {{DEF "cc_not_suitable_reasons", "7"}}, ""},
    {HEARING, {{DEF "first_hearing_location", "7"}}, ""},
    {HEARING, {{DEF "name", "7"}}, ""},
    {HEARING, {{DEF "multimedia_evidence_response", "7"}}, ""},
    {HEARING, {{"case.officer_in_the_case", "7"}}, ""},
    {HEARING, {{"case.signatory_name", "7"}}, ""},
    {HEARING, {{"case.common_law_disclosure.reporting_officer", "7"}}, ""},
    {HEARING, {{"case.witnesses[0].witness", "7"}}, ""},
    {BREACH, {{DEF "breach_of_bail", "7"}}, ""},
    {BREACH, {{DEF "breach_of_bail.existing_bail_breached", "7"}}, ""},
    {BREACH, {{DEF "breach_of_bail.existing_bail_breached.list_of_conditions", "7"}}, ""},
    {HEARING, {{"case.witnesses[1].type", "\"Victim\""}}, ""},
    {FAULTS, {{"case.case_markers", "[\"Domestic Abuse\"]"}}, "CS05 "},
    {FAULTS, {{"case.case_markers", "[]"}}, "CD16 CS05 "},
    {FAULTS, {{DEF "offences[0].assault_offences[0].offence.anticipated_plea", NULL}}, "CS05 "},
    /* one lapse, one failing */
    {HEARING, {{DEF "interview.admissions_made", NULL}}, "IN01 "},
};

Test(golden_dcf, a_file_fails_where_a_reader_sees_it_fail_and_nowhere_else)
{
    for (size_t i = 0; i < sizeof edited / sizeof *edited; i++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        const char *got = failings(judge_dcf(edited[i].file, edited[i].edits, &arena), &arena);
        cr_expect_str_eq(got, edited[i].failings, "row %zu: %s", i, got);
        pfq_arena_close(&arena);
    }
}

#define CUSTODY                                                                                    \
    {                                                                                              \
        DEF "person_remand_status", "\"custody\""                                                  \
    }
#define SENT(date)                                                                                 \
    {                                                                                              \
        "case.date", "\"" date "\""                                                                \
    }

Test(golden_dcf, a_date_without_a_time_asks_where_the_time_would_decide)
{
    static const struct {
        struct edit edits[EDITS];
        const char *id;
        Pfq__V1__Outcome outcome;
    } rows[] = {
        /* the hearing is on 17 May, the charge of 4 May */
        {{CUSTODY, SENT("2016-05-16")}, "TM03", PFQ__V1__OUTCOME__OUTCOME_MET},
        {{CUSTODY, SENT("2016-05-17")}, "TM03", PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON},
        {{CUSTODY, SENT("2016-05-18")}, "TM03", PFQ__V1__OUTCOME__OUTCOME_NOT_MET},
        {{SENT("2016-05-05")}, "TM06", PFQ__V1__OUTCOME__OUTCOME_MET},
        {{SENT("2016-05-06")}, "TM06", PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON},
        {{SENT("2016-05-07")}, "TM06", PFQ__V1__OUTCOME__OUTCOME_NOT_MET},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        const Pfq__V1__Judged *judged = judge_dcf(HEARING, rows[i].edits, &arena);
        cr_expect_eq(golden_outcome_of(judged, rows[i].id), rows[i].outcome, "row %zu, %s", i,
                     rows[i].id);
        pfq_arena_close(&arena);
    }
}

Test(golden_dcf, a_file_from_before_every_edition_is_undecided)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    const struct edit edits[EDITS] = {SENT("2014-01-01")};
    const Pfq__V1__Judged *judged = judge_dcf(HEARING, edits, &arena);
    cr_expect_eq(judged->verdict, PFQ__V1__VERDICT__VERDICT_UNDECIDED);
    cr_expect_eq(judged->n_findings, 0);
    pfq_arena_close(&arena);
}
