/* dcf_shapes_defendant.c - defendants, their interviews, bail and orders. */
#include "dcf_shape.h"
#include "dcf_value.h"

static const char *const caution_reasons[] = {
    "offence_not_one_in_dpps_guidance_for_conditional_caution",
    "offence_not_admitted",
    "partial_defence_raised",
    "offence_whilst_on_bail",
    "liable_for_resentence_of_an_earlier_offence",
    "liable_for_prison_recall",
    "defendants_response_on_arrest_cooperation",
    "reoffending_risk_offending_history",
    "reoffending_risk_response_to_sentence_bail",
    "reoffending_risk_not_reduced_by_conditions",
    "conditional_caution_not_considered",
    NULL};

static const char *const orders[] = {
    "antisocial_behaviour_order",
    "application_for_costs_against_convicted_defendant",
    "bind_over",
    "bind_over_to_keep_the_peace",
    "breach_of_non_molestation_order",
    "cash_seizure_and_forfeiture_order",
    "civil_disclosure_order",
    "civil_recovery_order",
    "closure_notice_for_premises",
    "closure_notice_for_premisis",
    "compensation_order",
    "confiscation_order",
    "costs",
    "criminal_antisocial_behaviour_order",
    "criminal_behaviour_order",
    "criminal_proceeds_of_crime_act_disclosure_orders",
    "deportation_of_foreign_nation_prisoners",
    "deportation_of_foreign_national_prisoners",
    "deportation_order",
    "deprivation_of_property",
    "disclosure_notice_for_the_purpose_of_terrorist_investigations",
    "discretionary_driving_disqualification",
    "disqualification_from_working_with_children",
    "disruption_of_legal_professionals_facilitating_serious_organised_crime",
    "dog_control_order",
    "domestic_violence_protection_order",
    "enforcement_receivership_order",
    "european_arrest_warrant",
    "european_protection_order",
    "exclusion_order_licenced_premesis",
    "exclusion_order_licenced_premises",
    "financial_reporting_order",
    "football_banning_order",
    "forced_marriage_protection_order",
    "forfeiture_and_destruction_of_dog_order",
    "forfeiture_and_destruction_of_drugs_order",
    "forfeiture_and_destruction_of_property",
    "forfeiture_and_destruction_of_weapon_order",
    "forfeiture_and_destruction_order",
    "forfeiture_of_indecent_photograph",
    "forfeiture_of_motor_vehicle_order",
    "forfeiture_of_obscene_publications",
    "immunity_agreements",
    "interim_receiving_order",
    "no_orders_required",
    "non_molestation_order",
    "notification_requirements_sex_offender_register",
    "obligatory_driving_disqualification",
    "other",
    "parental_bind_order",
    "parenting_order",
    "property_freezing_order",
    "refusal_and_revocation_of_citizenship",
    "restitution_order",
    "restraining_order",
    "restraint_order",
    "restricted_use_publications",
    "revocation_of_a_pilots_licence",
    "sentence_discount_agreement",
    "serious_crime_prevention_order",
    "sexual_risk_order",
    "travel_restriction_order",
    "violent_offender_order",
    NULL};

bool dcf_shape_knows_order(const char *title)
{
    const char *const *known = orders;
    while (*known != NULL && !dcf_same_word(*known, title)) {
        known++;
    }
    return *known != NULL;
}

static const char *const objections[] = {
    "breach_of_bail",
    "failed_to_surrender_to_custody",
    "commit_offences_on_bail",
    "interfere_with_witness_or_otherwise_obstruct_the_course_of_justice",
    "for_the_defendants_own_protection",
    "for_the_defendants_own_welfare",
    ("charged_with_or_convicted_of_a_violent_or_sexual_offence_equivalent_to_14_plus_years_"
     "imprisonment_in_the_case_of_an_adult"),
    "the_only_way_to_protect_the_public_from_serious_harm",
    "to_prevent_the_commission_of_imprisonable_offences",
    NULL};

static const char *const bail_grounds[] = {
    "failing_to_surrender_to_custody",
    "interfering_with_witnesses_or_otherwise_obstructing_the_course_of_justice",
    "committing_an_offence_whilst_on_bail",
    "for_that_persons_own_protection",
    "for_that_persons_own_welfare_or_own_interests_child_or_young_person_only",
    NULL};

