/* dcf_rules_interview.c - rules of interviews, and of what the defendant says to recordings. */
#include "dcf_rules.h"
#include "dcf_shape.h"
#include "dcf_value.h"

enum {
    ADULT = 18 /* years */
};

/* --- the interview ------------------------------------------------------------------- */

static enum dcf_truth not_interviewed(const struct dcf_scope *s)
{
    return dcf_not(dcf_interviewed(s));
}

static enum dcf_truth of_youth(const struct dcf_scope *s)
{
    int32_t age = dcf_age(dcf_date(json_object_get(s->owner, "date_of_birth")), s->d->date);
    return dcf_both(dcf_interviewed(s), age < 0 ? DCF_UNKNOWN : dcf_truth_of(age < ADULT));
}

/* The check takes the age on the day of the interview, where that is known. */
static enum dcf_truth youth_then(const struct dcf_scope *s)
{
    int32_t born = dcf_date(json_object_get(s->owner, "date_of_birth"));
    int32_t then = dcf_age(born, dcf_date(json_object_get(s->item, "date")));
    return dcf_truth_of((then < 0 ? dcf_age(born, s->d->date) : then) < ADULT);
}

static const struct dcf_rule interview_rules[] = {
    {.ids = "D163",
     .key = "reason",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .also = not_interviewed,
     .check = "IN03",
     .speaks = dcf_judged_hearing,
     .code = "DCF_BLANK",
     .says = DCF_BLANK_SAYS,
     .fix = DCF_BLANK_FIX},
    {.ids = "D166",
     .key = "legally_represented_by",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("defendant_legally_represented")},
     .also = dcf_interviewed,
     .code = "DCF_LAWYER_MISSING",
     .says = "The defendant was legally represented, and nothing says by whom.",
     .fix = "Add the name, or correct defendant_legally_represented."},
    {.ids = "D167",
     .key = "legal_representative_firm",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("defendant_legally_represented")},
     .also = dcf_interviewed,
     .code = "DCF_FIRM_MISSING",
     .says = "The defendant was legally represented, and the firm is not named.",
     .fix = "Add the firm, or correct defendant_legally_represented."},
    {.ids = "D171",
     .key = "questions_asked",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("no_comment_response")},
     .also = dcf_interviewed,
     .check = "IN04",
     .speaks = dcf_judged_hearing,
     .code = "DCF_QUESTIONS_MISSING",
     .says = "The defendant made no comment, and the questions are not given.",
     .fix = "Add the main questions."},
    {.ids = "D172",
     .key = "questions_asked",
     .files = DCF_IN_BOTH,
     .demand = DCF_ABSENT,
     .when = {DCF_UNLESS_TRUE("no_comment_response")},
     .also = dcf_interviewed,
     .code = "DCF_QUESTIONS_UNASKED",
     .says = "Only an interview without comment lists the questions.",
     .fix = "Take them out, or correct no_comment_response."},
    {.ids = "D173",
     .key = "appropriate_adults",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .also = of_youth,
     .check = "IN06",
     .speaks = youth_then,
     .code = "DCF_APPROPRIATE_ADULT_MISSING",
     .says = "The defendant is under 18 and was interviewed without an appropriate adult.",
     .fix = "Add who attended, or correct the date of birth."},
    DCF_RULES_END,
};

/* --- recordings shown to the defendant ------------------------------------------------- */

static enum dcf_truth owner_interviewed(const struct dcf_scope *s)
{
    const struct dcf_scope interview = {.item = json_object_get(s->item, "interview")};
    return json_is_object(interview.item) ? dcf_interviewed(&interview) : DCF_UNKNOWN;
}

static bool any_evidential(const struct dcf *d)
{
    const json_t *list = json_object_get(d->body, "multimedia_evidence");
    for (size_t i = 0; i < dcf_count(list); i++) {
        if (dcf_true(json_array_get(list, i), "evidential_value")) {
            return true;
        }
    }
    return false;
}

static enum dcf_truth showing_is_checked(const struct dcf_scope *s)
{
    return dcf_both(dcf_judged_hearing(s), dcf_truth_of(any_evidential(s->d)));
}

static const struct dcf_rule response_list_rules[] = {
    {.ids = "D123",
     .key = "multimedia_evidence_response",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .also = owner_interviewed,
     .check = "EX16",
     .speaks = showing_is_checked,
     .code = "DCF_RESPONSE_MISSING",
     .says = "The defendant was interviewed, and no response to recordings is given.",
     .fix = "Add a response for each recording, or one that says there was none."},
    DCF_RULES_END,
};

