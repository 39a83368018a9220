/* The structure of a Digital Case File: one fault, exactly its problem.
 *
 * `rule` is the row of the list of DCF 1.2.2 rules that the fault breaks.  What the rules of
 * the content add, or tell better, is in test_dcf_rules.c. */
#include <criterion/criterion.h>
#include <string.h>

#include "adapters/dcf_shape.h"
#include "pfq/adapter.h"
#include "support/doc.h"

#define HEARING "tests/samples/43_dcf.json"
#define BREACH  "tests/samples/40_dcf_breach.json"
#define DEF     "case.defendants[0]"
#define CHARGE  DEF ".offences[0].retail_theft_offences[0]"
#define NAME    "{\"type\":\"PersonName\",\"surname\":\"Sample\",\"given_name\":[\"Kim\"]}"
#define BODY    "{\"type\":\"OrganisationName\",\"organisation_name\":\"Example\"}"
#define PART    "{\"nature_of_involvement\":\"a\",\"evidence_they_can_give\":\"b\"}"
#define VICTIM                                                                                     \
    "{\"witness_type\":[\"eye\"],\"witness\":" PART ",\"victim_code_requirements_met\":true,"      \
    "\"has_the_victim_made_a_vps_isb\":true"
#define OFFENCE                                                                                    \
    "{\"type\":\"Offence\",\"from_date\":\"2016-05-01\",\"to_date\":\"2016-05-01\","               \
    "\"charge_date\":\"2016-05-01\",\"offence_title\":\"a\",\"charge_wording\":\"b\","             \
    "\"points_to_prove_met_by\":\"c\",\"anticipated_plea\":\"guilty\",\"committed_on_bail\":"      \
    "false}"

static bool is_breach(json_t *document)
{
    const char *type = json_string_value(doc_at(document, "case.type"));
    return (type != NULL && strcmp(type, "BobDCF") == 0) ||
           doc_at(document, DEF ".breach_of_bail") != NULL;
}

static void expect_one(const char *rule, json_t *document, const char *code, const char *path)
{
    struct pfq_arena arena;
    struct pfq_problems got;
    struct pfq_problems warnings;
    pfq_arena_open(&arena);
    pfq_problems_init(&got, &arena);
    pfq_problems_init(&warnings, &arena);
    dcf_shape_check(document, is_breach(document) ? &dcf_breach : &dcf_first_hearing, &arena, &got,
                    &warnings);
    cr_expect_eq(got.count, 1, "%s: %zu problems for one fault at %s", rule, got.count, path);
    if (got.count > 0) {
        cr_expect_str_eq(got.rows[0]->code, code, "%s", rule);
        cr_expect_str_eq(got.rows[0]->path, path, "%s", rule);
        cr_expect(strlen(got.rows[0]->message) > 0, "%s", rule);
        cr_expect(strlen(got.rows[0]->fix) > 0, "%s", rule);
        cr_expect(strlen(got.rows[0]->fix) < 500, "%s", rule);
    }
    pfq_arena_close(&arena);
}

Test(dcf_shape, a_clean_file_has_no_problem)
{
    static const char *const files[] = {HEARING, BREACH};
    for (size_t i = 0; i < 2; i++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        json_t *document = doc_load(files[i]);
        const struct pfq_adapted *got = doc_adapt(document, "43", &arena);
        cr_expect_eq(got->problems.count, 0, "%s:%s", files[i], doc_everything(got, &arena));
        cr_expect_not_null(got->envelope);
        json_decref(document);
        pfq_arena_close(&arena);
    }
}

