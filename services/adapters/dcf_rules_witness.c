/* dcf_rules_witness.c - rules of witnesses of every kind, and of what they need. */
#include "dcf_rules.h"
#include "dcf_value.h"

static const Pfq__V1__Witness *mapped(const struct dcf_scope *s)
{
    const Pfq__V1__Witnesses *list = s->d->out->witnesses;
    return list != NULL && s->owner_at < list->n_witness ? list->witness[s->owner_at] : NULL;
}

static enum dcf_truth is_civilian(const struct dcf_scope *s)
{
    const Pfq__V1__Witness *w = mapped(s);
    return dcf_truth_of(w != NULL && w->kind == PFQ__V1__WITNESS_KIND__WITNESS_KIND_CIVILIAN);
}

/* --- the witness ------------------------------------------------------------------------- */

static enum dcf_truth is_statement(const struct dcf_scope *s)
{
    return dcf_word_is(s, "type", "StatementWitness");
}

static enum dcf_truth has_birth_date_place(const struct dcf_scope *s)
{
    enum dcf_truth victim = dcf_word_is(s, "type", "PersonVictim");
    return dcf_not(dcf_both(dcf_not(is_statement(s)), dcf_not(victim)));
}

/* A date of birth that cannot be read is given all the same. */
static enum dcf_truth birth_is_missing(const struct dcf_scope *s)
{
    const json_t *born = json_object_get(s->item, "date_of_birth");
    return dcf_both(has_birth_date_place(s), dcf_truth_of(born == NULL || json_is_null(born)));
}

static enum dcf_truth birth_is_given(const struct dcf_scope *s)
{
    const json_t *born = json_object_get(s->item, "date_of_birth");
    return dcf_both(has_birth_date_place(s), dcf_truth_of(born != NULL && !json_is_null(born)));
}

static const struct dcf_rule witness_rules[] = {
    {.ids = "D306 D328",
     .key = "reason_dob_not_provided",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .also = birth_is_missing,
     .check = "WE07",
     .speaks = is_civilian,
     .code = "DCF_BIRTH_REASON_MISSING",
     .says = "There is no date of birth, and no reason why not.",
     .fix = "Add the date of birth, or the reason."},
    {.ids = "D307 D329",
     .key = "reason_dob_not_provided",
     .files = DCF_IN_BOTH,
     .demand = DCF_ABSENT,
     .also = birth_is_given,
     .code = "DCF_BIRTH_REASON_UNASKED",
     .says = "There is a date of birth, and a reason why there is none.",
     .fix = "Take one of the two out."},
    {.ids = "D309",
     .key = "url",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("visually_recorded_interview")},
     .also = is_statement,
     .code = "DCF_URL_MISSING",
     .says = "The witness was interviewed on video, and the address of the recording is not given.",
     .fix = "Add the address, or correct visually_recorded_interview."},
    {.ids = "D310",
     .key = "url",
     .files = DCF_IN_BOTH,
     .demand = DCF_ABSENT,
     .when = {DCF_UNLESS_TRUE("visually_recorded_interview")},
     .also = is_statement,
     .code = "DCF_URL_UNASKED",
     .says = "There is the address of a recording, and no interview on video.",
     .fix = "Take it out, or correct visually_recorded_interview."},
    DCF_RULES_END,
};

/* --- what a witness can say and needs ----------------------------------------------------- */

/* The part of another witness, wherever that kind keeps it. */
static const json_t *part_of(const json_t *witness)
{
    const json_t *victim = json_object_get(witness, "victim");
    return json_object_get(victim != NULL ? victim : witness, "witness");
}

static enum dcf_truth id_is_new(const struct dcf_scope *s)
{
    const json_t *id = json_object_get(s->item, "witness_id");
    const json_t *list = json_object_get(s->d->body, "witnesses");
    for (size_t i = 0; id != NULL && !json_is_null(id) && i < s->owner_at; i++) {
        const json_t *other = json_object_get(part_of(json_array_get(list, i)), "witness_id");
        if (json_equal(other, id)) {
            return DCF_NO;
        }
    }
    return DCF_YES;
}

