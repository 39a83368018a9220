/* A Digital Case File becomes facts about a file: pfq/adapter.h. */
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "pfq/adapter.h"
#include "pfq/clock.h"
#include "support/doc.h"

#define HEARING "tests/samples/43_dcf.json"
#define ABUSE   "tests/samples/41_dcf_faults.json"
#define BREACH  "tests/samples/40_dcf_breach.json"
#define DEF     "case.defendants[0]"
#define CHARGE  DEF ".offences[0].retail_theft_offences[0]"

static struct pfq_arena arena;
static json_t *document;
static struct pfq_adapted *got;

static void setup(void)
{
    pfq_arena_open(&arena);
}

static void teardown(void)
{
    json_decref(document);
    document = NULL;
    pfq_arena_close(&arena);
}

TestSuite(dcf, .init = setup, .fini = teardown);

static void load(const char *file)
{
    json_decref(document);
    document = doc_load(file);
}

static const Pfq__V1__Submission *mapped(const char *force)
{
    got = doc_adapt(document, force, &arena);
    cr_assert_not_null(got->envelope);
    return got->envelope->submission;
}

static bool warned(const char *code, const char *path)
{
    for (size_t i = 0; i < got->warnings.count; i++) {
        if (strcmp(got->warnings.rows[i]->code, code) == 0 &&
            strcmp(got->warnings.rows[i]->path, path) == 0) {
            return true;
        }
    }
    return false;
}

/* --- which file it is --------------------------------------------------------------- */

Test(dcf, the_stage_follows_pleas_and_progression)
{
    static const struct {
        const char *plea;
        const char *progression;
        Pfq__V1__FileType stage;
    } rows[] = {
        {"\"guilty\"", "\"summary_only\"", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP},
        {"\"not_guilty\"", "\"summary_only\"", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP},
        {"\"Not Guilty\"", "\"summary_only\"", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP},
        {"\"guilty\"", "\"indictable_only\"", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC},
        {"\"guilty\"", "\"either_way_and_likely_to_be_heard_in_the_crown_court\"",
         PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC},
        {"\"guilty\"", "\"either_way_and_likely_to_remain_in_the_magistrates_court\"",
         PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP},
        {"7", "null", PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        load(HEARING);
        doc_set(document, CHARGE ".offence.anticipated_plea", rows[i].plea);
        doc_set(document, "case.likely_case_progression", rows[i].progression);
        cr_expect_eq(mapped("43")->file_type, rows[i].stage, "row %zu", i);
    }
    load(BREACH);
    cr_expect_eq(mapped("40")->file_type, PFQ__V1__FILE_TYPE__FILE_TYPE_BOB);
}

Test(dcf, one_plea_of_not_guilty_makes_the_whole_file_not_guilty)
{
    load(HEARING);
    json_t *second = json_deep_copy(doc_at(document, DEF));
    json_array_append_new(doc_at(document, "case.defendants"), second);
    doc_set(document,
            "case.defendants[1].offences[0].retail_theft_offences[0].offence.anticipated_plea",
            "\"not_guilty\"");
    const Pfq__V1__Submission *s = mapped("43");
    cr_assert_eq(s->file_type, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP);
    cr_assert_eq(s->anticipated_plea, PFQ__V1__PLEA__PLEA_NOT_GUILTY);
    cr_assert_eq(s->offences->n_offence, 2);
    cr_assert_eq(s->offences->offence[1]->defendant, 2);
}

Test(dcf, a_force_taken_from_the_urn_is_marked_so_that_comparing_proves_nothing)
{
    load(HEARING);
    const Pfq__V1__Submission *s = mapped(NULL);
    cr_assert_str_eq(s->submitting_force, "43");
    cr_assert(s->has_force_from_urn && s->force_from_urn);
    cr_assert(warned("FORCE_FROM_URN", "$.case.pti_urn"));
    s = mapped("41");
    cr_assert_str_eq(s->submitting_force, "41");
    cr_assert_not(s->has_force_from_urn);
    cr_assert_not(warned("FORCE_FROM_URN", "$.case.pti_urn"));
}

Test(dcf, the_case_date_is_noon_in_london_and_says_so)
{
    load(HEARING);
    const Pfq__V1__Submission *s = mapped("43");
    cr_assert_eq(pfq_london_date(s->submitted_at), 20160505);
    cr_assert_eq(pfq_london_minutes(s->submitted_at), 12 * 60);
    cr_assert(warned("DCF_NOON", "$.case.date"));
    doc_set(document, "case.date", "\"yesterday\"");
    s = mapped("43");
    cr_assert_not(s->has_submitted_at);
    cr_assert_not(s->defendants->defendant[0]->has_age_at_submission);
}

/* --- people ---------------------------------------------------------------------------- */

Test(dcf, ages_are_whole_years_on_the_case_date)
{
    static const struct {
        const char *born;
        const char *date;
        int age; /* -1: not known */
    } rows[] = {
        {"\"1998-05-05\"", "\"2016-05-05\"", 18},
        {"\"1998-05-06\"", "\"2016-05-05\"", 17},
        {"\"1996-02-29\"", "\"2015-02-28\"", 18},
        {"\"1996-02-29\"", "\"2015-03-01\"", 19},
        {"\"1996-02-29\"", "\"2016-02-28\"", 19},
        {"\"1996-02-29\"", "\"2016-02-29\"", 20},
        {"\"2016-05-05\"", "\"2016-05-05\"", 0},
        {"\"2016-05-06\"", "\"2016-05-05\"", -1},
        {"\"1998-05-05T00:00\"", "\"2016-05-05\"", 18},
        {"\"1997-02-29\"", "\"2016-05-05\"", -1},
        {"\"\"", "\"2016-05-05\"", -1},
        {"19980505", "\"2016-05-05\"", -1},
        {"null", "\"2016-05-05\"", -1},
    };

    load(HEARING);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        doc_set(document, DEF ".date_of_birth", rows[i].born);
        doc_set(document, "case.witnesses[0].date_of_birth", rows[i].born);
        doc_set(document, "case.date", rows[i].date);
        const Pfq__V1__Submission *s = mapped("43");
        const Pfq__V1__Defendant *d = s->defendants->defendant[0];
        const Pfq__V1__Witness *w = s->witnesses->witness[0];
        cr_expect_eq(d->has_age_at_submission ? (int)d->age_at_submission : -1, rows[i].age,
                     "row %zu", i);
        cr_expect_eq(w->has_age_at_submission ? (int)w->age_at_submission : -1, rows[i].age,
                     "row %zu", i);
    }
}

