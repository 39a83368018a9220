/* dcf_interview.c - the interview of a defendant: see dcf.h. */
#include "dcf.h"
#include "dcf_value.h"

/* What the suspect said, in the places that a DCF has for it. */
static uint32_t account_chars(const json_t *interview)
{
    static const char *const keys[] = {"admissions_made", "denials", "defences", "explanations",
                                       "mitigations"};
    uint32_t chars = 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        chars += dcf_chars(json_object_get(interview, keys[i]));
    }
    return chars;
}

static void map_held(const json_t *from, Pfq__V1__Interview *out)
{
    static const struct dcf_row rows[] = {
        DCF_ROW(Pfq__V1__Interview, interview_date, DCF_AS_DATE, "date"),
        DCF_ROW(Pfq__V1__Interview, no_comment, DCF_AS_FLAG, "no_comment_response"),
        DCF_ROW(Pfq__V1__Interview, legally_represented, DCF_AS_FLAG,
                "defendant_legally_represented"),
        DCF_ROW(Pfq__V1__Interview, appropriate_adult_count, DCF_AS_COUNT, "appropriate_adults"),
        DCF_ROW(Pfq__V1__Interview, interpreter_count, DCF_AS_COUNT, "interpreters"),
    };
    bool asked = dcf_given(json_object_get(from, "questions_asked"));
    DCF_FILL(from, rows, out);
    DCF_SET(out, account_chars, account_chars(from));
    /* the format wants the questions of a no-comment interview, and of no other */
    if (asked || dcf_true(from, "no_comment_response")) {
        DCF_SET(out, questions_summarised, asked);
    }
    DCF_SET(out, summary_in,
            asked || out->account_chars > 0 ? PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_DCF
                                            : PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_OTHER);
}

static void map_age(const json_t *defendant, Pfq__V1__Defendant *out)
{
    int32_t age = dcf_age(dcf_date(json_object_get(defendant, "date_of_birth")),
                          out->interview->interview_date);
    if (out->interview->has_interview_date && age >= 0) {
        DCF_SET(out, age_at_interview, (uint32_t)age);
    }
}

void dcf_map_interview(const struct dcf *d, const json_t *from, Pfq__V1__Defendant *out)
{
    static const struct dcf_row not_held[] = {
        DCF_ROW(Pfq__V1__Interview, reason_not_held_given, DCF_AS_GIVEN, "reason"),
    };
    const json_t *interview = json_object_get(from, "interview");
    if (!json_is_object(interview)) {
        return;
    }
    bool held =
        dcf_is(interview, "type", "StandardInterview") ||
        (json_object_get(interview, "type") == NULL && json_object_get(interview, "date") != NULL);
    out->interview = dcf_message(&pfq__v1__interview__descriptor, d->arena);
    DCF_SET(out->interview, held, held);
    if (held) {
        map_held(interview, out->interview);
        map_age(from, out);
    } else {
        DCF_FILL(interview, not_held, out->interview);
    }
}
