/* changes.c - the table of failings, and those changes of a file that are more than one number.
 * See plant.h. */
#include "plant.h"

#include <stddef.h>
#include <string.h>

#include "pfq/clock.h"

static void other_force(struct work *w)
{
    w->file->urn = pfq_arena_strdup(w->arena, build_urn(w->facts, true, w->arena));
}

static void no_linked_cases(struct work *w)
{
    w->file->associated_cases->n_urn = 0;
}

static void odd_linked_case(struct work *w)
{
    w->file->associated_cases->urn[0] = pfq_arena_strdup(w->arena, "43/1");
}

static void odd_asn(struct work *w)
{
    char *letter = w->file->defendants->defendant[0]->asn + 19;
    *letter = *letter == 'A' ? 'B' : 'A';
}

static void offence_tomorrow(struct work *w)
{
    SAY(w->file->offences->offence[0], end_date, pfq_date_add(w->facts->date, 1));
}

static void no_older_person(struct work *w)
{
    w->file->markers->n_marker--; /* it is the last */
}

static void charged_by_police(struct work *w)
{
    SAY(w->file, charged_by, PFQ__V1__CHARGED_BY__CHARGED_BY_POLICE);
}

static void other_charge_authorised(struct work *w)
{
    static const char drunk[] = "RT88007";
    static const char theft[] = "TH68010";
    bool same = strcmp(w->facts->offence->code, theft) == 0;
    w->file->mg3->authorised_codes->cjs_code[0] = pfq_arena_strdup(w->arena, same ? drunk : theft);
}

static void plea_unlikely(struct work *w)
{
    Pfq__V1__Defendant *d = w->file->defendants->defendant[0];
    d->full_admission = false;
    d->denied = true;
}

static void no_charge_proposed(struct work *w)
{
    w->file->mg3->proposed_codes->n_cjs_code = 0;
}

static void no_issues(struct work *w)
{
    w->file->mg5->issues_chars = 0;
    if (w->file->mg3 != NULL) {
        w->file->mg3->issues_chars = 0;
    }
}

static void too_much_built(struct work *w)
{
    for (int i = 0; i < 4; i++) {
        papers_add(w, CODE(MG12));
    }
}

static void nothing_key(struct work *w)
{
    Pfq__V1__Witness *key = w->file->witnesses->witness[0];
    key->statement_given = false;
    key->video_interviewed = false;
    key->video_interview_given = false;
    if (w->file->mg5 != NULL) {
        w->file->mg5->summary_self_sufficient = false;
    }
}

static void no_birth_date(struct work *w)
{
    SAY(w->file->witnesses->witness[0], date_of_birth_given, false);
    SAY(w->file->witnesses->witness[0], no_birth_date_reason_given, false);
}

static void dates_run_out(struct work *w)
{
    SAY(w->file->witnesses->witness[0], available_until_date, pfq_date_add(w->facts->date, 1));
}

static void hearsay_untold(struct work *w)
{
    w->file->hearsay_considered = true;
}

static void unlisted_exhibit(struct work *w)
{
    Pfq__V1__Witness *officer = w->file->witnesses->witness[w->file->witnesses->n_witness - 1];
    officer->exhibits_produced->exhibit = pfq_arena_new(w->arena, uint32_t, 1);
    officer->exhibits_produced->n_exhibit = 1;
}

static void bystander_not_asked(struct work *w)
{
    w->file->witnesses->witness[1]->video_link_wish_given = false;
}

static void uncut(Pfq__V1__MediaItem *item)
{
    item->duration_s = 1320;
    item->clipped = false;
}

static void cctv_uncut(struct work *w)
{
    uncut(papers_recording(w, PFQ__V1__MEDIA_KIND__MEDIA_KIND_CCTV));
}

static void bwv_uncut(struct work *w)
{
    uncut(papers_recording(w, PFQ__V1__MEDIA_KIND__MEDIA_KIND_BWV));
}

static void no_forensic_report(struct work *w)
{
    papers_drop(w, CODE(SFR1));
    papers_drop(w, CODE(SFR2));
    if (has(w->facts, HAS(CONTESTED))) {
        papers_add(w, CODE(EXPERT_REPORT));
        papers_add(w, CODE(EXPERT_DECLARATION));
    }
}

static void items_generic(struct work *w)
{
    w->file->mg6c->items->unused_item[2]->generic = true;
    w->file->mg6c->items->unused_item[3]->generic = true;
}

static void sensitive_unexplained(struct work *w)
{
    w->file->mg6d->items->sensitive_item[0]->reason_given = false;
}

static void custody_record_unlisted(struct work *w)
{
    w->file->mg6c->items->unused_item[2]->kind = PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_OTHER;
}

static void no_copy(struct work *w)
{
    w->file->mg6e->undermining_items->undermining_item[0]->copy_given = false;
}

static void no_hostility(struct work *w)
{
    if (w->file->mg3 != NULL) {
        w->file->mg3->hostility_evidence_chars = 0;
    }
    if (w->file->mg5 != NULL) {
        w->file->mg5->hostility_evidence_chars = 0;
    }
}