Test(dcf, a_birth_after_the_case_date_is_warned_of)
{
    load(HEARING);
    doc_set(document, DEF ".date_of_birth", "\"2017-01-01\"");
    (void)mapped("43");
    cr_assert(warned("DCF_AGE", "$." DEF ".date_of_birth"));
}

Test(dcf, a_defendant_becomes_flags_and_counts)
{
    load(HEARING);
    const Pfq__V1__Submission *s = mapped("43");
    const Pfq__V1__Defendant *d = s->defendants->defendant[0];
    cr_assert(d->has_name_given && d->name_given && d->date_of_birth_given && d->arrest_given);
    cr_assert_eq(d->age_at_submission, 31);
    cr_assert_eq(d->initiation, PFQ__V1__INITIATION__INITIATION_CHARGE);
    cr_assert(d->charge_sheet_signed && d->full_admission);
    cr_assert(d->has_denied && !d->denied);
    cr_assert_eq(d->caution_unsuitable_reasons_count, 1);
    cr_assert_eq(d->remand_status, PFQ__V1__REMAND_STATUS__REMAND_STATUS_UNCONDITIONAL_BAIL);
    cr_assert(d->has_remand_sought && !d->remand_sought);
    cr_assert_null(d->objection_grounds);
    cr_assert_not_null(d->bail_conditions);
    cr_assert(d->orders_considered);
    cr_assert_eq(d->order_applications->n_order_application, 0, "no order required is none");
    cr_assert(s->has_orders_sought && !s->orders_sought);
    cr_assert_eq(d->media_response, PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_SHOWN);
    cr_assert(d->interview->held);
    cr_assert_eq(d->interview->interview_date, 20160503);
    cr_assert_gt(d->interview->account_chars, 20);
    cr_assert_eq(d->interview->summary_in, PFQ__V1__DOCUMENT_CODE__DOCUMENT_CODE_DCF);
    cr_assert_not(d->has_vulnerable);
    cr_assert_null(d->asn);
}

Test(dcf, denials_in_words_leave_the_admission_to_a_person)
{
    load(HEARING);
    doc_set(document, DEF ".interview.denials", "\"some words\"");
    const Pfq__V1__Defendant *d = mapped("43")->defendants->defendant[0];
    cr_assert_not(d->has_full_admission);
    cr_assert_not(d->has_denied);
    load(ABUSE);
    d = mapped("41")->defendants->defendant[0];
    cr_assert(d->has_full_admission && !d->full_admission);
    cr_assert(d->denied);
}

