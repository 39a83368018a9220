/* dcf_shapes_witness.c - witnesses and victims. */
#include "dcf_shape.h"

static const char *const witness_types[] = {"eye",
                                            "identity",
                                            "arresting_officer",
                                            "interviewing_officer",
                                            "child",
                                            "corroborative",
                                            "continuity",
                                            "interpreter",
                                            "police",
                                            "professional",
                                            "special",
                                            "prisoner",
                                            "other",
                                            NULL};

static const char *const victim_types[] = {
    "arresting_officer", "child", "eye", "identity", "police", "prisoner", "other", NULL};
static const char *const expert_types[] = {"expert", NULL};
static const char *const wishes[] = {"yes_cps_to_read", "yes_victim_to_read", "no_cps_to_read",
                                     "no_cps_to_disclose_and_not_to_read", NULL};
static const char *const body_wishes[] = {"yes_cps_to_read", "yes_rep_to_read", "no_cps_to_read",
                                          "no_cps_to_disclose_and_not_to_read", NULL};
static const char *const reasons[] = {"personal_injury", "property_loss", "property_damage",
                                      "other_expenses",  "other_losses",  NULL};
static const char *const statement_type[] = {"StatementWitness", NULL};
static const char *const ngap_type[] = {"NgapOtherWitness", NULL};
static const char *const expert_type[] = {"ExpertWitness", NULL};
static const char *const person_victim_type[] = {"PersonVictim", NULL};
static const char *const body_victim_type[] = {"OrganisationVictim", NULL};

static const struct dcf_type text = DCF_IS(TEXT);
static const struct dcf_type person = DCF_ANY_OF(dcf_person);
static const struct dcf_type witness_type = DCF_ONE_OF(witness_types);
static const struct dcf_type victim_type = DCF_ONE_OF(victim_types);
static const struct dcf_type expert_word = DCF_ONE_OF(expert_types);
static const struct dcf_type reason = DCF_ONE_OF(reasons);

static const struct dcf_field fh_part_fields[] = {
    {"witness_id", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"nature_of_involvement", DCF_REQUIRED, DCF_IS(TEXT)},
    {"evidence_they_can_give", DCF_REQUIRED, DCF_IS(TEXT)},
    {"special_measures", DCF_OPTIONAL, DCF_IS(FLAG)},
    {"interpreter_required", DCF_OPTIONAL, DCF_IS(FLAG)},
    {"interpreter_language_or_dialect", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"wish_to_use_video_link", DCF_OPTIONAL, DCF_IS(FLAG)},
    DCF_END,
};
static const struct dcf_shape fh_part = {"what a witness can say", fh_part_fields, false};

static const struct dcf_field bob_part_fields[] = {
    {"witness_id", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"nature_of_involvement", DCF_REQUIRED, DCF_IS(TEXT)},
    {"evidence_they_can_give", DCF_REQUIRED, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape bob_part = {"what a witness of a breach of bail can say",
                                          bob_part_fields, false};

static const struct dcf_field fh_statement_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(statement_type)},
    {"name", DCF_REQUIRED, DCF_ANY_OF(dcf_person_or_officer)},
    {"witness_type", DCF_REQUIRED, DCF_LIST_OF(witness_type, .min = 1, .unique = true)},
    {"witness", DCF_REQUIRED, DCF_IN(fh_part)},
    {"date_of_birth", DCF_OPTIONAL, DCF_IS(DAY)},
    {"reason_dob_not_provided", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"visually_recorded_interview", DCF_REQUIRED, DCF_IS(FLAG)},
    {"url", DCF_OPTIONAL, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape fh_statement = {"a witness who made a statement", fh_statement_fields,
                                              false};

static const struct dcf_field bob_statement_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(statement_type)},
    {"name", DCF_REQUIRED, DCF_ANY_OF(dcf_person_or_officer)},
    {"witness_type", DCF_REQUIRED, DCF_LIST_OF(witness_type, .min = 1, .unique = true)},
    {"witness", DCF_REQUIRED, DCF_IN(bob_part)},
    {"date_of_birth", DCF_OPTIONAL, DCF_IS(DAY)},
    {"reason_dob_not_provided", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"visually_recorded_interview", DCF_REQUIRED, DCF_IS(FLAG)},
    {"url", DCF_OPTIONAL, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape bob_statement = {"a witness who made a statement",
                                               bob_statement_fields, false};

static const struct dcf_field ngap_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(ngap_type)},
    {"name", DCF_REQUIRED, DCF_ANY_OF(dcf_person_or_officer)},
    {"witness_type", DCF_REQUIRED, DCF_LIST_OF(witness_type, .min = 1, .unique = true)},
    {"witness", DCF_REQUIRED, DCF_IN(fh_part)},
    {"number", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(NUMBER)},
    DCF_END,
};
static const struct dcf_shape ngap = {"a further witness", ngap_fields, false};