/* A victim who wishes to read a statement in court needs both, whatever the plea. */
static enum dcf_truth needs_are_unasked(const struct dcf_scope *s)
{
    const json_t *victim = json_object_get(s->owner, "victim");
    bool reads = dcf_is(s->owner, "type", "PersonVictim") &&
                 dcf_is(victim, "victim_wish_to_attend_court", "yes_victim_to_read");
    return dcf_both(dcf_is_gap(s), dcf_truth_of(!reads));
}

static enum dcf_truth measures_are_checked(const struct dcf_scope *s)
{
    return dcf_both(is_civilian(s), dcf_judged_hearing(s));
}

static enum dcf_truth link_is_checked(const struct dcf_scope *s)
{
    return dcf_both(measures_are_checked(s),
                    dcf_truth_of(s->d->out->anticipated_plea == PFQ__V1__PLEA__PLEA_NOT_GUILTY));
}

#define GUILTY_SAYS "A guilty plea file does not hold this, for no witness is expected in court."
#define GUILTY_FIX  "Take it out, or correct the plea or the progression of the case."

static const struct dcf_rule part_rules[] = {
    {.ids = "D286",
     .key = "witness_id",
     .files = DCF_IN_BOTH,
     .demand = DCF_MEETS,
     .meets = id_is_new,
     .code = "DCF_WITNESS_ID_REPEATED",
     .says = "An earlier witness has the same id.",
     .fix = "Give each witness an id of its own."},
    DCF_CHECKED("D290", "nature_of_involvement", DCF_IN_BOTH, "WE11", NULL),
    DCF_CHECKED("D291 D317", "evidence_they_can_give", DCF_IN_BOTH, "WE11", NULL),
    {.ids = "D292",
     .key = "special_measures",
     .files = DCF_IN_FH,
     .demand = DCF_ABSENT,
     .also = needs_are_unasked,
     .code = "DCF_SPECIAL_MEASURES_UNASKED",
     .says = GUILTY_SAYS,
     .fix = GUILTY_FIX},
    {.ids = "D293",
     .key = "special_measures",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = dcf_is_ngap,
     .check = "VW04",
     .speaks = measures_are_checked,
     .code = "DCF_SPECIAL_MEASURES_MISSING",
     .says = "A not guilty file says of every witness whether special measures are needed.",
     .fix = "Write true or false."},
    {.ids = "D295",
     .key = "interpreter_required",
     .files = DCF_IN_FH,
     .demand = DCF_ABSENT,
     .also = dcf_is_gap,
     .code = "DCF_WITNESS_INTERPRETER_UNASKED",
     .says = GUILTY_SAYS,
     .fix = GUILTY_FIX},
    {.ids = "D296",
     .key = "interpreter_required",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = dcf_is_ngap,
     .code = "DCF_WITNESS_INTERPRETER_MISSING",
     .says = "A not guilty file says of every witness whether an interpreter is needed.",
     .fix = "Write true or false."},
    {.ids = "D298",
     .key = "wish_to_use_video_link",
     .files = DCF_IN_FH,
     .demand = DCF_ABSENT,
     .also = needs_are_unasked,
     .code = "DCF_VIDEO_LINK_UNASKED",
     .says = GUILTY_SAYS,
     .fix = GUILTY_FIX},
    {.ids = "D299",
     .key = "wish_to_use_video_link",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .also = dcf_is_ngap,
     .check = "VW06",
     .speaks = link_is_checked,
     .code = "DCF_VIDEO_LINK_MISSING",
     .says = "A not guilty file says of every witness whether a video link is wished for.",
     .fix = "Write true or false."},
    {.ids = "D301",
     .key = "interpreter_language_or_dialect",
     .files = DCF_IN_FH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("interpreter_required")},
     .also = dcf_is_ngap,
     .check = "VW07",
     .speaks = measures_are_checked,
     .code = "DCF_LANGUAGE_MISSING",
     .says = "An interpreter is required, and the language is not named.",
     .fix = "Name the language or dialect."},
    DCF_RULES_END,
};

const struct dcf_place dcf_rules_witness[] = {
    {"witnesses[]", witness_rules},
    {"witnesses[].witness", part_rules},
    {"witnesses[].victim.witness", part_rules},
    DCF_PLACES_END,
};
