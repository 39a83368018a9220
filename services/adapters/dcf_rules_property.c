/* dcf_rules_property.c - rules of property, and of court orders. */
#include "dcf_rules.h"

/* --- property -------------------------------------------------------------------------- */

static enum dcf_truth either(const struct dcf_scope *s, const char *one, const char *other)
{
    enum dcf_truth a = dcf_word_is(s, "property_action", one);
    return dcf_not(dcf_both(dcf_not(a), dcf_not(dcf_word_is(s, "property_action", other))));
}

static enum dcf_truth damaged(const struct dcf_scope *s)
{
    return either(s, "damaged", "stolen_recovered_damaged");
}

static enum dcf_truth undamaged(const struct dcf_scope *s)
{
    return dcf_not(damaged(s));
}

static enum dcf_truth recovered(const struct dcf_scope *s)
{
    return either(s, "stolen_recovered", "stolen_recovered_damaged");
}

static enum dcf_truth not_recovered(const struct dcf_scope *s)
{
    return dcf_not(recovered(s));
}

static enum dcf_truth id_is_new(const struct dcf_scope *s)
{
    return dcf_key_is_new(s, "property_id");
}

static const struct dcf_rule property_rules[] = {
    {.ids = "D243",
     .key = "property_id",
     .files = DCF_IN_FH,
     .demand = DCF_MEETS,
     .meets = id_is_new,
     .code = "DCF_PROPERTY_ID_REPEATED",
     .says = "An earlier item of property has the same number.",
     .fix = "Give each item a number of its own, and correct what refers to it."},
    DCF_FILLED("D245", "description", DCF_IN_FH),
    {.ids = "D246",
     .key = "damage_description",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = damaged,
     .code = "DCF_DAMAGE_DESCRIPTION_MISSING",
     .says = "The property was damaged, and the damage is not described.",
     .fix = "Describe the damage, or correct property_action."},
    {.ids = "D247",
     .key = "damage_description",
     .files = DCF_IN_FH,
     .demand = DCF_ABSENT,
     .also = undamaged,
     .code = "DCF_DAMAGE_DESCRIPTION_UNASKED",
     .says = "Damage is described of property that was not damaged.",
     .fix = "Take it out, or correct property_action."},
    {.ids = "D248",
     .key = "damage_cost",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = damaged,
     .code = "DCF_DAMAGE_COST_MISSING",
     .says = "The property was damaged, and the cost is not given.",
     .fix = "Add the cost of the damage; 0 is a cost."},
    {.ids = "D249",
     .key = "damage_cost",
     .files = DCF_IN_FH,
     .demand = DCF_ABSENT,
     .also = undamaged,
     .code = "DCF_DAMAGE_COST_UNASKED",
     .says = "A cost of damage is given for property that was not damaged.",
     .fix = "Take it out, or correct property_action."},
    {.ids = "D250",
     .key = "recovered_from",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = recovered,
     .code = "DCF_RECOVERED_FROM_MISSING",
     .says = "The property was recovered, and nothing says from where.",
     .fix = "Say from whom or where, or correct property_action."},
    {.ids = "D251",
     .key = "recovered_from",
     .files = DCF_IN_FH,
     .demand = DCF_ABSENT,
     .also = not_recovered,
     .code = "DCF_RECOVERED_FROM_UNASKED",
     .says = "Only property that was recovered was recovered from somewhere.",
     .fix = "Take it out, or correct property_action."},
    DCF_RULES_END,
};

/* --- orders ------------------------------------------------------------------------------ */

#define BREACHED     DCF_IF_TRUE("breach_of_order")
#define NOT_BREACHED DCF_UNLESS_TRUE("breach_of_order")
#define UNASKED_SAYS "No order was breached, so there is none to tell of."
#define UNASKED_FIX  "Take it out, or correct breach_of_order."

static const struct dcf_rule breached_order_rules[] = {
    DCF_NEEDED("D100", "breach_order_date_issued", DCF_IN_FH, BREACHED, "DCF_ORDER_DATE_MISSING",
               "An order was breached, and its date is not given.", "Add the day it was made."),
    DCF_UNASKED("D101", "breach_order_date_issued", DCF_IN_FH, NOT_BREACHED,
                "DCF_ORDER_DATE_UNASKED", UNASKED_SAYS, UNASKED_FIX),
    DCF_NEEDED("D103", "breach_order_court_issued", DCF_IN_FH, BREACHED, "DCF_ORDER_COURT_MISSING",
               "An order was breached, and its court is not given.", "Add the court that made it."),
    DCF_UNASKED("D104", "breach_order_court_issued", DCF_IN_FH, NOT_BREACHED,
                "DCF_ORDER_COURT_UNASKED", UNASKED_SAYS, UNASKED_FIX),
    DCF_NEEDED("D106", "breach_order_title", DCF_IN_FH, BREACHED, "DCF_ORDER_TITLE_MISSING",
               "An order was breached, and nothing says what kind of order.",
               "Add one of the titles of the format."),
    DCF_UNASKED("D107", "breach_order_title", DCF_IN_FH, NOT_BREACHED, "DCF_ORDER_TITLE_UNASKED",
                UNASKED_SAYS, UNASKED_FIX),
    DCF_NEEDED("D109", "breach_order_lapse_date", DCF_IN_FH, BREACHED, "DCF_ORDER_LAPSE_MISSING",
               "An order was breached, and nothing says when it lapses.", "Add its last day."),
    DCF_UNASKED("D110", "breach_order_lapse_date", DCF_IN_FH, NOT_BREACHED,
                "DCF_ORDER_LAPSE_UNASKED", UNASKED_SAYS, UNASKED_FIX),
    {.ids = "D112",
     .key = "breach_order_title_other",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .when = {BREACHED, DCF_IF("breach_order_title", "other")},
     .code = "DCF_ORDER_OTHER_MISSING",
     .says = "The order is of another kind, and is not named.",
     .fix = "Name the order, or choose a title of the format."},
    DCF_CHECKED("D119", "court_order_applications", DCF_IN_FH, "BO07", NULL),
    DCF_RULES_END,
};

static const struct dcf_rule application_rules[] = {
    DCF_NEEDED("D282", "court_order_title_other", DCF_IN_FH, DCF_IF("court_order_title", "other"),
               "DCF_ORDER_OTHER_MISSING", "The order is of another kind, and is not named.",
               "Name the order, or choose a title of the format."),
    DCF_RULES_END,
};

const struct dcf_place dcf_rules_property[] = {
    {"property[]", property_rules},
    {"defendants[]", breached_order_rules},
    {"defendants[].court_order_applications[]", application_rules},
    DCF_PLACES_END,
};