static const struct {
    const char *rule;
    const char *file;
    const char *object;
    const char *keys[24];
} required[] = {
    {"D015", HEARING, "", {"schema_version"}},
    {"D018",
     HEARING,
     "case",
     {"pti_urn", "type", "version", "brief_description_of_case", "defendants", "witnesses",
      "likely_case_progression", "expert_evidence", "test_code", "pca_cps", "officer_in_the_case",
      "signatory_name", "date"}},
    {"D019",
     BREACH,
     "case",
     {"pti_urn", "type", "version", "brief_description_of_case", "witnesses", "officer_in_the_case",
      "signatory_name", "date"}},
    {"D050",
     HEARING,
     "case.common_law_disclosure",
     {"type", "reporting_officer", "reporting_officer_signature_date"}},
    {"D053", HEARING, DEF ".name", {"type", "given_name"}},
    {"D054", HEARING, "case.officer_in_the_case", {"type", "given_name", "rank", "collar_number"}},
    {"D055", HEARING, "case.witnesses[1].name", {"type"}},
    {"D056",
     HEARING,
     DEF ".first_hearing_location",
     {"ou_top_level_name", "ou_second_level_name", "ou_third_level_name", "ou_bottom_level_name"}},
    {"D065",
     HEARING,
     DEF,
     {"name", "date_of_birth", "offences", "cc_not_suitable_reasons", "occupation",
      "has_eec_passports", "foreign_national_offender", "breach_of_order", "pnc_check_performed",
      "court_order_applications", "interpreter_required", "dealt_with_in_welsh",
      "person_remand_status", "given_charges", "initiation_type", "interview",
      "first_hearing_datetime", "first_hearing_location"}},
    {"D066",
     BREACH,
     DEF,
     {"name", "date_of_birth", "occupation", "foreign_national_offender", "breach_of_bail",
      "pnc_check_performed", "interpreter_required", "dealt_with_in_welsh", "person_remand_status",
      "interview", "first_hearing_datetime", "first_hearing_location"}},
    {"D071", HEARING, DEF ".arrest", {"type", "date_time"}},
    {"D161",
     HEARING,
     DEF ".interview",
     {"type", "date", "defendant_legally_represented", "special_warnings_given",
      "no_comment_response"}},
    {"D162", BREACH, DEF ".interview", {"reason"}},
    {"D174",
     HEARING,
     DEF ".multimedia_evidence_response[0]",
     {"id", "defendant_shown", "is_defendant_believed_to_be_in_the_mme"}},
    {"D188",
     HEARING,
     "case.multimedia_evidence[0]",
     {"id", "date", "type", "evidential_value", "relied_upon_sentence", "relied_upon_trial",
      "description_of_what_is_contained_in_multimedia_evidence", "total_duration"}},
    {"D201",
     HEARING,
     CHARGE ".offence",
     {"type", "from_date", "to_date", "charge_date", "offence_title", "charge_wording",
      "points_to_prove_met_by", "anticipated_plea", "committed_on_bail"}},
    {"D204", HEARING, CHARGE, {"type", "cjs_offence_code", "property_ids"}},
    {"D227",
     HEARING,
     CHARGE ".retail_theft_interview_extension",
     {"admit_taking_property", "admit_being_dishonest", "admit_intending_to_permanently_deprive"}},
    {"D241", HEARING, "case.property[0]", {"property_id", "property_action", "description"}},
    {"D252", BREACH, DEF ".remand_application", {"substantial_grounds"}},
    {"D253",
     BREACH,
     DEF ".remand_application.substantial_grounds[0]",
     {"opposition_ground", "justification"}},
    {"D254",
     BREACH,
     DEF ".breach_of_bail.existing_bail_breached.list_of_conditions[0]",
     {"condition"}},
    {"D262",
     BREACH,
     DEF ".breach_of_bail",
     {"breach_details", "witness_statement_establishes_breach", "key_evidence",
      "existing_bail_breached"}},
    {"D268",
     BREACH,
     DEF ".breach_of_bail.existing_bail_breached",
     {"original_charge_wording", "bailed_from", "bailed_date", "to_appear_at",
      "datetime_to_appear"}},
    {"D280", HEARING, DEF ".court_order_applications[0]", {"court_order_title"}},
    {"D283",
     HEARING,
     "case.witnesses[0].witness",
     {"nature_of_involvement", "evidence_they_can_give"}},
    {"D284",
     BREACH,
     "case.witnesses[0].witness",
     {"nature_of_involvement", "evidence_they_can_give"}},
    {"D303",
     HEARING,
     "case.witnesses[0]",
     {"type", "name", "witness_type", "witness", "visually_recorded_interview"}},
    {"D318",
     HEARING,
     "case.witnesses[1].victim",
     {"witness_type", "witness", "victim_code_requirements_met", "has_the_victim_made_a_vps_isb"}},
    {"D320", HEARING, "case.witnesses[1]", {"type", "name", "victim"}},
};

