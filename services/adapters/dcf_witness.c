/* dcf_witness.c - witnesses and victims: see dcf.h.
 *
 * The format wraps what witnesses share: in witness for most, in victim.witness for a
 * victim. */
#include "dcf.h"
#include "dcf_shape.h"
#include "dcf_value.h"

static bool has_type(const json_t *list, const char *word)
{
    for (size_t i = 0; i < dcf_count(list); i++) {
        const char *text = json_string_value(json_array_get(list, i));
        if (text != NULL && dcf_same_word(text, word)) {
            return true;
        }
    }
    return false;
}

static Pfq__V1__WitnessKind kind_of(const json_t *from, const json_t *types)
{
    if (dcf_is(from, "type", "ExpertWitness")) {
        return PFQ__V1__WITNESS_KIND__WITNESS_KIND_EXPERT;
    }
    if (dcf_is(from, "type", "OrganisationVictim")) {
        return PFQ__V1__WITNESS_KIND__WITNESS_KIND_ORGANISATION;
    }
    if (dcf_is(json_object_get(from, "name"), "type", "OfficerName") || has_type(types, "police") ||
        has_type(types, "arresting_officer") || has_type(types, "interviewing_officer")) {
        return PFQ__V1__WITNESS_KIND__WITNESS_KIND_POLICE;
    }
    return PFQ__V1__WITNESS_KIND__WITNESS_KIND_CIVILIAN;
}

/* Only the kinds that the format gives a date of birth to can say anything of it. */
static void map_age(struct dcf *d, const json_t *from, size_t at, Pfq__V1__Witness *out)
{
    const json_t *born = json_object_get(from, "date_of_birth");
    const char *path = pfq_arena_printf(d->arena, "$.case.witnesses[%zu].date_of_birth", at);
    uint32_t age = 0;
    if (!dcf_is(from, "type", "StatementWitness") && !dcf_is(from, "type", "PersonVictim")) {
        return;
    }
    /* an empty text is a date that cannot be read, and a problem of its own */
    DCF_SET(out, date_of_birth_given, born != NULL && !json_is_null(born));
    DCF_SET(out, no_birth_date_reason_given,
            dcf_given(json_object_get(from, "reason_dob_not_provided")));
    if (dcf_age_then(d, born, path, &age)) {
        DCF_SET(out, age_at_submission, age);
    }
}

static void map_video(const json_t *from, Pfq__V1__Witness *out)
{
    static const struct dcf_row rows[] = {
        DCF_ROW(Pfq__V1__Witness, video_interviewed, DCF_AS_FLAG, "visually_recorded_interview"),
    };
    DCF_FILL(from, rows, out);
    if (out->video_interviewed && dcf_given(json_object_get(from, "url"))) {
        DCF_SET(out, video_interview_given, true);
    }
}

/* Needs are asked for in a not-guilty file alone; there, silence is an answer. */
static void map_needs(const struct dcf *d, const json_t *part, Pfq__V1__Witness *out)
{
    static const struct dcf_row rows[] = {
        DCF_ROW(Pfq__V1__Witness, nature_of_involvement_given, DCF_AS_GIVEN,
                "nature_of_involvement"),
        DCF_ROW(Pfq__V1__Witness, evidence_summary_given, DCF_AS_GIVEN, "evidence_they_can_give"),
        DCF_ROW(Pfq__V1__Witness, special_measures_required, DCF_AS_FLAG, "special_measures"),
        DCF_ROW(Pfq__V1__Witness, special_measures_considered, DCF_AS_SHOWN, "special_measures"),
        DCF_ROW(Pfq__V1__Witness, video_link_wish_given, DCF_AS_SHOWN, "wish_to_use_video_link"),
        DCF_ROW(Pfq__V1__Witness, interpreter_required, DCF_AS_FLAG, "interpreter_required"),
        DCF_ROW(Pfq__V1__Witness, language_given, DCF_AS_SHOWN, "interpreter_language_or_dialect"),
    };
    if (!json_is_object(part)) {
        return;
    }
    DCF_FILL(part, rows, out);
    out->has_special_measures_considered |= d->ngap;
    out->has_video_link_wish_given |= d->ngap;
    out->has_language_given |= out->interpreter_required;
}

