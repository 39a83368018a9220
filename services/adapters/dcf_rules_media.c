/* dcf_rules_media.c - rules of multimedia evidence. */
#include "dcf_rules.h"
#include "dcf_value.h"

static enum dcf_truth id_is_new(const struct dcf_scope *s)
{
    return dcf_key_is_new(s, "id");
}

/* An answer that is missing leaves it open. */
static enum dcf_truth has_purpose(const struct dcf_scope *s)
{
    const json_t *trial = json_object_get(s->item, "relied_upon_trial");
    const json_t *sentence = json_object_get(s->item, "relied_upon_sentence");
    if (json_is_true(trial) || json_is_true(sentence)) {
        return DCF_YES;
    }
    return json_is_false(trial) && json_is_false(sentence) ? DCF_NO : DCF_UNKNOWN;
}

static enum dcf_truth item_is_checked(const struct dcf_scope *s)
{
    return dcf_both(dcf_judged_hearing(s), dcf_truth_of(dcf_true(s->item, "evidential_value")));
}

static const struct dcf_rule media_rules[] = {
    DCF_FILLED("D190", "id", DCF_IN_BOTH),
    {.ids = "D191",
     .key = "id",
     .files = DCF_IN_BOTH,
     .demand = DCF_MEETS,
     .meets = id_is_new,
     .code = "DCF_MEDIA_ID_REPEATED",
     .says = "An earlier item of multimedia evidence has the same id.",
     .fix = "Give each item an id of its own, and correct what refers to it."},
    DCF_FILLED("D193", "type", DCF_IN_BOTH),
    {.ids = "D195 D196",
     .files = DCF_IN_FH,
     .demand = DCF_MEETS,
     .meets = has_purpose,
     .check = "EX15",
     .speaks = item_is_checked,
     .code = "DCF_MEDIA_PURPOSE",
     .says = "This is relied on neither at trial nor at sentence.",
     .fix = "Write true for relied_upon_trial or relied_upon_sentence."},
    DCF_CHECKED("D199", "description_of_what_is_contained_in_multimedia_evidence", DCF_IN_BOTH,
                "EX15", item_is_checked),
    DCF_RULES_END,
};

const struct dcf_place dcf_rules_media[] = {
    {"multimedia_evidence[]", media_rules},
    DCF_PLACES_END,
};