Test(dcf_shape, every_required_key_is_missed_at_its_place)
{
    for (size_t i = 0; i < sizeof required / sizeof *required; i++) {
        for (const char *const *key = required[i].keys; *key != NULL; key++) {
            char path[256];
            char place[260];
            const char *dot = *required[i].object == '\0' ? "" : ".";
            snprintf(path, sizeof path, "%s%s%s", required[i].object, dot, *key);
            snprintf(place, sizeof place, "$.%s", path);
            json_t *document = doc_load(required[i].file);
            doc_set(document, path, NULL);
            expect_one(required[i].rule, document, "DCF_MISSING", place);
            json_decref(document);
        }
    }
}

static const struct {
    const char *rule;
    const char *file;
    const char *path;
    const char *json;
    const char *code;
    const char *place; /* NULL: where the change was made */
} faults[] = {
    {"D015", HEARING, "schema_version", "\"1.3\"", "DCF_VERSION", NULL},
    {"D018", HEARING, "case.extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D018", HEARING, "case.version", "0", "DCF_RANGE", NULL},
    {"D018", HEARING, "case.version", "\"1\"", "DCF_TYPE", NULL},
    {"D018", HEARING, "case.type", "\"OtherDCF\"", "DCF_ENUM", NULL},
    {"D018", HEARING, "case.defendants", "[]", "DCF_COUNT", NULL},
    {"D018", HEARING, "case.witnesses", "[]", "DCF_COUNT", NULL},
    {"D018", HEARING, "case.witnesses", "{}", "DCF_TYPE", NULL},
    {"D018", HEARING, "case.pti_urn", "\"see 43AA4000116\"", "DCF_PATTERN", NULL},
    {"D018", HEARING, "case.pti_urn", "\"43AA4000116-123\"", "DCF_PATTERN", NULL},
    {"D018", HEARING, "case.associated_case_urns", "[\"43AA4000216\",\"43AA\"]", "DCF_PATTERN",
     "$.case.associated_case_urns[1]"},
    {"D018", HEARING, "case.associated_case_urns", "[\"43AA4000216\",\"43AA4000216\"]",
     "DCF_DUPLICATE", "$.case.associated_case_urns[1]"},
    {"D018", HEARING, "case.case_markers", "[\"NoSuchMarker\"]", "DCF_ENUM",
     "$.case.case_markers[0]"},
    {"D018", HEARING, "case.likely_case_progression", "\"soon\"", "DCF_ENUM", NULL},
    {"D018", HEARING, "case.test_code", "\"no_test\"", "DCF_ENUM", NULL},
    {"D018", HEARING, "case.pca_cps", "\"yes\"", "DCF_TYPE", NULL},
    {"D018", HEARING, "case.date", "\"5 May 2016\"", "DCF_DATE", NULL},
    {"D018", HEARING, "case.date", "null", "DCF_TYPE", NULL},
    {"D019", BREACH, "case.case_markers", "[]", "DCF_UNKNOWN_KEY", NULL},
    {"D019", BREACH, "case.property", "[]", "DCF_UNKNOWN_KEY", NULL},
    {"D019", BREACH, "case.pti_urn", "\"40CH40003\"", "DCF_PATTERN", NULL},
    {"D049", HEARING, "case.is_hearsay", "true", "DCF_UNKNOWN_KEY", NULL},
    {"D050", HEARING, "case.common_law_disclosure.type", "\"Other\"", "DCF_ENUM", NULL},
    {"D050", HEARING, "case.common_law_disclosure.extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D053", HEARING, DEF ".name.given_name", "[]", "DCF_COUNT", NULL},
    {"D053", HEARING, DEF ".name.given_name", "[\"A\",\"A\"]", "DCF_DUPLICATE",
     "$." DEF ".name.given_name[1]"},
    {"D053", HEARING, DEF ".name.middle_name", "\"A\"", "DCF_UNKNOWN_KEY", NULL},
    {"D053", HEARING, DEF ".name", "\"Sample\"", "DCF_TYPE", NULL},
    {"D054", HEARING, "case.signatory_name", NAME, "DCF_ENUM", "$.case.signatory_name.type"},
    {"D055", HEARING, "case.witnesses[1].name.extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D056", HEARING, DEF ".first_hearing_location.room", "\"1\"", "DCF_UNKNOWN_KEY", NULL},
    {"D065", HEARING, DEF ".extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D065", HEARING, DEF ".offences", "[]", "DCF_COUNT", NULL},
    {"D065", HEARING, DEF ".court_order_applications", "[]", "DCF_COUNT", NULL},
    {"D065", HEARING, DEF ".person_remand_status", "\"somewhere\"", "DCF_ENUM", NULL},
    {"D065", HEARING, DEF ".initiation_type", "\"letter\"", "DCF_ENUM", NULL},
    {"D065", HEARING, DEF ".cc_not_suitable_reasons", "[\"none\"]", "DCF_ENUM",
     "$." DEF ".cc_not_suitable_reasons[0]"},
    {"D074", HEARING, DEF ".cc_not_suitable_reasons",
     "[\"offence_not_admitted\",\"offence_not_admitted\"]", "DCF_DUPLICATE",
     "$." DEF ".cc_not_suitable_reasons[1]"},
    {"D065", HEARING, DEF ".class_a_drug_test_provided", "\"maybe\"", "DCF_ENUM", NULL},
    {"D065", HEARING, DEF ".breach_order_title", "\"none such\"", "DCF_ENUM", NULL},
    {"D065", HEARING, DEF ".foreign_national_offender", "0", "DCF_TYPE", NULL},
    {"D066", BREACH, DEF ".offences", "[]", "DCF_UNKNOWN_KEY", NULL},
    {"D066", BREACH, DEF ".parent_guardian_copy", "true", "DCF_UNKNOWN_KEY", NULL},
    {"D071", HEARING, DEF ".arrest.extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D071", HEARING, DEF ".arrest.date_time", "\"noon\"", "DCF_DATE", NULL},
    {"D161", HEARING, DEF ".interview.interpreters", "[]", "DCF_COUNT", NULL},
    {"D168", HEARING, DEF ".interview.interpreters", "[" NAME "," NAME "]", "DCF_DUPLICATE",
     "$." DEF ".interview.interpreters[1]"},
    {"D161", HEARING, DEF ".interview.reason", "\"a\"", "DCF_UNKNOWN_KEY", NULL},
    {"D162", BREACH, DEF ".interview.date", "\"2016-02-28\"", "DCF_UNKNOWN_KEY", NULL},
    {"D174", HEARING, DEF ".multimedia_evidence_response[0].extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D175", HEARING, DEF ".multimedia_evidence_response[0]",
     "{\"type\":\"MmeNotRecordedResponse\",\"defendant_admitted_to_location\":true}", "DCF_MISSING",
     "$." DEF ".multimedia_evidence_response[0].how_is_identification_established"},
    {"D188", HEARING, "case.multimedia_evidence[0].evidential_value", "false", "DCF_ENUM", NULL},
    {"D188", HEARING, "case.multimedia_evidence[0].total_duration", "\"25:00\"", "DCF_PATTERN",
     NULL},
    {"D188", HEARING, "case.multimedia_evidence[0].extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D189", BREACH, "case.multimedia_evidence",
     "[{\"id\":\"1\",\"date\":\"2016-02-28\",\"type\":\"cctv\",\"evidential_value\":true,"
     "\"relied_upon_trial\":true,\"total_duration\":\"00:01\","
     "\"description_of_what_is_contained_in_multimedia_evidence\":\"a\"}]",
     "DCF_UNKNOWN_KEY", "$.case.multimedia_evidence[0].relied_upon_trial"},
    {"D201", HEARING, CHARGE ".offence.extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D201", HEARING, CHARGE ".offence.anticipated_plea", "\"unsure\"", "DCF_ENUM", NULL},
    {"D202", HEARING, DEF ".offences[0].retail_theft_offences", "[]", "DCF_COUNT", NULL},
    {"D202", HEARING, DEF ".offences[0].generic_offences", "[]", "DCF_UNKNOWN_KEY", NULL},
    {"D202", HEARING, DEF ".offences[0]", "{}", "DCF_MISSING", "$." DEF ".offences[0].type"},
    {"D203", HEARING, DEF ".offences[0]",
     "{\"generic_offences\":[{\"type\":\"GenericOffence\",\"cjs_offence_code\":\"cd71039\"}]}",
     "DCF_MISSING", "$." DEF ".offences[0].generic_offences[0].offence"},
    {"D203", HEARING, DEF ".offences[0]",
     "{\"generic_offences\":[{\"type\":\"GenericOffence\",\"cjs_offence_code\":\"cd71039\","
     "\"offence\":" OFFENCE ",\"property_ids\":[\"1\"]}]}",
     "DCF_TYPE", "$." DEF ".offences[0].generic_offences[0].property_ids[0]"},
    {"D204", HEARING, CHARGE ".cjs_offence_code", "\"th68001\"", "DCF_ENUM", NULL},
    {"D204", HEARING, CHARGE ".property_ids", "[]", "DCF_COUNT", NULL},
    {"D205", HEARING, DEF ".offences[0]",
     "{\"assault_offences\":[{\"type\":\"AssaultOffence\",\"cjs_offence_code\":\"cj88001\","
     "\"offence\":" OFFENCE "}]}",
     "DCF_MISSING", "$." DEF ".offences[0].assault_offences[0].victim_name"},
    {"D205", HEARING, DEF ".offences[0]",
     "{\"assault_offences\":[{\"type\":\"AssaultOffence\",\"cjs_offence_code\":\"zz00000\","
     "\"offence\":" OFFENCE ",\"victim_name\":" NAME "}]}",
     "DCF_ENUM", "$." DEF ".offences[0].assault_offences[0].cjs_offence_code"},
    {"D227", HEARING, CHARGE ".retail_theft_interview_extension.extra", "1", "DCF_UNKNOWN_KEY",
     NULL},
    {"D234", HEARING, DEF ".offences[0]",
     "{\"assault_offences\":[{\"type\":\"AssaultOffence\",\"cjs_offence_code\":\"cj88001\","
     "\"offence\":" OFFENCE ",\"victim_name\":" NAME ",\"assault_interview_extension\":{"
     "\"admits_involvement_in_incident\":true,\"admits_assaulting_victim\":true,"
     "\"admits_causing_the_injuries\":\"admits_all\",\"accepts_victims_version_of_events\":true,"
     "\"self_defence_put_forward\":false}}]}",
     "DCF_MISSING",
     "$." DEF ".offences[0].assault_offences[0].assault_interview_extension.position_of_trust"},
    {"D241", HEARING, "case.property[0].property_id", "\"1\"", "DCF_TYPE", NULL},
    {"D241", HEARING, "case.property[0].extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D252", BREACH, DEF ".remand_application.extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D253", BREACH, DEF ".remand_application.substantial_grounds[0].opposition_ground", "\"x\"",
     "DCF_ENUM", NULL},
    {"D254", HEARING, DEF ".bail_conditions", "[{\"condition\":\"a\",\"grounds\":[\"x\"]}]",
     "DCF_ENUM", "$." DEF ".bail_conditions[0].grounds[0]"},
    {"D262", BREACH, DEF ".breach_of_bail.extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D268", BREACH, DEF ".breach_of_bail.existing_bail_breached.list_of_conditions", "[]",
     "DCF_COUNT", NULL},
    {"D275", HEARING, DEF ".domestic_violence",
     "[{\"type\":\"DomesticViolence\",\"victim_name\":" NAME ",\"length_of_relationship\":2}]",
     "DCF_MISSING", "$." DEF ".domestic_violence[0].relationship_description"},
    {"D280", HEARING, DEF ".court_order_applications[0].draft_conditions", "[]", "DCF_COUNT", NULL},
    {"D280", HEARING, DEF ".court_order_applications[0].court_order_title", "\"x\"", "DCF_ENUM",
     NULL},
    {"D283", HEARING, "case.witnesses[0].witness.extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D284", BREACH, "case.witnesses[0].witness.special_measures", "true", "DCF_UNKNOWN_KEY", NULL},
    {"D285", HEARING, "case.witnesses[0]", "{\"type\":\"Bystander\"}", "DCF_ENUM",
     "$.case.witnesses[0].type"},
    {"D285", BREACH, "case.witnesses[0].type", "\"ExpertWitness\"", "DCF_ENUM", NULL},
    {"D303", HEARING, "case.witnesses[0].witness_type", "[\"expert\"]", "DCF_ENUM",
     "$.case.witnesses[0].witness_type[0]"},
    {"D303", HEARING, "case.witnesses[0].witness_type", "[]", "DCF_COUNT", NULL},
    {"D303", HEARING, "case.witnesses[0].name", BODY, "DCF_ENUM", "$.case.witnesses[0].name.type"},
    {"D303", HEARING, "case.witnesses[0].extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D311", HEARING, "case.witnesses[2]",
     "{\"type\":\"NgapOtherWitness\",\"name\":" NAME ",\"witness_type\":[\"continuity\"],"
     "\"witness\":" PART "}",
     "DCF_MISSING", "$.case.witnesses[2].number"},
    {"D315", HEARING, "case.witnesses[2]",
     "{\"type\":\"ExpertWitness\",\"name\":" BODY ",\"witness_type\":[\"eye\"],\"witness\":" PART
     "}",
     "DCF_ENUM", "$.case.witnesses[2].witness_type[0]"},
    {"D318", HEARING, "case.witnesses[1].victim.extra", "1", "DCF_UNKNOWN_KEY", NULL},
    {"D318", HEARING, "case.witnesses[1].victim.rep_wish", "\"x\"", "DCF_ENUM", NULL},
    {"D319", HEARING, "case.witnesses[2]",
     "{\"type\":\"PersonVictim\",\"name\":" NAME ",\"victim\":" VICTIM "}}", "DCF_MISSING",
     "$.case.witnesses[2].visually_recorded_interview"},
    {"D320", HEARING, "case.witnesses[1].name", NAME, "DCF_ENUM", "$.case.witnesses[1].name.type"},
    {"D335", HEARING, "case.witnesses[2]",
     "{\"type\":\"PersonVictim\",\"name\":" NAME ",\"victim\":" VICTIM
     "},\"visually_recorded_interview\":false,\"injuries\":[{"
     "\"names_of_defendants_causing_injuries\":[" NAME "],\"description_of_injuries\":\"a\","
     "\"images_taken\":false,\"received_medical_treatment\":false}]}",
     "DCF_MISSING", "$.case.witnesses[2].injuries[0].injuries_visible"},
    {"D344", HEARING, "case.witnesses[1].victim.compensation_applications",
     "[{\"defendant_names\":[" NAME "],\"reasons_for_application\":[],"
     "\"amount_compensation_requested\":5,\"is_estimate\":true}]",
     "DCF_COUNT",
     "$.case.witnesses[1].victim.compensation_applications[0].reasons_for_application"},
    {"D344", HEARING, "case.witnesses[1].victim.compensation_applications",
     "[{\"defendant_names\":[" NAME "],\"reasons_for_application\":[\"other_losses\"],"
     "\"amount_compensation_requested\":\"5\",\"is_estimate\":true}]",
     "DCF_TYPE",
     "$.case.witnesses[1].victim.compensation_applications[0].amount_compensation_requested"},
};