/* --- victims ------------------------------------------------------------------------------ */

static void map_compensation(const json_t *list, Pfq__V1__Witness *out)
{
    size_t count = dcf_count(list);
    bool amounts = true;
    bool open = false;
    for (size_t i = 0; i < count; i++) {
        const json_t *entry = json_array_get(list, i);
        const json_t *amount = json_object_get(entry, "amount_compensation_requested");
        bool unread = dcf_no_object(entry);
        amounts = amounts && (unread || dcf_given(amount));
        open = open || unread || (dcf_given(amount) && !json_is_number(amount));
    }
    if (!dcf_no_list(list)) {
        DCF_SET(out, compensation_sought, count > 0);
    }
    if (count > 0 && (!open || !amounts)) {
        DCF_SET(out, compensation_amount_given, amounts);
    }
}

/* No statement made: the format cannot say whether one was offered, so the status stays
 * absent. */
static void map_victim(const json_t *victim, Pfq__V1__Witness *out)
{
    static const struct dcf_row rows[] = {
        DCF_ROW(Pfq__V1__Witness, victim_code_met, DCF_AS_FLAG, "victim_code_requirements_met"),
        DCF_ROW(Pfq__V1__Witness, retracted, DCF_AS_FLAG, "is_retraction_statement"),
    };
    DCF_FILL(victim, rows, out);
    if (dcf_true(victim, "has_the_victim_made_a_vps_isb")) {
        DCF_SET(out, vps_status, PFQ__V1__VPS_STATUS__VPS_STATUS_MADE);
    }
    DCF_SET(out, vps_reading_wish_given,
            dcf_given(json_object_get(victim, "rep_wish")) ||
                dcf_given(json_object_get(victim, "victim_wish_to_attend_court")));
    map_compensation(json_object_get(victim, "compensation_applications"), out);
}

static bool photos_taken(const json_t *injuries)
{
    for (size_t i = 0; i < dcf_count(injuries); i++) {
        if (dcf_true(json_array_get(injuries, i), "images_taken")) {
            return true;
        }
    }
    return false;
}

/* --- all ------------------------------------------------------------------------------------ */

static void map_witness(struct dcf *d, const json_t *from, size_t at, Pfq__V1__Witness *out)
{
    bool is_victim = dcf_is(from, "type", "PersonVictim") ||
                     dcf_is(from, "type", "OrganisationVictim") ||
                     json_is_object(json_object_get(from, "victim"));
    const json_t *holder = is_victim ? json_object_get(from, "victim") : from;
    const json_t *types = json_object_get(holder, "witness_type");
    DCF_SET(out, kind, kind_of(from, types));
    DCF_SET(out, is_victim, is_victim);
    map_age(d, from, at, out);
    map_video(from, out);
    map_needs(d, json_object_get(holder, "witness"), out);
    if (has_type(types, "vulnerable")) {
        DCF_SET(out, vulnerable, true);
    }
    if (has_type(types, "intimidated")) {
        DCF_SET(out, intimidated, true);
    }
    if (json_is_object(holder) && is_victim) {
        map_victim(holder, out);
    }
}

void dcf_map_witnesses(struct dcf *d)
{
    const json_t *list = json_object_get(d->body, "witnesses");
    if (!json_is_array(list)) {
        return;
    }
    Pfq__V1__Witnesses *out = dcf_message(&pfq__v1__witnesses__descriptor, d->arena);
    out->n_witness = dcf_count(list);
    out->witness = dcf_messages(&pfq__v1__witness__descriptor, out->n_witness, d->arena);
    bool photos = false;
    for (size_t i = 0; i < out->n_witness; i++) {
        const json_t *from = json_array_get(list, i);
        map_witness(d, from, i, out->witness[i]);
        photos = photos || photos_taken(json_object_get(from, "injuries"));
    }
    if (!d->bob) {
        DCF_SET(d->out, injury_photos_taken, photos);
    }
    d->out->witnesses = out;
}