Test(dcf, the_worst_response_to_a_recording_counts)
{
    static const char *const shown =
        "{\"type\":\"MmeRecordedResponse\",\"id\":\"1\",\"defendant_shown\":true}";
    static const char *const reason = "{\"type\":\"MmeRecordedResponse\",\"defendant_shown\":false,"
                                      "\"reasons_if_not_shown\":\"a\"}";
    load(HEARING);
    doc_set(document, DEF ".multimedia_evidence_response[1]", reason);
    cr_assert_eq(mapped("43")->defendants->defendant[0]->media_response,
                 PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_NOT_SHOWN_WITH_REASON);
    doc_set(document, DEF ".multimedia_evidence_response[2]",
            "{\"type\":\"MmeRecordedResponse\",\"defendant_shown\":false}");
    doc_set(document, DEF ".multimedia_evidence_response[3]", shown);
    cr_assert_eq(mapped("43")->defendants->defendant[0]->media_response,
                 PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_NOT_SHOWN);
    doc_set(document, DEF ".multimedia_evidence_response", "[]");
    cr_assert_eq(mapped("43")->defendants->defendant[0]->media_response,
                 PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_NOT_STATED);
    load(BREACH);
    cr_assert_not(mapped("40")->defendants->defendant[0]->has_media_response, "not interviewed");
}

Test(dcf, witnesses_keep_kind_and_part)
{
    load(ABUSE);
    const Pfq__V1__Witnesses *list = mapped("41")->witnesses;
    const Pfq__V1__Witness *victim = list->witness[0];
    const Pfq__V1__Witness *officer = list->witness[1];
    cr_assert_eq(list->n_witness, 2);
    cr_assert(victim->is_victim && !officer->is_victim);
    cr_assert_eq(victim->kind, PFQ__V1__WITNESS_KIND__WITNESS_KIND_CIVILIAN);
    cr_assert_eq(officer->kind, PFQ__V1__WITNESS_KIND__WITNESS_KIND_POLICE);
    cr_assert_eq(victim->vps_status, PFQ__V1__VPS_STATUS__VPS_STATUS_MADE);
    cr_assert(victim->vps_reading_wish_given && victim->victim_code_met);
    cr_assert(victim->special_measures_required && victim->special_measures_considered);
    cr_assert(officer->special_measures_considered && !officer->special_measures_required);
    cr_assert(officer->has_date_of_birth_given && !officer->date_of_birth_given);
    cr_assert(officer->no_birth_date_reason_given);
    cr_assert(victim->has_retracted && !victim->retracted);
    cr_assert_not(victim->has_statement_given);
    load(HEARING);
    const Pfq__V1__Witness *body = mapped("43")->witnesses->witness[1];
    cr_assert_eq(body->kind, PFQ__V1__WITNESS_KIND__WITNESS_KIND_ORGANISATION);
    cr_assert_not(body->has_vps_status, "whether one was offered is not known");
    cr_assert_not(body->has_date_of_birth_given);
    cr_assert_not(body->has_special_measures_considered, "a guilty file does not ask");
}

Test(dcf, the_needs_that_a_not_guilty_file_leaves_out_are_not_considered)
{
    load(ABUSE);
    doc_set(document, "case.witnesses[0].victim.witness.special_measures", NULL);
    doc_set(document, "case.witnesses[0].victim.witness.wish_to_use_video_link", NULL);
    const Pfq__V1__Witness *w = mapped("41")->witnesses->witness[0];
    cr_assert(w->has_special_measures_considered && !w->special_measures_considered);
    cr_assert(w->has_video_link_wish_given && !w->video_link_wish_given);
    cr_assert_not(w->has_special_measures_required);
}

/* --- the rest ----------------------------------------------------------------------------- */

Test(dcf, charges_are_one_list_with_the_position_of_their_defendant)
{
    load(HEARING);
    const Pfq__V1__Submission *s = mapped("43");
    const Pfq__V1__Offence *o = s->offences->offence[0];
    cr_assert_eq(o->defendant, 1);
    cr_assert_str_eq(o->cjs_code, "TH68010");
    cr_assert_eq(o->start_date, 20160503);
    cr_assert_eq(o->charge_date, 20160504);
    cr_assert(o->charge_wording_given);
    cr_assert_eq(o->group, PFQ__V1__OFFENCE_GROUP__OFFENCE_GROUP_THEFT);
    cr_assert_gt(o->points_to_prove_chars, 20);
    cr_assert_eq(pfq_london_date(s->charged_at), 20160504);
}

