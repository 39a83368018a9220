/* dcf_rules_names.c - rules of names and places, wherever one stands. */
#include "dcf_rules.h"

static const struct dcf_rule person_rules[] = {
    DCF_FILLED("D058", "surname", DCF_IN_BOTH),
    DCF_RULES_END,
};
static const struct dcf_rule person_or_body_rules[] = {
    DCF_FILLED("D058", "surname", DCF_IN_BOTH),
    DCF_FILLED("D062", "organisation_name", DCF_IN_BOTH),
    DCF_RULES_END,
};
static const struct dcf_rule anybody_rules[] = {
    DCF_FILLED("D058", "surname", DCF_IN_BOTH),
    DCF_FILLED("D060", "rank", DCF_IN_BOTH),
    DCF_FILLED("D061", "collar_number", DCF_IN_BOTH),
    DCF_FILLED("D062", "organisation_name", DCF_IN_BOTH),
    DCF_RULES_END,
};

/* Of those whose surname a check asks for, what is left. */
static const struct dcf_rule officer_rules[] = {
    DCF_FILLED("D060", "rank", DCF_IN_BOTH),
    DCF_RULES_END,
};
static const struct dcf_rule signatory_rules[] = {
    DCF_FILLED("D060", "rank", DCF_IN_BOTH),
    DCF_FILLED("D061", "collar_number", DCF_IN_BOTH),
    DCF_RULES_END,
};

static const struct dcf_rule location_rules[] = {
    DCF_FILLED("D063", "ou_top_level_name", DCF_IN_BOTH),
    DCF_FILLED("D064", "ou_second_level_name", DCF_IN_BOTH),
    DCF_RULES_END,
};

const struct dcf_place dcf_rules_names[] = {
    {"officer_in_the_case", officer_rules},
    {"signatory_name", signatory_rules},
    {"common_law_disclosure.reporting_officer", signatory_rules},
    {"defendants[].interview.legally_represented_by", person_rules},
    {"defendants[].interview.interpreters[]", person_rules},
    {"defendants[].interview.appropriate_adults[]", person_rules},
    {"defendants[].domestic_violence[].victim_name", person_rules},
    {"defendants[].offences[].assault_offences[].victim_name", person_rules},
    {"defendants[].offences[].generic_offences[].victim_names[]", person_or_body_rules},
    {"witnesses[].name", anybody_rules},
    {"witnesses[].injuries[].names_of_defendants_causing_injuries[]", person_rules},
    {"witnesses[].victim.compensation_applications[].defendant_names[]", person_rules},
    {"defendants[].first_hearing_location", location_rules},
    {"defendants[].breach_order_court_issued", location_rules},
    {"defendants[].breach_of_bail.existing_bail_breached.bailed_from", location_rules},
    {"defendants[].breach_of_bail.existing_bail_breached.to_appear_at", location_rules},
    DCF_PLACES_END,
};