static const char *const drug_tests[] = {"not_requested", "refused_to_provide", "provided_positive",
                                         "provided_negative", NULL};
static const char *const remand_statuses[] = {"custody", "unconditional_bail", "conditional_bail",
                                              "not_applicable", NULL};
static const char *const initiations[] = {"charge", "requisition", "summons", NULL};
static const char *const arrest_type[] = {"Arrest", NULL};
static const char *const standard_interview[] = {"StandardInterview", NULL};
static const char *const not_interviewed[] = {"NotInterviewed", NULL};
static const char *const recorded[] = {"MmeRecordedResponse", NULL};
static const char *const not_recorded[] = {"MmeNotRecordedResponse", NULL};
static const char *const domestic[] = {"DomesticViolence", NULL};

static const struct dcf_type text = DCF_IS(TEXT);
static const struct dcf_type person = DCF_ANY_OF(dcf_person);
static const struct dcf_type caution_reason = DCF_ONE_OF(caution_reasons);
static const struct dcf_type bail_ground = DCF_ONE_OF(bail_grounds);

static const struct dcf_field arrest_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(arrest_type)},
    {"date_time", DCF_REQUIRED, DCF_IS(MOMENT)},
    {"comments_on_arrest_and_caution", DCF_UNMAPPED, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape arrest = {"an arrest", arrest_fields, false};

static const struct dcf_field objection_fields[] = {
    {"opposition_ground", DCF_REQUIRED | DCF_UNMAPPED, DCF_ONE_OF(objections)},
    {"justification", DCF_REQUIRED, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape objection = {"a ground of objection to bail", objection_fields,
                                           false};

static const struct dcf_type objection_item = DCF_IN(objection);

static const struct dcf_field condition_fields[] = {
    {"grounds", DCF_OPTIONAL, DCF_LIST_OF(bail_ground, .min = 0)},
    {"condition", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(TEXT)},
    {"reason", DCF_OPTIONAL, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape condition = {"a bail condition", condition_fields, false};

static const struct dcf_type condition_item = DCF_IN(condition);

static const struct dcf_field remand_fields[] = {
    {"substantial_grounds", DCF_REQUIRED, DCF_LIST_OF(objection_item, .min = 0)},
    {"bail_conditions", DCF_UNMAPPED, DCF_LIST_OF(condition_item, .unique = true)},
    DCF_END,
};
static const struct dcf_shape remand = {"a remand application", remand_fields, false};

static const struct dcf_field existing_bail_fields[] = {
    {"original_charge_wording", DCF_REQUIRED, DCF_LIST_OF(text, .min = 0)},
    {"bailed_from", DCF_REQUIRED | DCF_UNMAPPED, DCF_IN(dcf_location)},
    {"bailed_date", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(DAY)},
    {"to_appear_at", DCF_REQUIRED | DCF_UNMAPPED, DCF_IN(dcf_location)},
    {"datetime_to_appear", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(MOMENT)},
    {"list_of_conditions", DCF_OPTIONAL, DCF_LIST_OF(condition_item, .min = 1)},
    DCF_END,
};
static const struct dcf_shape existing_bail = {"the bail that was breached", existing_bail_fields,
                                               false};

static const struct dcf_field breach_fields[] = {
    {"breach_details", DCF_REQUIRED, DCF_IS(TEXT)},
    {"witness_statement_establishes_breach", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    {"key_evidence", DCF_REQUIRED, DCF_IS(TEXT)},
    {"existing_bail_breached", DCF_REQUIRED, DCF_IN(existing_bail)},
    DCF_END,
};
static const struct dcf_shape breach = {"a breach of bail", breach_fields, false};

static const struct dcf_field held_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(standard_interview)},
    {"date", DCF_REQUIRED, DCF_IS(DAY)},
    {"defendant_legally_represented", DCF_REQUIRED, DCF_IS(FLAG)},
    {"legally_represented_by", DCF_UNMAPPED, DCF_ANY_OF(dcf_person)},
    {"legal_representative_firm", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"interpreters", DCF_OPTIONAL, DCF_LIST_OF(person, .min = 1, .unique = true)},
    {"special_warnings_given", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    {"no_comment_response", DCF_REQUIRED, DCF_IS(FLAG)},
    {"questions_asked", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"admissions_made", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"denials", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"defences", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"explanations", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"mitigations", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"aggravating_features", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"appropriate_adults", DCF_OPTIONAL, DCF_LIST_OF(person, .min = 0)},
    DCF_END,
};
static const struct dcf_shape held = {"an interview", held_fields, false};

static const struct dcf_field not_held_fields[] = {
    {"type", DCF_OPTIONAL, DCF_ONE_OF(not_interviewed)},
    {"reason", DCF_REQUIRED, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape not_held = {"an interview that was not held", not_held_fields, false};

static const struct dcf_option interviews[] = {
    {"StandardInterview", "date", &held}, {"NotInterviewed", "reason", &not_held}, DCF_NO_OPTION};

static const struct dcf_field shown_fields[] = {
    {"type", DCF_OPTIONAL, DCF_ONE_OF(recorded)},
    {"id", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(TEXT)},
    {"defendant_shown", DCF_REQUIRED, DCF_IS(FLAG)},
    {"reasons_if_not_shown", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"defendant_comments_if_shown", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"is_defendant_believed_to_be_in_the_mme", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    {"defendant_admits_being_in_mme", DCF_UNMAPPED, DCF_IS(FLAG)},
    {"how_is_identification_established", DCF_UNMAPPED, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape shown = {"a response to recorded evidence", shown_fields, false};

static const struct dcf_field unrecorded_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(not_recorded)},
    {"defendant_admitted_to_location", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    {"how_is_identification_established", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape unrecorded = {"a response without recorded evidence",
                                            unrecorded_fields, false};

static const struct dcf_option responses[] = {
    {"MmeRecordedResponse", "defendant_shown", &shown},
    {"MmeNotRecordedResponse", "defendant_admitted_to_location", &unrecorded},
    DCF_NO_OPTION,
};
static const struct dcf_type response = DCF_ANY_OF(responses);

static const struct dcf_field order_fields[] = {
    {"court_order_title", DCF_REQUIRED, DCF_ONE_OF(orders)},
    {"court_order_title_other", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"reason_for_request", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"draft_conditions", DCF_OPTIONAL, DCF_LIST_OF(text, .min = 1)},
    DCF_END,
};
static const struct dcf_shape order = {"a court order application", order_fields, false};

static const struct dcf_field relationship_fields[] = {
    {"type", DCF_OPTIONAL, DCF_ONE_OF(domestic)},
    {"victim_name", DCF_REQUIRED | DCF_UNMAPPED, DCF_ANY_OF(dcf_person)},
    {"relationship_description", DCF_REQUIRED, DCF_IS(TEXT)},
    {"length_of_relationship", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(NUMBER)},
    DCF_END,
};
static const struct dcf_shape relationship = {"a domestic relationship", relationship_fields,
                                              false};

static const struct dcf_type order_item = DCF_IN(order);
static const struct dcf_type relationship_item = DCF_IN(relationship);
static const struct dcf_type offence_list = DCF_ANY_OF(dcf_offence_lists);

static const struct dcf_field fh_defendant_fields[] = {
    {"defendant_id", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"name", DCF_REQUIRED, DCF_ANY_OF(dcf_person)},
    {"date_of_birth", DCF_REQUIRED, DCF_IS(DAY)},
    {"arrest", DCF_OPTIONAL, DCF_IN(arrest)},
    /* not in 1.2.2, but files of that version carry it over from an earlier draft */
    {"conditional_caution_considered", DCF_UNMAPPED, DCF_IS(FLAG)},
    {"cc_not_suitable_reasons", DCF_REQUIRED, DCF_LIST_OF(caution_reason, .unique = true)},
    {"offences", DCF_REQUIRED, DCF_LIST_OF(offence_list, .min = 1, .unique = true)},
    {"occupation", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(TEXT)},
    {"class_a_drug_test_provided", DCF_UNMAPPED, DCF_ONE_OF(drug_tests)},
    {"class_a_drug_test_details", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"accepts_drugs_result", DCF_OPTIONAL, DCF_IS(FLAG)},
    {"has_eec_passports", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    {"eec_check_submitted", DCF_OPTIONAL, DCF_IS(FLAG)},
    {"eec_convictions_record_received", DCF_UNMAPPED, DCF_IS(FLAG)},
    {"foreign_national_offender", DCF_REQUIRED, DCF_IS(FLAG)},
    {"breach_of_order", DCF_REQUIRED, DCF_IS(FLAG)},
    {"breach_order_date_issued", DCF_OPTIONAL, DCF_IS(DAY)},
    {"breach_order_court_issued", DCF_UNMAPPED, DCF_IN(dcf_location)},
    {"breach_order_title", DCF_UNMAPPED, DCF_ONE_OF(orders)},
    {"breach_order_title_other", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"breach_order_lapse_date", DCF_UNMAPPED, DCF_IS(DAY)},
    {"remand_application", DCF_OPTIONAL, DCF_IN(remand)},
    {"breach_of_bail", DCF_UNMAPPED, DCF_IN(breach)},
    {"pnc_check_performed", DCF_REQUIRED, DCF_IS(FLAG)},
    {"pnc_convictions", DCF_OPTIONAL, DCF_IS(FLAG)},
    {"court_order_applications", DCF_REQUIRED, DCF_LIST_OF(order_item, .min = 1)},
    {"interpreter_required", DCF_REQUIRED, DCF_IS(FLAG)},
    {"interpreter_language_or_dialect", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"multimedia_evidence_response", DCF_OPTIONAL, DCF_LIST_OF(response, .min = 0)},
    {"notice_to_provide_bad_character_evidence", DCF_OPTIONAL, DCF_IS(FLAG)},
    {"bad_character_details", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"dealt_with_in_welsh", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    {"person_remand_status", DCF_REQUIRED, DCF_ONE_OF(remand_statuses)},
    {"given_charges", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    {"initiation_type", DCF_REQUIRED, DCF_ONE_OF(initiations)},
    {"signed_charge_sheet", DCF_OPTIONAL, DCF_IS(FLAG)},
    {"date_sent", DCF_OPTIONAL, DCF_IS(DAY)},
    {"parent_guardian_copy", DCF_OPTIONAL, DCF_IS(FLAG)},
    {"parent_guardian_date_sent", DCF_UNMAPPED, DCF_IS(DAY)},
    {"bail_conditions_provided", DCF_UNMAPPED, DCF_IS(FLAG)},
    {"signed_for_bail", DCF_UNMAPPED, DCF_IS(FLAG)},
    {"bail_conditions", DCF_OPTIONAL, DCF_LIST_OF(condition_item, .min = 0)},
    {"interview", DCF_REQUIRED, DCF_ANY_OF(interviews)},
    {"domestic_violence", DCF_OPTIONAL, DCF_LIST_OF(relationship_item, .min = 0)},
    {"first_hearing_datetime", DCF_REQUIRED, DCF_IS(MOMENT)},
    {"first_hearing_location", DCF_REQUIRED, DCF_IN(dcf_location)},
    DCF_END,
};
const struct dcf_shape dcf_fh_defendant = {"a defendant", fh_defendant_fields, false};

static const struct dcf_field bob_defendant_fields[] = {
    {"defendant_id", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"name", DCF_REQUIRED, DCF_ANY_OF(dcf_person)},
    {"date_of_birth", DCF_REQUIRED, DCF_IS(DAY)},
    {"arrest", DCF_OPTIONAL, DCF_IN(arrest)},
    {"occupation", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(TEXT)},
    {"foreign_national_offender", DCF_REQUIRED, DCF_IS(FLAG)},
    {"remand_application", DCF_OPTIONAL, DCF_IN(remand)},
    {"breach_of_bail", DCF_REQUIRED, DCF_IN(breach)},
    {"pnc_check_performed", DCF_REQUIRED, DCF_IS(FLAG)},
    {"pnc_convictions", DCF_OPTIONAL, DCF_IS(FLAG)},
    {"interpreter_required", DCF_REQUIRED, DCF_IS(FLAG)},
    {"interpreter_language_or_dialect", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"multimedia_evidence_response", DCF_OPTIONAL, DCF_LIST_OF(response, .min = 0)},
    {"dealt_with_in_welsh", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    {"person_remand_status", DCF_REQUIRED, DCF_ONE_OF(remand_statuses)},
    {"interview", DCF_REQUIRED, DCF_ANY_OF(interviews)},
    {"first_hearing_datetime", DCF_REQUIRED, DCF_IS(MOMENT)},
    {"first_hearing_location", DCF_REQUIRED, DCF_IN(dcf_location)},
    DCF_END,
};
const struct dcf_shape dcf_bob_defendant = {"a defendant who is said to have breached bail",
                                            bob_defendant_fields, false};
