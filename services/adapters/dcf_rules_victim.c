/* dcf_rules_victim.c - rules of victims: injuries and compensation. */
#include <stdio.h>

#include "dcf_rules.h"
#include "dcf_value.h"

enum {
    KEY_CHARS = 48
};

/* --- victims ----------------------------------------------------------------------------- */

static const struct dcf_rule victim_rules[] = {
    {.ids = "D326",
     .key = "is_retraction_statement",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = dcf_is_abuse,
     .code = "DCF_RETRACTION_MISSING",
     .says = "A domestic abuse file says of every victim whether the statement is a retraction.",
     .fix = "Write true or false, or correct the marker."},
    DCF_RULES_END,
};

/* --- injuries ------------------------------------------------------------------------------ */

static enum dcf_truth nothing_shown(const struct dcf_scope *s)
{
    return dcf_truth_of(dcf_blank(json_object_get(s->item, "image_description")) &&
                        dcf_blank(json_object_get(s->item, "image_urls")));
}

static const struct dcf_rule injury_rules[] = {
    DCF_NEEDED("D336", "names_of_defendants_causing_injuries", DCF_IN_BOTH, DCF_ALWAYS,
               "DCF_INJURY_NAMES_MISSING", "Nothing says who caused the injury.",
               "Name the defendant."),
    DCF_FILLED("D337", "description_of_injuries", DCF_IN_BOTH),
    DCF_NEEDED("D339", "image_description", DCF_IN_BOTH, DCF_IF_TRUE("images_taken"),
               "DCF_IMAGE_DESCRIPTION_MISSING",
               "Images of the injury were taken, and are not described.",
               "Say what they show, or correct images_taken."),
    {.ids = "D340",
     .key = "reason_images_not_taken",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .when = {DCF_UNLESS_TRUE("images_taken")},
     .also = nothing_shown,
     .code = "DCF_NO_IMAGES_REASON_MISSING",
     .says = "No image of the injury is described or linked, and no reason is given.",
     .fix = "Add the images or the reason why there are none."},
    DCF_NEEDED("D342", "details_of_medical_treatment", DCF_IN_BOTH,
               DCF_IF_TRUE("received_medical_treatment"), "DCF_TREATMENT_MISSING",
               "The victim was treated, and the treatment is not described.",
               "Describe it, or correct received_medical_treatment."),
    DCF_RULES_END,
};

/* --- compensation ---------------------------------------------------------------------------- */

static enum dcf_truth reasons_hold(const struct dcf_scope *s, const char *word)
{
    const json_t *reasons = json_object_get(s->item, "reasons_for_application");
    bool open = dcf_no_list(reasons);
    for (size_t i = 0; i < dcf_count(reasons); i++) {
        const char *text = json_string_value(json_array_get(reasons, i));
        char key[KEY_CHARS];
        if (text != NULL && dcf_same_word(text, word)) {
            return DCF_YES;
        }
        (void)snprintf(key, sizeof key, "reasons_for_application[%zu]", i);
        open = open || dcf_faulty(s, key);
    }
    return open ? DCF_UNKNOWN : DCF_NO;
}

static enum dcf_truth for_expenses(const struct dcf_scope *s)
{
    return reasons_hold(s, "other_expenses");
}

static enum dcf_truth not_for_expenses(const struct dcf_scope *s)
{
    return dcf_not(for_expenses(s));
}

static enum dcf_truth for_losses(const struct dcf_scope *s)
{
    return reasons_hold(s, "other_losses");
}

static enum dcf_truth not_for_losses(const struct dcf_scope *s)
{
    return dcf_not(for_losses(s));
}

static const struct dcf_rule claim_rules[] = {
    {.ids = "D350",
     .key = "details_of_expenses",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .also = for_expenses,
     .code = "DCF_EXPENSES_MISSING",
     .says = "Expenses are claimed, and not described.",
     .fix = "Describe them, or correct reasons_for_application."},
    {.ids = "D351",
     .key = "details_of_expenses",
     .files = DCF_IN_BOTH,
     .demand = DCF_ABSENT,
     .also = not_for_expenses,
     .code = "DCF_EXPENSES_UNASKED",
     .says = "Expenses are described, and not claimed.",
     .fix = "Take them out, or add other_expenses to the reasons."},
    {.ids = "D352",
     .key = "details_of_other_losses",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .also = for_losses,
     .code = "DCF_LOSSES_MISSING",
     .says = "Other losses are claimed, and not described.",
     .fix = "Describe them, or correct reasons_for_application."},
    {.ids = "D353",
     .key = "details_of_other_losses",
     .files = DCF_IN_BOTH,
     .demand = DCF_ABSENT,
     .also = not_for_losses,
     .code = "DCF_LOSSES_UNASKED",
     .says = "Other losses are described, and not claimed.",
     .fix = "Take them out, or add other_losses to the reasons."},
    DCF_CHECKED("D354", "amount_compensation_requested", DCF_IN_BOTH, "VW11", dcf_judged_hearing),
    DCF_RULES_END,
};

static const struct dcf_rule claimed_of_rules[] = {
    {.ids = "D346",
     .files = DCF_IN_BOTH,
     .demand = DCF_MEETS,
     .meets = dcf_names_defendant,
     .code = "DCF_CLAIM_DEFENDANT",
     .says = "No defendant in the file has this name.",
     .fix = "Write the name as it stands in the list of defendants."},
    DCF_RULES_END,
};

const struct dcf_place dcf_rules_victim[] = {
    {"witnesses[].victim", victim_rules},
    {"witnesses[].injuries[]", injury_rules},
    {"witnesses[].victim.compensation_applications[]", claim_rules},
    {"witnesses[].victim.compensation_applications[].defendant_names[]", claimed_of_rules},
    DCF_PLACES_END,
};
