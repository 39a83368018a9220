/* dcf_shapes_offence.c - charges, in the three kinds of list that hold them. */
#include "dcf_shape.h"

static const char *const assault_codes[] = {
    "cj88001", "cj88116", "cj88001b", "cj88001a", "th68025", "pl96001", "pl96002",  "pl96004",
    "cj91034", "cj91010", "ba07004",  "tm04001",  "ca05006", "of61095", "of61102a", "of61102",
    "of61131", "of61016", "of61017",  "cd98073",  "cd98070", "of61022", "of61127",  "of61060",
    "of61126", "of61050", "of61059",  "cy33049",  NULL};

static const char *const pleas[] = {"guilty", "not_guilty", NULL};
static const char *const theft_codes[] = {"th68010", NULL};
static const char *const admissions[] = {"admits_all", "admits_partial", "admits_nothing", NULL};
static const char *const offence_type[] = {"Offence", NULL};
static const char *const generic_type[] = {"GenericOffence", NULL};
static const char *const generic_list_type[] = {"GenericOffences", NULL};
static const char *const assault_type[] = {"AssaultOffence", NULL};
static const char *const assault_list_type[] = {"AssaultOffences", NULL};
static const char *const theft_type[] = {"RetailTheftOffence", NULL};
static const char *const theft_list_type[] = {"RetailTheftOffences", NULL};

static const struct dcf_type text = DCF_IS(TEXT);
static const struct dcf_type number = DCF_IS(NUMBER);
static const struct dcf_type victim = DCF_ANY_OF(dcf_person_or_body);

static const struct dcf_field offence_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(offence_type)},
    {"from_date", DCF_REQUIRED, DCF_IS(DAY)},
    {"to_date", DCF_REQUIRED, DCF_IS(DAY)},
    {"charge_date", DCF_REQUIRED, DCF_IS(DAY)},
    {"offence_title", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(TEXT)},
    {"charge_wording", DCF_REQUIRED, DCF_IS(TEXT)},
    {"reply_to_charge", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"points_to_prove_met_by", DCF_REQUIRED, DCF_IS(TEXT)},
    {"demeanour_at_incident", DCF_UNMAPPED, DCF_IS(TEXT)},
    {"anticipated_plea", DCF_REQUIRED, DCF_ONE_OF(pleas)},
    {"committed_on_bail", DCF_REQUIRED, DCF_IS(FLAG)},
    {"children_present", DCF_OPTIONAL, DCF_IS(FLAG)},
    {"ages_of_children", DCF_OPTIONAL, DCF_LIST_OF(text, .min = 0)},
    DCF_END,
};
const struct dcf_shape dcf_offence = {"an offence", offence_fields, false};

static const struct dcf_field theft_account_fields[] = {
    {"admit_taking_property", DCF_REQUIRED, DCF_ONE_OF(admissions)},
    {"admit_being_dishonest", DCF_REQUIRED, DCF_IS(FLAG)},
    {"admit_intending_to_permanently_deprive", DCF_REQUIRED, DCF_IS(FLAG)},
    DCF_END,
};
static const struct dcf_shape theft_account = {"the account of a theft", theft_account_fields,
                                               false};

static const struct dcf_field assault_account_fields[] = {
    {"admits_involvement_in_incident", DCF_REQUIRED, DCF_IS(FLAG)},
    {"admits_assaulting_victim", DCF_REQUIRED, DCF_IS(FLAG)},
    {"admits_causing_the_injuries", DCF_REQUIRED, DCF_ONE_OF(admissions)},
    {"accepts_victims_version_of_events", DCF_REQUIRED, DCF_IS(FLAG)},
    {"position_of_trust", DCF_REQUIRED | DCF_UNMAPPED, DCF_IS(FLAG)},
    {"self_defence_put_forward", DCF_REQUIRED, DCF_IS(FLAG)},
    DCF_END,
};
static const struct dcf_shape assault_account = {"the account of an assault",
                                                 assault_account_fields, false};

/* other keys are allowed in the three kinds of charge */
static const struct dcf_field generic_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(generic_type)},
    {"cjs_offence_code", DCF_REQUIRED, DCF_IS(TEXT)},
    {"offence", DCF_REQUIRED, DCF_IN(dcf_offence)},
    {"property_ids", DCF_UNMAPPED, DCF_LIST_OF(number, .min = 0)},
    {"victim_names", DCF_UNMAPPED, DCF_LIST_OF(victim, .min = 0)},
    DCF_END,
};
static const struct dcf_shape generic = {"a charge", generic_fields, true};

static const struct dcf_field theft_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(theft_type)},
    {"cjs_offence_code", DCF_REQUIRED, DCF_ONE_OF(theft_codes)},
    {"offence", DCF_OPTIONAL, DCF_IN(dcf_offence)},
    {"property_ids", DCF_REQUIRED | DCF_UNMAPPED, DCF_LIST_OF(number, .min = 1)},
    {"retail_theft_interview_extension", DCF_OPTIONAL, DCF_IN(theft_account)},
    DCF_END,
};
static const struct dcf_shape theft = {"a charge of theft from a shop", theft_fields, true};

static const struct dcf_field assault_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(assault_type)},
    {"cjs_offence_code", DCF_REQUIRED, DCF_ONE_OF(assault_codes)},
    {"offence", DCF_OPTIONAL, DCF_IN(dcf_offence)},
    {"assault_interview_extension", DCF_OPTIONAL, DCF_IN(assault_account)},
    {"victim_name", DCF_REQUIRED | DCF_UNMAPPED, DCF_ANY_OF(dcf_person)},
    DCF_END,
};
static const struct dcf_shape assault = {"a charge of assault", assault_fields, true};

static const struct dcf_type generic_item = DCF_IN(generic);
static const struct dcf_type theft_item = DCF_IN(theft);
static const struct dcf_type assault_item = DCF_IN(assault);

static const struct dcf_field generic_list_fields[] = {
    {"type", DCF_OPTIONAL, DCF_ONE_OF(generic_list_type)},
    {"generic_offences", DCF_REQUIRED, DCF_LIST_OF(generic_item, .min = 1, .unique = true)},
    DCF_END,
};
static const struct dcf_shape generic_list = {"a list of charges", generic_list_fields, false};

static const struct dcf_field theft_list_fields[] = {
    {"type", DCF_OPTIONAL, DCF_ONE_OF(theft_list_type)},
    {"retail_theft_offences", DCF_REQUIRED, DCF_LIST_OF(theft_item, .min = 1, .unique = true)},
    DCF_END,
};
static const struct dcf_shape theft_list = {"a list of charges", theft_list_fields, false};

static const struct dcf_field assault_list_fields[] = {
    {"type", DCF_OPTIONAL, DCF_ONE_OF(assault_list_type)},
    {"assault_offences", DCF_REQUIRED, DCF_LIST_OF(assault_item, .min = 1, .unique = true)},
    DCF_END,
};
static const struct dcf_shape assault_list = {"a list of charges", assault_list_fields, false};

const struct dcf_option dcf_offence_lists[] = {
    {"GenericOffences", "generic_offences", &generic_list},
    {"RetailTheftOffences", "retail_theft_offences", &theft_list},
    {"AssaultOffences", "assault_offences", &assault_list},
    DCF_NO_OPTION,
};
