/* The rules of a Digital Case File: one fault, exactly its problem or finding, and nothing
 * else new.  The faults are data: tests/support/dcf_faults.h. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/dcf_faults.h"
#include "support/doc.h"
#include "support/golden.h"

static struct pfq_arena arena;

static void setup(void)
{
    golden_open();
    pfq_arena_open(&arena);
}

static void teardown(void)
{
    pfq_arena_close(&arena);
    golden_close();
}

TestSuite(dcf_rules, .init = setup, .fini = teardown);

/* --- what is said of a document -------------------------------------------------------- */

struct said {
    struct pfq_adapted *adapted;
    const Pfq__V1__Judged *judged; /* NULL where nothing could be read */
};

static struct said say(const json_t *document, const char *force)
{
    struct said said = {.adapted = doc_adapt(document, force, &arena)};
    if (said.adapted->envelope != NULL) {
        Pfq__V1__Submission *s = said.adapted->envelope->submission;
        said.judged = golden_judge_submission(s, force, &arena);
    }
    return said;
}

static const char *force_of(const json_t *document)
{
    const json_t *body = json_object_get(document, "case");
    return pfq_arena_strndup(&arena, json_string_value(json_object_get(body, "pti_urn")), 2);
}

static bool fails(struct said said, size_t check)
{
    return said.judged != NULL &&
           golden_outcome(said.judged, check) == PFQ__V1__OUTCOME__OUTCOME_NOT_MET;
}

/* "CD22 BO04", in the order of the catalogue. */
static const char *new_findings(struct said before, struct said after)
{
    const Pfq__V1__Catalogue *texts = golden_texts();
    const char *ids = "";
    for (size_t i = 0; i < texts->n_checks; i++) {
        if (fails(after, i) && !fails(before, i)) {
            ids = pfq_arena_printf(&arena, "%s%s%s", ids, *ids == '\0' ? "" : " ",
                                   texts->checks[i]->id);
        }
    }
    return ids;
}

/* "DCF_BLANK case.date", without the "$." */
static const char *problems(struct said said)
{
    const struct pfq_problems *list = &said.adapted->problems;
    const char *text = "";
    for (size_t i = 0; i < list->count; i++) {
        text = pfq_arena_printf(&arena, "%s%s%s %s", text, i == 0 ? "" : "; ", list->rows[i]->code,
                                list->rows[i]->path + strspn(list->rows[i]->path, "$."));
        cr_expect(strlen(list->rows[i]->message) > 0 && strlen(list->rows[i]->fix) > 0, "%s", text);
    }
    return text;
}

static const char *text_of(const json_t *fault, const char *key)
{
    const char *text = json_string_value(json_object_get(fault, key));
    return text == NULL ? "" : text;
}

/* The same ids, in whatever order. */
static bool same_ids(const char *a, const char *b)
{
    bool same = strlen(a) == strlen(b);
    for (const char *id = a; same && *id != '\0'; id += strcspn(id, " ") + (id[4] == ' ')) {
        same = strstr(b, pfq_arena_strndup(&arena, id, strcspn(id, " "))) != NULL;
    }
    return same;
}

/* --- tests --------------------------------------------------------------------------------- */

Test(dcf_rules, a_clean_file_has_no_problem_and_no_failing)
{
    static const char *const bases[] = {"gap", "ngap", "youth", "bob"};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        json_t *fault = json_pack("{s:s}", "base", bases[i]);
        json_t *base = dcf_faults_base(fault);
        struct said said = say(base, force_of(base));
        cr_expect_str_eq(problems(said), "", "%s", bases[i]);
        cr_expect_str_eq(new_findings((struct said){0}, said), "", "%s", bases[i]);
        json_decref(base);
        json_decref(fault);
    }
}

static void expect_told(const json_t *fault, size_t at)
{
    json_t *base = dcf_faults_base(fault);
    json_t *spoilt = dcf_faults_plant(fault);
    const char *force = force_of(base);
    const char *rule = text_of(fault, "rule");
    struct said before = say(base, force);
    struct said after = say(spoilt, force);
    const char *found = new_findings(before, after);
    cr_expect_str_eq(problems(after), text_of(fault, "problem"), "%s (%zu)", rule, at);
    cr_expect(same_ids(found, text_of(fault, "finding")), "%s (%zu): %s", rule, at, found);
    json_decref(base);
    json_decref(spoilt);
}

