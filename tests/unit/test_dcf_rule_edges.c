/* The rules of a Digital Case File at their edges: what once aborted, what is left free, and
 * what no check tells. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/dcf_faults.h"
#include "support/doc.h"

#define AO "case.defendants[0].offences[0].assault_offences[0].offence"

static struct pfq_arena arena;

static void setup(void)
{
    pfq_arena_open(&arena);
}

static void teardown(void)
{
    pfq_arena_close(&arena);
}

TestSuite(dcf_rule_edges, .init = setup, .fini = teardown);

/* What once ended the reading is told like any other fault. */
Test(dcf_rule_edges, what_aborted_the_validator_is_a_problem)
{
    static const struct {
        const char *base;
        const char *path;
        const char *json;
        const char *problem;
    } rows[] = {
        {"gap", "case", NULL, "DCF_MISSING case"},
        {"gap", "case", "null", "DCF_TYPE case"},
        {"gap", "case.type", NULL, "DCF_MISSING case.type"},
        {"gap", "case.type", "\"OtherDCF\"", "DCF_ENUM case.type"},
        {"gap", "case.multimedia_evidence", "null", "DCF_TYPE case.multimedia_evidence"},
        {"ngap", "case.defendants[0].breach_of_bail", "null",
         "DCF_TYPE case.defendants[0].breach_of_bail"},
        {"gap", "case.witnesses[0].type", NULL, "DCF_MISSING case.witnesses[0].type"},
        {"gap", "case.witnesses[0].name.type", NULL, "DCF_MISSING case.witnesses[0].name.type"},
        {"gap", "case.witnesses[0].name.type", "\"Name\"", "DCF_ENUM case.witnesses[0].name.type"},
        {"gap", "case.defendants[0].offences[0].type", "\"Offences\"",
         "DCF_ENUM case.defendants[0].offences[0].type"},
        {"gap", "case.defendants[0].multimedia_evidence_response[0].type", "\"Response\"",
         "DCF_ENUM case.defendants[0].multimedia_evidence_response[0].type"},
        {"gap", "case.defendants[0].offences[1].generic_offences[0].victim_names[0].type",
         "\"Name\"",
         "DCF_ENUM case.defendants[0].offences[1].generic_offences[0].victim_names[0].type"},
        {"gap", "case.witnesses[0].date_of_birth", "\"1980-02-30\"",
         "DCF_DATE case.witnesses[0].date_of_birth"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *fault = json_pack("{s:s}", "base", rows[i].base);
        json_t *document = dcf_faults_base(fault);
        doc_set(document, rows[i].path, rows[i].json);
        const struct pfq_adapted *got = doc_adapt(document, "43", &arena);
        cr_expect_str_eq(doc_problems(got, &arena), rows[i].problem, "row %zu", i);
        json_decref(document);
        json_decref(fault);
    }
}

/* Two texts that are no numbers: each is told, and no check has seen them. */
Test(dcf_rule_edges, a_repeated_text_that_is_no_number_is_told)
{
    json_t *document = doc_load("tests/golden/dcf/gap.json");
    doc_set(document, "case.associated_case_urns", "[\"the other\", \"the other\"]");
    const struct pfq_adapted *got = doc_adapt(document, "43", &arena);
    cr_expect_str_eq(doc_problems(got, &arena), "DCF_PATTERN case.associated_case_urns[0]; "
                                                "DCF_PATTERN case.associated_case_urns[1]; "
                                                "DCF_DUPLICATE case.associated_case_urns[1]");
    json_decref(document);
}

/* What the rules leave free. */
Test(dcf_rule_edges, what_is_not_asked_for_is_no_fault)
{
    static const struct {
        const char *base;
        const char *path[3];
        const char *json[3];
    } rows[] = {
        {"youth",
         {"case.defendants[0].parent_guardian_copy",
          "case.defendants[0].parent_guardian_date_sent"},
         {"false", NULL}},
        {"gap",
         {"case.defendants[0].interview", "case.defendants[0].multimedia_evidence_response"},
         {"{\"type\":\"NotInterviewed\",\"reason\":\"Did not come\"}", NULL}},
        {"gap", {"case.witnesses[3].visually_recorded_interview"}, {"true"}},
        {"gap", {"case.witnesses[3].url"}, {"\"https://video.example/4\""}},
        {"gap",
         {"case.defendants[0].multimedia_evidence_response[1].is_defendant_believed_to_be_in_the_"
          "mme",
          "case.defendants[0].multimedia_evidence_response[1].defendant_admits_being_in_mme"},
         {"true", "false"}},
        {"gap", {"case.property[0].value"}, {NULL}},
        {"ngap", {AO ".children_present", AO ".ages_of_children"}, {"false", NULL}},
        {"gap", {"case.multimedia_evidence[1].end_date"}, {"\"2016-05-02\""}},
        {"gap", {"case.defendants[0].bail_conditions"}, {"[]"}},
        {"gap", {"case.case_markers"}, {"[\"YoungWitnessInitiative\"]"}},
        {"ngap", {"case.defendants[0].remand_application"}, {NULL}},
        {"ngap", {"case.multimedia_evidence[0].relied_upon_trial"}, {"true"}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *fault = json_pack("{s:s}", "base", rows[i].base);
        json_t *document = dcf_faults_base(fault);
        for (size_t k = 0; k < 3 && rows[i].path[k] != NULL; k++) {
            doc_set(document, rows[i].path[k], rows[i].json[k]);
        }
        const struct pfq_adapted *got = doc_adapt(document, "43", &arena);
        cr_expect_str_eq(doc_problems(got, &arena), "", "row %zu", i);
        json_decref(document);
        json_decref(fault);
    }
}

/* A victim who wishes to read a statement in court may ask for both, whatever the plea. */
Test(dcf_rule_edges, a_victim_who_will_read_may_have_special_measures_in_a_guilty_plea_file)
{
    json_t *document = doc_load("tests/golden/dcf/gap.json");
    doc_set(document, "case.witnesses[3].victim.victim_wish_to_attend_court",
            "\"yes_victim_to_read\"");
    cr_expect_str_eq(doc_problems(doc_adapt(document, "43", &arena), &arena), "");
    doc_set(document, "case.witnesses[3].victim.witness.special_measures", "true");
    doc_set(document, "case.witnesses[3].victim.witness.wish_to_use_video_link", "false");
    cr_expect_str_eq(doc_problems(doc_adapt(document, "43", &arena), &arena), "");
    json_decref(document);
}

/* A form of a reference number that the CPS takes, and this format does not, is no fault. */
Test(dcf_rule_edges, a_urn_as_the_cps_writes_it_is_warned_of)
{
    static const char *const urns[] = {"\"43AA4000416(M)\"", "\"43AA4000416S\"",
                                       "\"43AA4000416/6\""};
    for (size_t i = 0; i < sizeof urns / sizeof *urns; i++) {
        json_t *document = doc_load("tests/golden/dcf/gap.json");
        size_t before = doc_adapt(document, "43", &arena)->warnings.count;
        doc_set(document, "case.pti_urn", urns[i]);
        const struct pfq_adapted *got = doc_adapt(document, "43", &arena);
        cr_expect_str_eq(doc_problems(got, &arena), "", "%s", urns[i]);
        cr_expect_eq(got->warnings.count, before + 1, "%s", urns[i]);
        json_decref(document);
    }
}

/* Whose file it is is no matter of the format. */
Test(dcf_rule_edges, a_finding_on_the_urn_does_not_hide_that_no_force_is_named)
{
    json_t *document = doc_load("tests/golden/dcf/gap.json");
    doc_set(document, "case.pti_urn", NULL);
    const struct pfq_adapted *got = doc_adapt(document, NULL, &arena);
    cr_assert_eq(got->problems.count, 1);
    cr_assert_str_eq(got->problems.rows[0]->code, "FORCE_UNKNOWN");
    json_decref(document);
}

/* However long the lists are, the answer is bounded. */
Test(dcf_rule_edges, a_flood_of_faults_is_counted_and_not_listed)
{
    json_t *document = doc_load("tests/golden/dcf/gap.json");
    json_t *list = doc_at(document, "case.property");
    for (size_t i = 0; i < 900; i++) {
        json_array_append_new(list, json_pack("{s:i,s:s,s:s}", "property_id", (int)i + 10,
                                              "property_action", "damaged", "description", "a"));
    }
    struct pfq_adapted *got = doc_adapt(document, "43", &arena);
    cr_assert_eq(got->problems.count, PFQ_PROBLEMS_MAX);
    cr_assert_gt(got->problems.unlisted, 0);
    json_decref(document);
}

/* Where the check that shares a rule passes over the place, the rule tells it. */
Test(dcf_rule_edges, what_the_check_passes_over_is_told_by_the_rule)
{
    static const struct {
        const char *file;
        const char *path[3];
        const char *json[3];
        const char *problem;
    } rows[] = {
        {"tests/golden/dcf/gap.json",
         {"case.multimedia_evidence[1].evidential_value",
          "case.multimedia_evidence[1].relied_upon_trial"},
         {"false", "false"},
         "DCF_MEDIA_PURPOSE case.multimedia_evidence[1]"},
        /* 17 when the file was sent, 18 on the day that is given for the interview */
        {"tests/golden/dcf/youth.json",
         {"case.defendants[0].date_of_birth", "case.defendants[0].interview.date",
          "case.defendants[0].interview.appropriate_adults"},
         {"\"1998-05-06\"", "\"2016-05-06\"", "[]"},
         "DCF_APPROPRIATE_ADULT_MISSING case.defendants[0].interview.appropriate_adults"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *document = doc_load(rows[i].file);
        for (size_t k = 0; k < 3 && rows[i].path[k] != NULL; k++) {
            doc_set(document, rows[i].path[k], rows[i].json[k]);
        }
        const char *all = doc_problems(doc_adapt(document, "43", &arena), &arena);
        cr_expect_not_null(strstr(all, rows[i].problem), "row %zu: %s", i, all);
        json_decref(document);
    }
}