static enum dcf_truth recorded(const struct dcf_scope *s)
{
    if (json_object_get(s->item, "type") == NULL) {
        return dcf_truth_of(json_object_get(s->item, "defendant_shown") != NULL);
    }
    if (dcf_is(s->item, "type", "MmeRecordedResponse")) {
        return DCF_YES;
    }
    return dcf_is(s->item, "type", "MmeNotRecordedResponse") ? DCF_NO : DCF_UNKNOWN;
}

static enum dcf_truth not_recorded(const struct dcf_scope *s)
{
    return dcf_not(recorded(s));
}

static enum dcf_truth id_resolves(const struct dcf_scope *s)
{
    const json_t *id = json_object_get(s->item, "id");
    if (!json_is_string(id) || dcf_blank(id)) {
        return DCF_UNKNOWN;
    }
    return dcf_refers(s, "multimedia_evidence", "id", id);
}

static enum dcf_truth nothing_recorded(const struct dcf_scope *s)
{
    return dcf_truth_of(dcf_count(json_object_get(s->d->body, "multimedia_evidence")) == 0);
}

static enum dcf_truth recorded_not_shown(const struct dcf_scope *s)
{
    const json_t *shown = json_object_get(s->item, "defendant_shown");
    return dcf_both(recorded(s),
                    json_is_boolean(shown) ? dcf_truth_of(json_is_false(shown)) : DCF_UNKNOWN);
}

static const struct dcf_rule response_rules[] = {
    DCF_FILLED("D176", "id", DCF_IN_BOTH),
    {.ids = "D177",
     .key = "id",
     .files = DCF_IN_BOTH,
     .demand = DCF_MEETS,
     .also = recorded,
     .meets = id_resolves,
     .code = "DCF_MEDIA_UNRESOLVED",
     .says = "No item of multimedia evidence in the file has this id.",
     .fix = "Use the id of an item, or add the item."},
    {.ids = "D179",
     .key = "reasons_if_not_shown",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .also = recorded_not_shown,
     .check = "EX16",
     .speaks = showing_is_checked,
     .code = "DCF_NOT_SHOWN_REASON_MISSING",
     .says = "The recording was not shown to the defendant, and no reason is given.",
     .fix = "Add the reason, or correct defendant_shown."},
    {.ids = "D180",
     .key = "defendant_comments_if_shown",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("defendant_shown")},
     .also = recorded,
     .code = "DCF_SHOWN_COMMENT_MISSING",
     .says = "The recording was shown to the defendant, and no comment on it is given.",
     .fix = "Add what was said, or that nothing was."},
    {.ids = "D182",
     .key = "defendant_admits_being_in_mme",
     .files = DCF_IN_BOTH,
     .demand = DCF_GIVEN,
     .when = {DCF_IF_TRUE("defendant_shown"),
              DCF_IF_TRUE("is_defendant_believed_to_be_in_the_mme")},
     .also = recorded,
     .code = "DCF_MEDIA_ADMISSION_MISSING",
     .says = "The defendant was shown the recording, and nothing says whether being in it was "
             "admitted.",
     .fix = "Write true or false."},
    {.ids = "D183",
     .key = "defendant_admits_being_in_mme",
     .files = DCF_IN_BOTH,
     .demand = DCF_ABSENT,
     .when = {DCF_UNLESS_TRUE("defendant_shown"),
              DCF_UNLESS_TRUE("is_defendant_believed_to_be_in_the_mme")},
     .also = recorded,
     .code = "DCF_MEDIA_ADMISSION_UNASKED",
     .says = "The defendant was not shown the recording and is not believed to be in it.",
     .fix = "Take it out, or correct the two answers."},
    {.ids = "D186",
     .key = "how_is_identification_established",
     .files = DCF_IN_BOTH,
     .demand = DCF_NOT_BLANK,
     .also = not_recorded,
     .code = "DCF_BLANK",
     .says = DCF_BLANK_SAYS,
     .fix = DCF_BLANK_FIX},
    {.ids = "D187",
     .key = "type",
     .files = DCF_IN_BOTH,
     .demand = DCF_MEETS,
     .also = not_recorded,
     .meets = nothing_recorded,
     .code = "DCF_RESPONSE_KIND",
     .says = "The file has multimedia evidence, so each response must be to an item of it.",
     .fix = "Use MmeRecordedResponse with the id of the item."},
    DCF_RULES_END,
};

const struct dcf_place dcf_rules_interview[] = {
    {"defendants[].interview", interview_rules},
    {"defendants[]", response_list_rules},
    {"defendants[].multimedia_evidence_response[]", response_rules},
    DCF_PLACES_END,
};