static void old_print(struct work *w)
{
    SAY(w->file->defendants->defendant[0], pnc_print_date, pfq_date_add(w->facts->date, -30));
}

static void ground_unexplained(struct work *w)
{
    Pfq__V1__ObjectionGrounds *grounds = w->file->defendants->defendant[0]->objection_grounds;
    grounds->objection_ground[0]->justification_given = false;
}

static void held_too_long(struct work *w)
{
    w->file->breach_of_bail->arrested_at -= INT64_C(86400000);
}

static void unredacted(struct work *w)
{
    Pfq__V1__Document *paper = w->file->documents->document[0];
    SAY(paper, redaction_required, true);
    SAY(paper, redacted, false);
    SAY(paper, redaction_waiver_reason_given, false);
}

static void mark_documents(struct work *w, Pfq__V1__DocumentCode code, bool served, bool consent)
{
    Pfq__V1__Documents *all = w->file->documents;
    for (size_t i = 0; i < all->n_document; i++) {
        if (all->document[i]->code == code) {
            all->document[i]->marked_for_service = served;
            SAY(all->document[i], consent_recorded, consent);
        }
    }
}

static void mg10_served(struct work *w)
{
    mark_documents(w, CODE(MG10), true, true);
}

static void no_consent(struct work *w)
{
    mark_documents(w, CODE(MEDICAL), false, false);
}

static void hear_on(struct work *w, int32_t date)
{
    SAY(w->file, first_hearing_at, at_minutes(date, 9 * 60 + 30));
}

static void heard_in_two_days(struct work *w)
{
    hear_on(w, pfq_date_add(w->facts->date, 2));
}

static void heard_yesterday(struct work *w)
{
    hear_on(w, pfq_date_add(w->facts->date, -1));
}

static void heard_late(struct work *w)
{
    hear_on(w, pfq_date_add(w->charged, stage_in(w->facts, STAGE(FH_GAP)) ? 17 : 31));
}

/* Three days before the file is sent; a hearing on bail moves along, not to be late too. */
static void charged_long_ago(struct work *w)
{
    int32_t charged = pfq_date_add(w->facts->date, -3);
    SAY(w->file, charged_at, at_minutes(charged, 11 * 60));
    if (!has(w->facts, HAS(CUSTODY))) {
        hear_on(w, pfq_date_add(w->hearing, -2));
    }
}

static void upgrade_late(struct work *w)
{
    SAY(w->file, upgrade_due_date, pfq_date_add(w->facts->date, -4));
}

static void trial_near(struct work *w)
{
    SAY(w->file, ptph_date, pfq_date_add(w->facts->date, 6));
}

/* --- the table ---------------------------------------------------------------------------- */

enum slot {
    SLOT_URN = 1 << 0,
    SLOT_LINKED = 1 << 1,
    SLOT_SUPERVISOR = 1 << 2,
    SLOT_CHARGED = 1 << 3,
    SLOT_MG3 = 1 << 4,
    SLOT_CATEGORY = 1 << 5,
    SLOT_SUMMARY = 1 << 6,
    SLOT_CCTV = 1 << 7,
    SLOT_BWV = 1 << 8,
    SLOT_CALL = 1 << 9,
    SLOT_FORENSIC = 1 << 10,
    SLOT_MEDICAL = 1 << 11,
    SLOT_LINES = 1 << 12,
    SLOT_VPS = 1 << 13,
    SLOT_HEARING = 1 << 14,
    SLOT_BIRTH = 1 << 15
};

/* Since when: files after charge, files before. */
#define EVER               20150601, 20150601
#define GUIDANCE_6         20210101, 20210101
#define BEFORE_CHARGE_2021 20150601, 20210101
#define DAY(day)           (day), (day)

#define NOTHING  0
#define MINOR    false
#define MAJOR    true
#define CRITICAL true

#define NUMBER(part, type, name, to)                                                               \
    CHANGE_NUMBER, PART_##part, offsetof(Pfq__V1__##type, name), (int32_t)(to), NULL
#define SILENCE(part, type, name)                                                                  \
    CHANGE_SILENCE, PART_##part, offsetof(Pfq__V1__##type, has_##name), 0, NULL
#define DROP(code) CHANGE_DROP, PART_FILE, 0, CODE(code), NULL
#define ADD(code)  CHANGE_ADD, PART_FILE, 0, CODE(code), NULL
#define PRESUMED(kind)                                                                             \
    CHANGE_PRESUMED, PART_FILE, 0, PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_##kind, NULL
#define CALL(function) CHANGE_CALL, PART_FILE, 0, 0, function

#define FAILING(check, theme, grave, weight, stages, since, needs, slot, change)                   \
    {#check, THEME_##theme, grave, weight, stages, since, needs, slot, change},

const struct failing failings[] = {
#include "simulate/failings.def"
};
const size_t failings_count = sizeof failings / sizeof failings[0];
