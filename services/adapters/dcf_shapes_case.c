/* dcf_shapes_case.c - the document and the case. */
#include "dcf_shape.h"

static const char *const case_types[] = {"FirstHearingDCF", "BobDCF", NULL};

static const char *const markers[] = {"AssetRecovery",
                                      "ChildAbuse",
                                      "CrimeAgainstAnOlderPerson",
                                      "DrugInterventionProgramme",
                                      "DisabilityHateCrime",
                                      "DomesticViolence",
                                      "Fatality",
                                      "ForcedMarriage",
                                      "Homophobic",
                                      "HonourCrime",
                                      "IdentifiedVictim",
                                      "PoliceComplaints",
                                      "MediaInterest",
                                      "Rape",
                                      "RacistCrime",
                                      "ReligiousCrime",
                                      "Transgender",
                                      "YoungWitnessInitiative",
                                      NULL};

static const char *const progressions[] = {
    "summary_only", "either_way_and_likely_to_remain_in_the_magistrates_court", "indictable_only",
    "either_way_and_likely_to_be_heard_in_the_crown_court", NULL};

static const char *const tests[] = {"threshold_test", "full_code_test", NULL};
static const char *const property_actions[] = {"stolen_not_recovered", "stolen_recovered",
                                               "stolen_recovered_damaged", "damaged", NULL};
static const char *const common_law[] = {"CommonLawNotForDisclosure", NULL};