Test(dcf, no_breach_of_an_order_is_said_of_every_charge_and_a_breach_of_none)
{
    load(HEARING);
    doc_set(document, DEF ".breach_order_date_issued", "\"2016-01-04\"");
    const Pfq__V1__Submission *s = mapped("43");
    cr_assert(s->offences->offence[0]->has_is_breach_of_order);
    cr_assert_not(s->offences->offence[0]->is_breach_of_order);
    cr_assert_not(s->has_order_issue_date);
    doc_set(document, DEF ".breach_of_order", "true");
    s = mapped("43");
    cr_assert_not(s->offences->offence[0]->has_is_breach_of_order);
    cr_assert_eq(s->order_issue_date, 20160104);
}

Test(dcf, a_domestic_abuse_file_says_what_such_a_file_must)
{
    load(ABUSE);
    const Pfq__V1__DomesticAbuse *a = mapped("41")->domestic_abuse;
    cr_assert_not_null(a);
    cr_assert(a->relationship_described && a->children_present);
    cr_assert_eq(a->children_ages_count, 2);
    cr_assert_not(a->has_callout_history_given);
    load(HEARING);
    cr_assert_null(mapped("43")->domestic_abuse);
}

Test(dcf, officers_summary_disclosure_and_recordings_are_mapped)
{
    load(HEARING);
    const Pfq__V1__Submission *s = mapped("43");
    cr_assert(s->oic->name_given && s->oic->number_given && !s->oic->has_email_given);
    cr_assert(s->supervisor->name_given);
    cr_assert(s->supervisor->has_same_as_oic && !s->supervisor->same_as_oic);
    cr_assert_not(s->supervisor->has_certified_at);
    cr_assert_gt(s->mg5->word_count, 80);
    cr_assert(s->disclosure->common_law_statement);
    cr_assert_eq(s->disclosure->signed_date, 20160504);
    cr_assert_eq(s->charged_by, PFQ__V1__CHARGED_BY__CHARGED_BY_POLICE);
    cr_assert_eq(s->media->n_media_item, 1);
    cr_assert_eq(s->media->media_item[0]->kind, PFQ__V1__MEDIA_KIND__MEDIA_KIND_CCTV);
    cr_assert_eq(s->media->media_item[0]->duration_s, 240);
    cr_assert(s->media->media_item[0]->provided);
    doc_set(document, "case.signatory_name.collar_number", "\"0001\"");
    doc_set(document, "case.multimedia_evidence[0].type", "\"Body Worn Video\"");
    s = mapped("43");
    cr_assert(s->supervisor->same_as_oic);
    cr_assert_eq(s->media->media_item[0]->kind, PFQ__V1__MEDIA_KIND__MEDIA_KIND_BWV);
}

Test(dcf, what_a_dcf_cannot_say_stays_absent_and_what_it_leaves_out_is_none)
{
    load(HEARING);
    doc_set(document, "case.case_markers", NULL);
    doc_set(document, "case.multimedia_evidence", NULL);
    const Pfq__V1__Submission *s = mapped("43");
    cr_assert_null(s->documents);
    cr_assert_null(s->exhibits);
    cr_assert_null(s->outstanding_items);
    cr_assert_not(s->has_venue);
    cr_assert_not_null(s->markers);
    cr_assert_eq(s->markers->n_marker, 0);
    cr_assert_not_null(s->media);
    cr_assert_eq(s->media->n_media_item, 0);
    load(BREACH);
    s = mapped("40");
    cr_assert_null(s->markers, "a breach file has no place for markers");
    cr_assert_null(s->offences);
}

Test(dcf, a_breach_of_bail_is_measured)
{
    load(BREACH);
    const Pfq__V1__BreachOfBail *b = mapped("40")->breach_of_bail;
    cr_assert_gt(b->details_chars, 20);
    cr_assert_gt(b->key_evidence_chars, 10);
    cr_assert(b->original_charge_given);
    cr_assert_eq(b->existing_conditions_count, 1);
    cr_assert_eq(pfq_london_date(b->arrested_at), 20160228);
    cr_assert_not(b->has_breach_date);
    const Pfq__V1__Defendant *d = mapped("40")->defendants->defendant[0];
    cr_assert(d->remand_sought);
    cr_assert_eq(d->objection_grounds->n_objection_ground, 1);
    cr_assert_eq(d->age_at_submission, 19, "a leap-day birthday, the day before");
    cr_assert(d->interview->has_held && !d->interview->held);
    cr_assert(d->interview->reason_not_held_given);
}