Test(dcf_shape, one_fault_gives_exactly_its_problem)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char place[300];
        json_t *document = doc_load(faults[i].file);
        snprintf(place, sizeof place, "$.%s", faults[i].path);
        doc_set(document, faults[i].path, faults[i].json);
        expect_one(faults[i].rule, document, faults[i].code,
                   faults[i].place != NULL ? faults[i].place : place);
        json_decref(document);
    }
}

/* Where the published schema looks at the first entry alone, it meant all. */
Test(dcf_shape, the_second_defendant_is_looked_at_like_the_first)
{
    json_t *document = doc_load(HEARING);
    json_t *second = json_deep_copy(doc_at(document, DEF));
    json_object_del(second, "occupation");
    json_array_append_new(doc_at(document, "case.defendants"), second);
    expect_one("D018", document, "DCF_MISSING", "$.case.defendants[1].occupation");
    json_decref(document);
}

Test(dcf_shape, equal_entries_are_found_where_the_format_forbids_them)
{
    static const char *const lists[] = {"case.witnesses", "case.defendants",
                                        DEF ".offences[0].retail_theft_offences"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char place[200];
        json_t *document = doc_load(HEARING);
        json_t *list = doc_at(document, lists[i]);
        size_t at = json_array_size(list);
        json_array_append(list, json_array_get(list, 0));
        snprintf(place, sizeof place, "$.%s[%zu]", lists[i], at);
        expect_one("unique", document, "DCF_DUPLICATE", place);
        json_decref(document);
    }
}

