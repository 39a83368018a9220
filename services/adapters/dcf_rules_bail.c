/* dcf_rules_bail.c - rules of bail, remand and breach of bail. */
#include "dcf_rules.h"
#include "dcf_value.h"

/* --- bail ---------------------------------------------------------------------------- */

/* Bail was not granted, or nothing says that it was owed. */
static enum dcf_truth has_no_bail(const struct dcf_scope *s)
{
    enum dcf_truth custody = dcf_word_is(s, "person_remand_status", "custody");
    enum dcf_truth none = dcf_word_is(s, "person_remand_status", "not_applicable");
    return dcf_not(dcf_both(dcf_not(custody), dcf_not(none)));
}

static enum dcf_truth has_bail(const struct dcf_scope *s)
{
    enum dcf_truth on = dcf_word_is(s, "person_remand_status", "conditional_bail");
    enum dcf_truth free = dcf_word_is(s, "person_remand_status", "unconditional_bail");
    return dcf_not(dcf_both(dcf_not(on), dcf_not(free)));
}

static const struct dcf_rule bail_rules[] = {
    DCF_NEEDED("D147", "bail_conditions_provided", DCF_IN_FH,
               DCF_IF("person_remand_status", "conditional_bail"), "DCF_CONDITIONS_COPY_MISSING",
               "The file does not say whether the defendant was given the conditions of bail.",
               "Write true or false."),
    DCF_UNASKED("D148", "bail_conditions_provided", DCF_IN_FH,
                DCF_UNLESS("person_remand_status", "conditional_bail"),
                "DCF_CONDITIONS_COPY_UNASKED", "Only conditional bail has conditions to give.",
                "Take it out, or correct person_remand_status."),
    {.ids = "D150 D151",
     .key = "signed_for_bail",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = has_bail,
     .code = "DCF_BAIL_SIGNED_MISSING",
     .says = "The file does not say whether the defendant signed for bail.",
     .fix = "Write true or false."},
    {.ids = "D152 D153",
     .key = "signed_for_bail",
     .files = DCF_IN_FH,
     .demand = DCF_ABSENT,
     .also = has_no_bail,
     .code = "DCF_BAIL_SIGNED_UNASKED",
     .says = "The defendant is not on bail, so there was nothing to sign for.",
     .fix = "Take it out, or correct person_remand_status."},
    {.ids = "D154",
     .key = "bail_conditions",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF("person_remand_status", "conditional_bail")},
     .check = "BO02",
     .code = "DCF_BAIL_CONDITIONS_MISSING",
     .says = "The defendant is on conditional bail, and there are no conditions.",
     .fix = "Add each condition with its grounds, or correct person_remand_status."},
    {.ids = "D114",
     .key = "remand_application",
     .files = DCF_IN_BOB,
     .demand = DCF_GIVEN,
     .code = "DCF_REMAND_MISSING",
     .says = "A breach of bail file needs an application to remand.",
     .fix = "Add remand_application with its grounds."},
    DCF_CHECKED("D115", "breach_of_bail", DCF_IN_BOB, "BO04", NULL),
    DCF_RULES_END,
};

/* --- conditions and grounds ------------------------------------------------------------ */

static enum dcf_truth on_conditional_bail(const struct dcf_scope *s)
{
    return dcf_truth_of(dcf_is(s->owner, "person_remand_status", "conditional_bail") &&
                        dcf_judged_hearing(s) == DCF_YES);
}

#define GROUNDS_SAYS "A condition of bail needs a ground in law."
#define GROUNDS_FIX  "Add at least one ground of the format."

static const struct dcf_rule own_condition_rules[] = {
    {.ids = "D260",
     .key = "grounds",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .check = "BO02",
     .speaks = on_conditional_bail,
     .code = "DCF_BAIL_GROUNDS_MISSING",
     .says = GROUNDS_SAYS,
     .fix = GROUNDS_FIX},
    DCF_FILLED("D261", "condition", DCF_IN_FH),
    DCF_RULES_END,
};

static const struct dcf_rule condition_rules[] = {
    DCF_NEEDED("D260", "grounds", DCF_IN_BOTH, DCF_ALWAYS, "DCF_BAIL_GROUNDS_MISSING", GROUNDS_SAYS,
               GROUNDS_FIX),
    DCF_FILLED("D261", "condition", DCF_IN_BOTH),
    DCF_RULES_END,
};

/* An empty application is none, so the check passes over it. */
static enum dcf_truth remand_is_checked(const struct dcf_scope *s)
{
    return dcf_both(dcf_judged_hearing(s),
                    dcf_truth_of(dcf_given(json_object_get(s->owner, "remand_application"))));
}

static const struct dcf_rule remand_rules[] = {
    {.ids = "D255",
     .key = "substantial_grounds",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .check = "BO01",
     .speaks = remand_is_checked,
     .code = "DCF_REMAND_GROUNDS_MISSING",
     .says = "The application to remand has no grounds.",
     .fix = "Add each ground with what justifies it."},
    DCF_RULES_END,
};

static const struct dcf_rule ground_rules[] = {
    DCF_CHECKED("D258", "justification", DCF_IN_BOTH, "BO01", remand_is_checked),
    DCF_RULES_END,
};

/* --- breach of bail ---------------------------------------------------------------------- */

static const struct dcf_rule breach_rules[] = {
    DCF_CHECKED("D263", "breach_details", DCF_IN_BOTH, "BO04", dcf_judged_breach),
    DCF_CHECKED("D265", "key_evidence", DCF_IN_BOTH, "BO04", dcf_judged_breach),
    DCF_CHECKED("D266", "existing_bail_breached", DCF_IN_BOTH, "BO04", dcf_judged_breach),
    DCF_RULES_END,
};

static const struct dcf_rule existing_rules[] = {
    {.ids = "D269",
     .key = "original_charge_wording",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .check = "BO04",
     .speaks = dcf_judged_breach,
     .code = "DCF_ORIGINAL_CHARGE_MISSING",
     .says = "The charge for which bail was granted has no wording.",
     .fix = "Add the wording of each original charge."},
    {.ids = "D274",
     .key = "list_of_conditions",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .check = "BO04",
     .speaks = dcf_judged_breach,
     .code = "DCF_EXISTING_CONDITIONS_MISSING",
     .says = "The bail that was breached has no conditions.",
     .fix = "Add each condition with its grounds."},
    DCF_RULES_END,
};

const struct dcf_place dcf_rules_bail[] = {
    {"defendants[]", bail_rules},
    {"defendants[].bail_conditions[]", own_condition_rules},
    {"defendants[].remand_application", remand_rules},
    {"defendants[].remand_application.substantial_grounds[]", ground_rules},
    {"defendants[].remand_application.bail_conditions[]", condition_rules},
    {"defendants[].breach_of_bail", breach_rules},
    {"defendants[].breach_of_bail.existing_bail_breached", existing_rules},
    {"defendants[].breach_of_bail.existing_bail_breached.list_of_conditions[]", condition_rules},
    DCF_PLACES_END,
};