Test(dcf_rules, one_fault_gives_exactly_what_belongs_to_it)
{
    json_t *faults = dcf_faults_load();
    json_t *fault = NULL;
    size_t i = 0;
    json_array_foreach(faults, i, fault)
    {
        expect_told(fault, i);
    }
    json_decref(faults);
}

/* Before the first edition no check looks at a file: what would be a finding is told by a
 * problem, once. */
Test(dcf_rules, where_no_check_judges_a_problem_tells_it)
{
    json_t *faults = dcf_faults_load();
    json_t *fault = NULL;
    size_t i = 0;
    json_array_foreach(faults, i, fault)
    {
        if (json_object_get(fault, "problem") == NULL) {
            json_t *base = dcf_faults_base(fault);
            json_t *spoilt = dcf_faults_plant(fault);
            doc_set(spoilt, "case.date", "\"2015-05-31\"");
            struct said said = say(spoilt, force_of(base));
            cr_expect_eq(said.adapted->problems.count, 1, "%s (%zu): %s", text_of(fault, "rule"), i,
                         problems(said));
            json_decref(base);
            json_decref(spoilt);
        }
    }
    json_decref(faults);
}

/* Not one after the other: a sender who mends a file sends it once. */
Test(dcf_rules, every_broken_rule_is_in_one_answer)
{
    static const struct {
        const char *path;
        const char *json;
        const char *problem;
    } rows[] = {
        {"case.defendants[0].occupation", "\"\"", "DCF_BLANK case.defendants[0].occupation"},
        {"case.defendants[0].arrest", NULL, "DCF_ARREST_MISSING case.defendants[0].arrest"},
        {"case.defendants[0].multimedia_evidence_response[0].id", "\"9\"",
         "DCF_MEDIA_UNRESOLVED case.defendants[0].multimedia_evidence_response[0].id"},
        {"case.witnesses[0].witness.special_measures", "true",
         "DCF_SPECIAL_MEASURES_UNASKED case.witnesses[0].witness.special_measures"},
        {"case.property[1].damage_cost", NULL,
         "DCF_DAMAGE_COST_MISSING case.property[1].damage_cost"},
        {"case.date", "\"soon\"", "DCF_DATE case.date"},
    };

    json_t *document = doc_load("tests/golden/dcf/gap.json");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        doc_set(document, rows[i].path, rows[i].json);
    }
    struct said said = say(document, "43");
    const char *all = problems(said);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_not_null(strstr(all, rows[i].problem), "%s", all);
    }
    cr_expect_eq(said.adapted->problems.count, sizeof rows / sizeof *rows, "%s", all);
    json_decref(document);
}

/* One lapse of a defendant among several is that defendant's. */
Test(dcf_rules, the_second_defendant_is_held_to_the_rules_too)
{
    json_t *document = doc_load("tests/golden/dcf/gap.json");
    json_t *second = json_deep_copy(doc_at(document, "case.defendants[0]"));
    json_object_del(second, "arrest");
    json_object_del(second, "offences");
    json_array_append_new(doc_at(document, "case.defendants"), second);
    cr_expect_str_eq(problems(say(document, "43")), "DCF_MISSING case.defendants[1].offences; "
                                                    "DCF_ARREST_MISSING case.defendants[1].arrest");
    json_decref(document);
}

