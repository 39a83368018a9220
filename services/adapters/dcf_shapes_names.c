/* dcf_shapes_names.c - names of people, bodies and places. */
#include "dcf_shape.h"

static const struct dcf_type text = DCF_IS(TEXT);

static const char *const person_name[] = {"PersonName", NULL};
static const char *const officer_name[] = {"OfficerName", NULL};
static const char *const body_name[] = {"OrganisationName", NULL};

static const struct dcf_field person_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(person_name)},
    {"surname", DCF_REQUIRED, DCF_IS(TEXT)},
    {"given_name", DCF_REQUIRED, DCF_LIST_OF(text, .min = 1, .unique = true)},
    DCF_END,
};
static const struct dcf_shape person = {"a person's name", person_fields, false};

static const struct dcf_field officer_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(officer_name)},
    {"surname", DCF_REQUIRED, DCF_IS(TEXT)},
    {"given_name", DCF_REQUIRED, DCF_LIST_OF(text, .min = 1, .unique = true)},
    {"rank", DCF_REQUIRED, DCF_IS(TEXT)},
    {"collar_number", DCF_REQUIRED, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape officer = {"an officer's name", officer_fields, false};

static const struct dcf_field body_fields[] = {
    {"type", DCF_REQUIRED, DCF_ONE_OF(body_name)},
    {"organisation_name", DCF_REQUIRED, DCF_IS(TEXT)},
    DCF_END,
};
static const struct dcf_shape body = {"an organisation's name", body_fields, false};

const struct dcf_option dcf_person[] = {{"PersonName", "surname", &person}, DCF_NO_OPTION};
const struct dcf_option dcf_officer[] = {{"OfficerName", "surname", &officer}, DCF_NO_OPTION};
const struct dcf_option dcf_body[] = {{"OrganisationName", "organisation_name", &body},
                                      DCF_NO_OPTION};
const struct dcf_option dcf_person_or_officer[] = {
    {"OfficerName", "collar_number", &officer}, {"PersonName", "surname", &person}, DCF_NO_OPTION};
const struct dcf_option dcf_person_or_body[] = {{"OrganisationName", "organisation_name", &body},
                                                {"PersonName", "surname", &person},
                                                DCF_NO_OPTION};
const struct dcf_option dcf_anybody[] = {{"OrganisationName", "organisation_name", &body},
                                         {"OfficerName", "collar_number", &officer},
                                         {"PersonName", "surname", &person},
                                         DCF_NO_OPTION};

static const struct dcf_field location_fields[] = {
    {"ou_top_level_name", DCF_REQUIRED, DCF_IS(TEXT)},
    {"ou_second_level_name", DCF_REQUIRED, DCF_IS(TEXT)},
    {"ou_third_level_name", DCF_REQUIRED, DCF_IS(TEXT)},
    {"ou_bottom_level_name", DCF_REQUIRED, DCF_IS(TEXT)},
    DCF_END,
};
const struct dcf_shape dcf_location = {"a court or police location", location_fields, false};