static const struct dcf_field fh_media_fields[] = {
    {"id", DCF_REQUIRED, DCF_IS(TEXT)},
    {"date", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(DAY)},
    {"end_date", DCF_UNMAPPED, DCF_IS(DAY)},
    {"type", DCF_REQUIRED, DCF_IS(TEXT)},
    {"evidential_value", DCF_REQUIRED, DCF_IS(TRUE)},
    {"relied_upon_trial", DCF_REQUIRED, DCF_IS(FLAG)},
    {"relied_upon_sentence", DCF_REQUIRED, DCF_IS(FLAG)},
    {"description_of_what_is_contained_in_multimedia_evidence", DCF_REQUIRED, DCF_IS(TEXT)},
    {"total_duration", DCF_REQUIRED, DCF_IS(DURATION)},
    {"url", DCF_OPTIONAL, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape fh_media = {"an item of multimedia evidence", fh_media_fields, false};

static const struct dcf_field bob_media_fields[] = {
    {"id", DCF_REQUIRED, DCF_IS(TEXT)},
    {"date", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(DAY)},
    {"end_date", DCF_UNMAPPED, DCF_IS(DAY)},
    {"type", DCF_REQUIRED, DCF_IS(TEXT)},
    {"evidential_value", DCF_REQUIRED, DCF_IS(TRUE)},
    {"description_of_what_is_contained_in_multimedia_evidence", DCF_REQUIRED, DCF_IS(TEXT)},
    {"total_duration", DCF_REQUIRED, DCF_IS(DURATION)},
    {"url", DCF_OPTIONAL, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape bob_media = {"an item of multimedia evidence of a breach of bail",
                                           bob_media_fields, false};

static const struct dcf_field property_fields[] = {
    {"property_id", DCF_REQUIRED, DCF_IS(NUMBER)},
    {"property_action", DCF_REQUIRED, DCF_ONE_OF(property_actions)},
    {"description", DCF_REQUIRED, DCF_IS(TEXT)},
    {"value", DCF_OPTIONAL, DCF_IS(NUMBER)},
    {"damage_description", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"damage_cost", DCF_OPTIONAL, DCF_IS(NUMBER)},
    {"recovered_from", DCF_OPTIONAL, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape property = {"an item of property", property_fields, false};

static const struct dcf_field disclosure_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(common_law)},
    {"reporting_officer", DCF_REQUIRED | DCF_UNMAPPED, DCF_ANY_OF(dcf_officer)},
    {"reporting_officer_signature_date", DCF_REQUIRED, DCF_IS(DAY)},
    DCF_END,
};
static const struct dcf_shape disclosure = {"the common law disclosure statement",
                                            disclosure_fields, false};

static const struct dcf_type urn = DCF_IS(URN);
static const struct dcf_type marker = DCF_ONE_OF(markers);
static const struct dcf_type fh_defendant = DCF_IN(dcf_fh_defendant);
static const struct dcf_type bob_defendant = DCF_IN(dcf_bob_defendant);
static const struct dcf_type fh_witness = DCF_ANY_OF(dcf_fh_witnesses);
static const struct dcf_type bob_witness = DCF_ANY_OF(dcf_bob_witnesses);
static const struct dcf_type fh_item = DCF_IN(fh_media);
static const struct dcf_type bob_item = DCF_IN(bob_media);
static const struct dcf_type thing = DCF_IN(property);

static const struct dcf_field fh_case_fields[] = {
    {"pti_urn", DCF_REQUIRED, DCF_IS(URN)},
    {"type", DCF_REQUIRED, DCF_ONE_OF(case_types)},
    {"associated_case_urns", DCF_OPTIONAL, DCF_LIST_OF(urn, .unique = true)},
    {"version", DCF_REQUIRED | DCF_UNMAPPED, {.kind = DCF_NUMBER, .min = 1}},
    {"brief_description_of_case", DCF_REQUIRED, DCF_IS(ESSAY)},
    {"case_markers", DCF_OPTIONAL, DCF_LIST_OF(marker, .min = 0)},
    {"defendants", DCF_REQUIRED, DCF_LIST_OF(fh_defendant, .min = 1, .unique = true)},
    {"witnesses", DCF_REQUIRED, DCF_LIST_OF(fh_witness, .min = 1, .unique = true)},
    {"likely_case_progression", DCF_REQUIRED, DCF_ONE_OF(progressions)},
    {"multimedia_evidence", DCF_OPTIONAL, DCF_LIST_OF(fh_item, .min = 0)},
    {"expert_evidence", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    {"test_code", DCF_REQUIRED, DCF_ONE_OF(tests)},
    {"pca_cps", DCF_REQUIRED, DCF_IS(FLAG)},
    {"property", DCF_UNMAPPED, DCF_LIST_OF(thing, .min = 0)},
    {"common_law_disclosure", DCF_OPTIONAL, DCF_IN(disclosure)},
    {"officer_in_the_case", DCF_REQUIRED, DCF_ANY_OF(dcf_officer)},
    {"signatory_name", DCF_REQUIRED, DCF_ANY_OF(dcf_officer)},
    {"date", DCF_REQUIRED, DCF_IS(DAY)},
    DCF_END,
};
static const struct dcf_shape fh_case = {"a first hearing case", fh_case_fields, false};

static const struct dcf_field bob_case_fields[] = {
    {"pti_urn", DCF_REQUIRED, DCF_IS(URN)},
    {"type", DCF_REQUIRED, DCF_ONE_OF(case_types)},
    {"associated_case_urns", DCF_OPTIONAL, DCF_LIST_OF(urn, .unique = true)},
    {"version", DCF_REQUIRED | DCF_UNMAPPED, {.kind = DCF_NUMBER, .min = 1}},
    {"brief_description_of_case", DCF_REQUIRED, DCF_IS(ESSAY)},
    {"defendants", DCF_REQUIRED, DCF_LIST_OF(bob_defendant, .min = 1, .max = 1)},
    {"witnesses", DCF_REQUIRED, DCF_LIST_OF(bob_witness, .min = 1, .unique = true)},
    {"multimedia_evidence", DCF_OPTIONAL, DCF_LIST_OF(bob_item, .min = 0)},
    {"common_law_disclosure", DCF_OPTIONAL, DCF_IN(disclosure)},
    {"officer_in_the_case", DCF_REQUIRED, DCF_ANY_OF(dcf_officer)},
    {"signatory_name", DCF_REQUIRED, DCF_ANY_OF(dcf_officer)},
    {"date", DCF_REQUIRED, DCF_IS(DAY)},
    DCF_END,
};
static const struct dcf_shape bob_case = {"a breach of bail case", bob_case_fields, false};

static const struct dcf_field first_hearing_fields[] = {
    {"schema_version", DCF_REQUIRED, DCF_IS(VERSION)},
    {"case", DCF_REQUIRED, DCF_IN(fh_case)},
    DCF_END,
};
const struct dcf_shape dcf_first_hearing = {"the document", first_hearing_fields, true};

static const struct dcf_field breach_fields[] = {
    {"schema_version", DCF_REQUIRED, DCF_IS(VERSION)},
    {"case", DCF_REQUIRED, DCF_IN(bob_case)},
    DCF_END,
};
const struct dcf_shape dcf_breach = {"the document", breach_fields, true};