static const struct dcf_field expert_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(expert_type)},
    {"name", DCF_REQUIRED, DCF_ANY_OF(dcf_anybody)},
    {"witness_type", DCF_REQUIRED, DCF_LIST_OF(expert_word, .min = 1, .unique = true)},
    {"witness", DCF_REQUIRED, DCF_IN(fh_part)},
    DCF_END,
};
static const struct dcf_shape expert = {"an expert", expert_fields, false};

static const struct dcf_field compensation_fields[] = {
    {"defendant_names", DCF_REQUIRED | DCF_UNMAPPED, DCF_LIST_OF(person, .min = 1, .unique = true)},
    {"reasons_for_application", DCF_REQUIRED | DCF_UNMAPPED,
     DCF_LIST_OF(reason, .min = 1, .unique = true)},
    {"details_of_expenses", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"details_of_other_losses", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"amount_compensation_requested", DCF_REQUIRED, DCF_IS(NUMBER)},
    {"is_estimate", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    DCF_END,
};
static const struct dcf_shape compensation = {"an application for compensation",
                                              compensation_fields, true};

static const struct dcf_type application = DCF_IN(compensation);

static const struct dcf_field victim_fields[] = {
    {"witness_type", DCF_REQUIRED, DCF_LIST_OF(victim_type, .min = 1, .unique = true)},
    {"witness", DCF_REQUIRED, DCF_IN(fh_part)},
    {"victim_code_requirements_met", DCF_REQUIRED, DCF_IS(FLAG)},
    {"has_the_victim_made_a_vps_isb", DCF_REQUIRED, DCF_IS(FLAG)},
    {"victim_wish_to_attend_court", DCF_OPTIONAL, DCF_ONE_OF(wishes)},
    {"rep_wish", DCF_OPTIONAL, DCF_ONE_OF(body_wishes)},
    {"is_retraction_statement", DCF_OPTIONAL, DCF_IS(FLAG)},
    {"compensation_applications", DCF_OPTIONAL, DCF_LIST_OF(application, .unique = true)},
    DCF_END,
};
static const struct dcf_shape victim = {"a victim", victim_fields, false};

static const struct dcf_field injury_fields[] = {
    {"names_of_defendants_causing_injuries", DCF_REQUIRED | DCF_UNMAPPED,
     DCF_LIST_OF(person, .min = 0)},
    {"description_of_injuries", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(TEXT)},
    {"images_taken", DCF_REQUIRED, DCF_IS(FLAG)},
    {"image_urls", DCF_UNMAPPED, DCF_LIST_OF(text, .min = 0)},
    {"image_description", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"reason_images_not_taken", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"received_medical_treatment", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    {"details_of_medical_treatment", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"injuries_visible", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    DCF_END,
};
static const struct dcf_shape injury = {"an injury", injury_fields, false};

static const struct dcf_type injury_item = DCF_IN(injury);

static const struct dcf_field person_victim_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(person_victim_type)},
    {"victim", DCF_REQUIRED, DCF_IN(victim)},
    {"name", DCF_REQUIRED, DCF_ANY_OF(dcf_person)},
    {"date_of_birth", DCF_OPTIONAL, DCF_IS(DAY)},
    {"reason_dob_not_provided", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"visually_recorded_interview", DCF_REQUIRED, DCF_IS(FLAG)},
    {"url", DCF_OPTIONAL, DCF_IS(TEXT)},
    {"injuries", DCF_OPTIONAL, DCF_LIST_OF(injury_item, .min = 0)},
    DCF_END,
};
static const struct dcf_shape person_victim = {"a victim who is a person", person_victim_fields,
                                               false};

static const struct dcf_field body_victim_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(body_victim_type)},
    {"victim", DCF_REQUIRED, DCF_IN(victim)},
    {"name", DCF_REQUIRED, DCF_ANY_OF(dcf_body)},
    DCF_END,
};
static const struct dcf_shape body_victim = {"a victim that is an organisation", body_victim_fields,
                                             true};

const struct dcf_option dcf_fh_witnesses[] = {
    {"StatementWitness", NULL, &fh_statement},  {"PersonVictim", NULL, &person_victim},
    {"OrganisationVictim", NULL, &body_victim}, {"NgapOtherWitness", NULL, &ngap},
    {"ExpertWitness", NULL, &expert},           DCF_NO_OPTION,
};
const struct dcf_option dcf_bob_witnesses[] = {{"StatementWitness", NULL, &bob_statement},
                                               DCF_NO_OPTION};