Test(dcf_shape, a_breach_has_one_defendant)
{
    json_t *document = doc_load(BREACH);
    json_array_append(doc_at(document, "case.defendants"), doc_at(document, DEF));
    expect_one("D019", document, "DCF_COUNT", "$.case.defendants");
    json_decref(document);
}

Test(dcf_shape, a_description_of_more_than_1200_words_is_too_long)
{
    static char words[2 * 1201 + 3] = "\"";
    for (size_t i = 0; i < 1201; i++) {
        strcat(words, "w ");
    }
    strcat(words, "\"");
    json_t *document = doc_load(HEARING);
    doc_set(document, "case.brief_description_of_case", words);
    expect_one("D018", document, "DCF_LENGTH", "$.case.brief_description_of_case");
    json_decref(document);
}

/* Many problems in one answer, and the file is mapped all the same. */
Test(dcf_shape, all_problems_come_at_once_and_do_not_stop_the_mapping)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    json_t *document = doc_load("tests/samples/41_dcf_faults.json");
    const struct pfq_adapted *got = doc_adapt(document, "41", &arena);
    cr_assert_eq(got->problems.count, 7, "%s", doc_everything(got, &arena));
    cr_assert_not_null(got->envelope);
    const Pfq__V1__Submission *s = got->envelope->submission;
    cr_assert_eq(s->file_type, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP);
    cr_assert_not(s->defendants->defendant[0]->has_age_at_submission);
    cr_assert_not(s->defendants->defendant[0]->has_initiation);
    cr_assert_not(s->offences->offence[0]->has_committed_on_bail);
    json_decref(document);
    pfq_arena_close(&arena);
}

