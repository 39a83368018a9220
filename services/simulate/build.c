/* build.c - a clean file: the case as a whole.  See plant.h. */
#include <string.h>

#include "pfq/clock.h"
#include "plant.h"

enum {
    MINUTE_MS = 60000,
    HOUR_MS = 60 * MINUTE_MS,
    HEARING_MINUTES = 9 * 60 + 30,
    GAP_DAYS = 14, /* from charge to a hearing on bail */
    NGAP_DAYS = 28
};

int64_t at_minutes(int32_t date, int minutes)
{
    return pfq_london_ms(date, minutes);
}

/* What all files say alike, of themselves and of what is not the matter in any. */
static const Pfq__V1__Submission clean = {
    .base = PROTOBUF_C_MESSAGE_INIT(&pfq__v1__submission__descriptor),
    SAID(is_update, false),
    SAID(emergency_charge, false),
    SAID(non_disclosable_background, false),
    SAID(identification_in_issue, false),
    SAID(hearsay_considered, false),
    SAID(hearsay_details_chars, 0),
    SAID(orders_sought, false),
    SAID(dvla_check, true),
    SAID(material_since_last_schedule, false),
    SAID(forensic_relied, false),
    SAID(forensic_submission_made, false),
    SAID(forensic_contested, false),
    SAID(devices_seized, 0),
    SAID(device_strategy_chars, 0),
    SAID(injury_photos_taken, false),
    SAID(scene_photos_taken, false),
    SAID(incident_log_exists, true),
    SAID(call_999_exists, false),
    SAID(officer_notes_exist, true),
    SAID(co_suspects_elsewhere, false),
};