/* What cannot be read is unknown: a rule that depends on it has nothing to say. */
Test(dcf_rules, what_cannot_be_read_breaks_no_other_rule)
{
    static const struct {
        const char *base;
        const char *path;
        const char *json;
    } rows[] = {
        {"gap", "case.defendants[0].initiation_type", "\"letter\""},
        {"gap", "case.defendants[0].person_remand_status", "\"at home\""},
        {"gap", "case.defendants[0].breach_of_order", "\"yes\""},
        {"gap", "case.defendants[0].class_a_drug_test_provided", "\"maybe\""},
        {"gap", "case.defendants[0].date_of_birth", "\"in May\""},
        {"gap", "case.defendants[0].interview.type", "\"Talk\""},
        {"gap", "case.defendants[0].offences[0].retail_theft_offences[0].offence.anticipated_plea",
         "\"unsure\""},
        {"gap", "case.property[1].property_action", "\"lost\""},
        {"gap", "case.multimedia_evidence", "\"CCTV\""},
        {"gap", "case.property", "7"},
        {"gap", "case.defendants[0].name", "\"Sample\""},
        {"gap", "case.witnesses[3].victim.compensation_applications[0].reasons_for_application",
         "7"},
        {"ngap", "case.likely_case_progression", "\"soon\""},
        {"ngap", "case.case_markers", "[\"Abuse in the home\"]"},
        {"ngap", "case.case_markers", "\"DomesticViolence\""},
        {"ngap", "case.witnesses[0].name", "7"},
        {"ngap", "case.witnesses[0].type", "\"Victim\""},
        {"youth", "case.date", "\"5 May 2016\""},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        json_t *fault = json_pack("{s:s}", "base", rows[i].base);
        json_t *document = dcf_faults_base(fault);
        const char *force = force_of(document);
        doc_set(document, rows[i].path, rows[i].json);
        struct said said = say(document, force);
        cr_expect_eq(said.adapted->problems.count, 1, "row %zu: %s", i, problems(said));
        cr_expect_str_eq(new_findings((struct said){0}, said), "", "row %zu", i);
        json_decref(document);
        json_decref(fault);
    }
}

/* What once ended the reading is told like any other fault. */
Test(dcf_rules, what_aborted_the_validator_is_a_problem)
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
        struct said said = {.adapted = doc_adapt(document, "43", &arena)};
        cr_expect_str_eq(problems(said), rows[i].problem, "row %zu", i);
        json_decref(document);
        json_decref(fault);
    }
}

/* Two texts that are no numbers: each is told, and no check has seen them. */
Test(dcf_rules, a_repeated_text_that_is_no_number_is_told)
{
    json_t *document = doc_load("tests/golden/dcf/gap.json");
    doc_set(document, "case.associated_case_urns", "[\"the other\", \"the other\"]");
    struct said said = say(document, "43");
    cr_expect_str_eq(problems(said), "DCF_PATTERN case.associated_case_urns[0]; "
                                     "DCF_PATTERN case.associated_case_urns[1]; "
                                     "DCF_DUPLICATE case.associated_case_urns[1]");
    json_decref(document);
}

/* What the rules leave free. */
Test(dcf_rules, what_is_not_asked_for_is_no_fault)
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
        struct said said = {.adapted = doc_adapt(document, "43", &arena)};
        cr_expect_str_eq(problems(said), "", "row %zu", i);
        json_decref(document);
        json_decref(fault);
    }
}

/* A victim who wishes to read a statement in court may ask for both, whatever the plea. */
Test(dcf_rules, a_victim_who_will_read_may_have_special_measures_in_a_guilty_plea_file)
{
    json_t *document = doc_load("tests/golden/dcf/gap.json");
    doc_set(document, "case.witnesses[3].victim.victim_wish_to_attend_court",
            "\"yes_victim_to_read\"");
    cr_expect_str_eq(problems(say(document, "43")), "");
    doc_set(document, "case.witnesses[3].victim.witness.special_measures", "true");
    doc_set(document, "case.witnesses[3].victim.witness.wish_to_use_video_link", "false");
    cr_expect_str_eq(problems(say(document, "43")), "");
    json_decref(document);
}

/* Whose file it is is no matter of the format. */
Test(dcf_rules, a_finding_on_the_urn_does_not_hide_that_no_force_is_named)
{
    json_t *document = doc_load("tests/golden/dcf/gap.json");
    doc_set(document, "case.pti_urn", NULL);
    const struct pfq_adapted *got = doc_adapt(document, NULL, &arena);
    cr_assert_eq(got->problems.count, 1);
    cr_assert_str_eq(got->problems.rows[0]->code, "FORCE_UNKNOWN");
    json_decref(document);
}

/* However long the lists are, the answer is bounded. */
Test(dcf_rules, a_flood_of_faults_is_counted_and_not_listed)
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