Test(dcf_shape, spelling_is_forgiven_with_a_warning)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    json_t *document = doc_load(HEARING);
    doc_set(document, "case.case_markers", "[\"forced_marriage\", \"RAPE\", \"Media Interest\"]");
    const struct pfq_adapted *got = doc_adapt(document, "43", &arena);
    const Pfq__V1__Markers *markers = got->envelope->submission->markers;
    size_t warned = 0;
    for (size_t i = 0; i < got->warnings.count; i++) {
        warned += strcmp(got->warnings.rows[i]->code, "DCF_SPELLING") == 0;
    }
    cr_assert_eq(got->problems.count, 0);
    cr_assert_eq(warned, 2);
    cr_assert_eq(markers->n_marker, 3);
    cr_assert_eq(markers->marker[0], PFQ__V1__MARKER__MARKER_FORCED_MARRIAGE);
    cr_assert_eq(markers->marker[2], PFQ__V1__MARKER__MARKER_MEDIA_INTEREST);
    json_decref(document);
    pfq_arena_close(&arena);
}

Test(dcf_shape, nothing_usable_gives_no_envelope)
{
    static const char *const bodies[] = {NULL, "null", "[]", "\"text\"", "7"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        json_t *document = doc_load(HEARING);
        doc_set(document, "case", bodies[i]);
        const struct pfq_adapted *got = doc_adapt(document, "43", &arena);
        cr_assert_null(got->envelope);
        cr_assert_eq(got->problems.count, 1);
        cr_assert_str_eq(got->problems.rows[0]->path, "$.case");
        json_decref(document);
        pfq_arena_close(&arena);
    }
}