static char *put_number(char *to, uint64_t value, int digits)
{
    for (int i = digits - 1; i >= 0; i--) {
        to[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return to + digits;
}

const char *build_urn(const struct facts *f, bool other, struct pfq_arena *arena)
{
    const struct world_force *force =
        &world_forces[other ? (f->force + 1) % PFQ_SIMULATE_FORCES : f->force];
    char *urn = pfq_arena_new(arena, char, 12);
    memcpy(urn, force->code, 2);
    memcpy(urn + 2, force->units + (other ? 0 : (size_t)f->unit * 2), 2);
    (void)put_number(put_number(urn + 4, f->number, 5), (uint64_t)f->year % 100, 2);
    return urn;
}

static Pfq__V1__Progression progression_of(const struct facts *f)
{
    switch ((unsigned)f->offence->category) {
    case PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_INDICTABLE_ONLY:
        return PFQ__V1__PROGRESSION__PROGRESSION_INDICTABLE_ONLY;
    case PFQ__V1__OFFENCE_CATEGORY__OFFENCE_CATEGORY_EITHER_WAY:
        return stage_in(f, STAGE(FH_CC) | STAGE(UPG_CC) | STAGE(REMAND)) || has(f, HAS(RASSO))
                   ? PFQ__V1__PROGRESSION__PROGRESSION_EITHER_WAY_CROWN
                   : PFQ__V1__PROGRESSION__PROGRESSION_EITHER_WAY_MAGISTRATES;
    default:
        return PFQ__V1__PROGRESSION__PROGRESSION_SUMMARY_ONLY;
    }
}

static void build_course(struct work *w)
{
    Pfq__V1__Submission *s = w->file;
    const struct facts *f = w->facts;
    Pfq__V1__Progression progression = progression_of(f);
    bool crown = progression >= PFQ__V1__PROGRESSION__PROGRESSION_EITHER_WAY_CROWN;
    SAY(s, case_type,
        has(f, HAS(RASSO)) ? PFQ__V1__CASE_TYPE__CASE_TYPE_RASSO
        : crown            ? PFQ__V1__CASE_TYPE__CASE_TYPE_CC
                           : PFQ__V1__CASE_TYPE__CASE_TYPE_MC);
    if (stage_in(f, STAGE(BOB))) {
        return;
    }
    SAY(s, progression, progression);
    SAY(s, venue, crown ? PFQ__V1__VENUE__VENUE_CROWN : PFQ__V1__VENUE__VENUE_MAGISTRATES);
    SAY(s, anticipated_plea,
        has(f, HAS(NOT_GUILTY)) ? PFQ__V1__PLEA__PLEA_NOT_GUILTY : PFQ__V1__PLEA__PLEA_GUILTY);
    SAY(s, code_test,
        stage_in(f, STAGE(PCD_TT)) ? PFQ__V1__CODE_TEST__CODE_TEST_THRESHOLD
                                   : PFQ__V1__CODE_TEST__CODE_TEST_FULL_CODE);
    if (!stage_in(f, STAGES_PCD)) {
        SAY(s, charged_by,
            has(f, HAS(CPS)) ? PFQ__V1__CHARGED_BY__CHARGED_BY_CPS
                             : PFQ__V1__CHARGED_BY__CHARGED_BY_POLICE);
    } else if (!stage_in(f, STAGE(PCD_EA))) {
        SAY(s, referral_category,
            has(f, HAS(CUSTODY)) ? PFQ__V1__REFERRAL_CATEGORY__REFERRAL_CATEGORY_RED
                                 : PFQ__V1__REFERRAL_CATEGORY__REFERRAL_CATEGORY_GREEN);
    }
}

/* Courts sit on Saturdays for those in custody alone. */
static int32_t working_day(int32_t date, int step)
{
    while (pfq_date_weekday(date) > (step > 0 ? 6 : 5)) {
        date = pfq_date_add(date, step);
    }
    return date;
}

static int32_t hearing_of(const struct facts *f, int32_t charged)
{
    if (stage_in(f, STAGE(BOB))) {
        return f->date;
    }
    if (has(f, HAS(CUSTODY))) {
        return working_day(pfq_date_add(f->date, 1), 1);
    }
    bool soon = stage_in(f, STAGE(FH_GAP));
    return working_day(pfq_date_add(charged, soon ? GAP_DAYS : NGAP_DAYS), -1);
}

/* The days of a file hang together, from its own day backwards and forwards. */
static void build_times(struct work *w)
{
    const struct facts *f = w->facts;
    Pfq__V1__Submission *s = w->file;
    bool upgraded = stage_in(f, STAGE(UPG_MC) | STAGE(UPG_CC));
    bool same_day = has(f, HAS(CUSTODY)) && !has(f, HAS(NIGHT)) && !stage_in(f, STAGE(BOB));
    if (stage_in(f, STAGES_PCD)) {
        return;
    }
    w->charged = pfq_date_add(f->date, upgraded ? -40 : same_day ? 0 : -1);
    w->charged_at = same_day ? f->sent_at - 3 * HOUR_MS : at_minutes(w->charged, 16 * 60);
    w->hearing = hearing_of(f, w->charged);
    SAY(s, charged_at, w->charged_at);
    if (!stage_in(f, STAGE(SJP))) {
        SAY(s, first_hearing_at, at_minutes(w->hearing, HEARING_MINUTES));
        SAY(s, first_hearing_court_given, true);
    }
    if (has(f, HAS(CUSTODY)) && !stage_in(f, STAGE(BOB))) {
        SAY(s, custody_time_limit_date, pfq_date_add(w->charged, 56));
    }
    if (upgraded) {
        SAY(s, upgrade_due_date, pfq_date_add(f->date, 5));
        SAY(s, ptph_date, pfq_date_add(f->date, 21));
    }
}

static void build_markers(struct work *w)
{
    const struct facts *f = w->facts;
    Pfq__V1__Markers *markers = pfq_arena_new(w->arena, Pfq__V1__Markers, 1);
    Pfq__V1__Marker *marker = pfq_arena_new(w->arena, Pfq__V1__Marker, 4);
    pfq__v1__markers__init(markers);
    markers->marker = marker;
    if (has(f, HAS(DA))) {
        marker[markers->n_marker++] = PFQ__V1__MARKER__MARKER_DOMESTIC_ABUSE;
    }
    if (has(f, HAS(HATE))) {
        marker[markers->n_marker++] = PFQ__V1__MARKER__MARKER_HATE_RACIST;
    }
    if (has(f, HAS(RASSO))) {
        marker[markers->n_marker++] = PFQ__V1__MARKER__MARKER_RASSO;
    }
    if (has(f, HAS(OLDER))) {
        marker[markers->n_marker++] = PFQ__V1__MARKER__MARKER_OLDER_PERSON;
    }
    w->file->markers = markers;
}

static void build_links(struct work *w)
{
    Pfq__V1__Submission *s = w->file;
    s->associated_cases = pfq_arena_new(w->arena, Pfq__V1__AssociatedCases, 1);
    pfq__v1__associated_cases__init(s->associated_cases);
    s->outstanding_items = pfq_arena_new(w->arena, Pfq__V1__OutstandingItems, 1);
    pfq__v1__outstanding_items__init(s->outstanding_items);
    if (has(w->facts, HAS(LINKED))) {
        char *linked = pfq_arena_strdup(w->arena, w->urn);
        (void)put_number(linked + 4, (w->facts->number + 1) % 100000, 5);
        s->associated_cases->urn = pfq_arena_new(w->arena, char *, 1);
        s->associated_cases->urn[0] = linked;
        s->associated_cases->n_urn = 1;
        SAY(s, co_suspects_elsewhere, true);
    }
}

/* Evidence that exists. */
static void build_evidence(struct work *w)
{
    Pfq__V1__Submission *s = w->file;
    const struct facts *f = w->facts;
    if (has(f, HAS(FORENSIC))) {
        SAY(s, forensic_relied, true);
        SAY(s, forensic_submission_made, true);
        SAY(s, forensic_contested, has(f, HAS(CONTESTED)));
    }
    if (has(f, HAS(DEVICES))) {
        SAY(s, devices_seized, 2);
        SAY(s, device_strategy_chars, 180);
    }
    s->injury_photos_taken = has(f, HAS(PHOTOS));
    s->call_999_exists = has(f, HAS(CALL_999));
    s->orders_sought = has(f, HAS(ORDERS));
    if (has(f, HAS(RASSO))) {
        SAY(s, sarc_attended, false);
    }
    if (has(f, HAS(BREACH))) {
        SAY(s, order_service_proof_given, true);
        SAY(s, order_issue_date, pfq_date_add(f->date, -120));
    }
}

void build_file(struct work *w)
{
    const struct facts *f = w->facts;
    Pfq__V1__Submission *s = pfq_arena_new(w->arena, Pfq__V1__Submission, 1);
    *s = clean;
    w->file = s;
    w->urn = build_urn(f, false, w->arena);
    s->urn = pfq_arena_strdup(w->arena, w->urn);
    s->submitting_force = pfq_arena_strndup(w->arena, w->urn, 2);
    s->police_unit = pfq_arena_strndup(w->arena, w->urn + 2, 2);
    SAY(s, file_type, has(f, HAS(AS_GAP)) ? PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP : f->stage);
    SAY(s, submitted_at, f->sent_at);
    SAY(s, is_resubmission, has(f, HAS(RESUBMITTED)));
    build_course(w);
    build_times(w);
    build_markers(w);
    build_links(w);
    build_evidence(w);
    build_people(w);
    build_papers(w);
    build_forms(w);
}