Test(dcf, what_has_no_place_is_listed_once_for_each_kind_of_field)
{
    load(HEARING);
    json_t *second = json_deep_copy(doc_at(document, DEF));
    json_array_append_new(doc_at(document, "case.defendants"), second);
    doc_set(document, "case.defendants[1].defendant_id", "\"2\"");
    (void)mapped("43");
    size_t occupations = 0;
    for (size_t i = 0; i < got->warnings.count; i++) {
        occupations += strstr(got->warnings.rows[i]->path, "occupation") != NULL;
    }
    cr_assert_eq(occupations, 1);
    cr_assert(warned("DCF_NOT_MAPPED", "$.case.defendants[].occupation"));
    cr_assert(warned("DCF_NOT_MAPPED", "$.case.property"));
}

/* --- G9 ------------------------------------------------------------------------------------- */

static json_t *planted(const json_t *value);

static json_t *planted_list(const json_t *list)
{
    json_t *copy = json_array();
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_array_append_new(copy, planted(json_array_get(list, i)));
    }
    return copy;
}

static json_t *planted_object(const json_t *object)
{
    json_t *copy = json_object();
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach((json_t *)object, key, value)
    {
        bool kept = strcmp(key, "type") == 0 || strcmp(key, "schema_version") == 0;
        json_object_set_new(copy, key, kept ? json_deep_copy(value) : planted(value));
    }
    json_object_set_new(copy, "Zanzibar Quux", json_string("Zanzibar Quux"));
    return copy;
}

/* Every text of the document replaced by a name that could be anybody's. */
static json_t *planted(const json_t *value)
{
    if (json_is_object(value)) {
        return planted_object(value);
    }
    if (json_is_array(value)) {
        return planted_list(value);
    }
    return json_is_string(value) ? json_string("Zanzibar") : json_deep_copy(value);
}

Test(dcf, no_text_of_the_document_gets_into_a_problem_a_warning_or_a_message)
{
    static const char *const files[] = {HEARING, ABUSE, BREACH};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        load(files[i]);
        json_t *spoilt = planted(document);
        struct pfq_adapted *adapted = doc_adapt(spoilt, NULL, &arena);
        const char *all = doc_everything(adapted, &arena);
        cr_expect_null(strcasestr(all, "zanzibar"), "%s: %s", files[i], all);
        cr_expect_null(strcasestr(all, "quux"), "%s", files[i]);
        cr_expect_gt(adapted->problems.count, 5);
        json_decref(spoilt);
    }
}

/* Whatever type a value has, the file is read to its end. */
Test(dcf, no_wrong_type_anywhere_stops_the_reading)
{
    static const char *const values[] = {"null", "7",    "\"text\"", "[]",
                                         "{}",   "[[]]", "[{}]",     "[null]"};
    static const char *const places[] = {
        "case.defendants",
        DEF,
        DEF ".name",
        DEF ".offences",
        DEF ".offences[0]",
        DEF ".offences[0].retail_theft_offences",
        CHARGE ".offence",
        CHARGE ".retail_theft_interview_extension",
        DEF ".interview",
        DEF ".court_order_applications",
        DEF ".multimedia_evidence_response",
        DEF ".first_hearing_location",
        "case.witnesses",
        "case.witnesses[1].victim",
        "case.witnesses[1].victim.witness",
        "case.witnesses[0].witness_type",
        "case.multimedia_evidence",
        "case.officer_in_the_case",
        "case.common_law_disclosure",
        "case.case_markers",
        "case.pti_urn",
        "case.type",
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
            load(HEARING);
            doc_set(document, places[i], values[k]);
            (void)mapped("43");
        }
    }
}

/* --- files of the time ------------------------------------------------------------------------ */

Test(dcf, files_of_the_time_have_no_structural_problem)
{
    static const char *const files[] = {"../shared/samples/dcf/first_hearing_01.json",
                                        "../shared/samples/dcf/first_hearing_09.json"};
    static const char *const dates[] = {"\"2014-01-01\"", "\"2016-03-01\""};
    for (size_t i = 0; i < 4; i++) {
        if (access(files[i / 2], R_OK) != 0) {
            continue; /* not everywhere */
        }
        load(files[i / 2]);
        doc_set(document, "case.date", dates[i % 2]);
        const Pfq__V1__Submission *s = mapped(NULL);
        cr_expect_eq(got->problems.count, 0, "%s", doc_everything(got, &arena));
        cr_expect_eq(s->file_type, PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP);
        cr_expect_eq(s->defendants->n_defendant, i / 2 + 1);
        cr_expect_eq(s->defendants->defendant[0]->age_at_submission, i % 2 == 0 ? 24 : 26);
        cr_expect_eq(s->media->media_item[0]->duration_s, 3720);
        cr_expect_null(s->documents);
    }
}
