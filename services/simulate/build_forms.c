/* build_forms.c - a clean file: officers, reports, schedules.  See plant.h. */
#include "pfq/clock.h"
#include "plant.h"

enum {
    ITEMS = 10,
    MINUTE_MS = 60000
};

static const Pfq__V1__Officer clean_oic = {
    .base = PROTOBUF_C_MESSAGE_INIT(&pfq__v1__officer__descriptor),
    SAID(name_given, true),
    SAID(number_given, true),
    SAID(email_given, true),
    SAID(phone_given, true),
};

static const Pfq__V1__Supervisor clean_supervisor = {
    .base = PROTOBUF_C_MESSAGE_INIT(&pfq__v1__supervisor__descriptor),
    SAID(name_given, true),
    SAID(comments_chars, 160),
    SAID(same_as_oic, false),
};

static const Pfq__V1__Mg3 clean_mg3 = {
    .base = PROTOBUF_C_MESSAGE_INIT(&pfq__v1__mg3__descriptor),
    SAID(quality_assured, true),
    SAID(supervisor_given, true),
    SAID(code_test_rationale_chars, 200),
    SAID(factual_summary_chars, 900),
    SAID(issues_chars, 200),
    SAID(suspect_account_chars, 300),
    SAID(strengths_weaknesses_chars, 400),
    SAID(disclosure_assurance, true),
    SAID(hostility_evidence_chars, 0),
};

static const Pfq__V1__Mg5 clean_mg5 = {
    .base = PROTOBUF_C_MESSAGE_INIT(&pfq__v1__mg5__descriptor),
    SAID(word_count, 220),
    SAID(loss_or_injury_stated, true),
    SAID(defendant_count, 1),
    SAID(issues_chars, 150),
    SAID(summary_self_sufficient, true),
    SAID(shows_contact_details, false),
    SAID(hostility_evidence_chars, 0),
};

static const Pfq__V1__UnusedItem clean_item = {
    .base = PROTOBUF_C_MESSAGE_INIT(&pfq__v1__unused_item__descriptor),
    SAID(description_words, 12),
    SAID(generic, false),
    SAID(location_given, true),
    SAID(sensitive, false),
};

static Pfq__V1__OffenceCodes *codes(struct work *w)
{
    Pfq__V1__OffenceCodes *all = pfq_arena_new(w->arena, Pfq__V1__OffenceCodes, 1);
    pfq__v1__offence_codes__init(all);
    all->cjs_code = pfq_arena_new(w->arena, char *, 1);
    all->cjs_code[0] = pfq_arena_strdup(w->arena, w->facts->offence->code);
    all->n_cjs_code = 1;
    return all;
}

static void build_officers(struct work *w)
{
    Pfq__V1__Submission *s = w->file;
    s->oic = pfq_arena_new(w->arena, Pfq__V1__Officer, 1);
    *s->oic = clean_oic;
    s->supervisor = pfq_arena_new(w->arena, Pfq__V1__Supervisor, 1);
    *s->supervisor = clean_supervisor;
    SAY(s->supervisor, certified_at, w->facts->sent_at - (int64_t)50 * MINUTE_MS);
}

static void build_mg3(struct work *w)
{
    const struct facts *f = w->facts;
    Pfq__V1__Mg3 *m = pfq_arena_new(w->arena, Pfq__V1__Mg3, 1);
    *m = clean_mg3;
    w->file->mg3 = m;
    if (has(f, HAS(HATE))) {
        m->hostility_evidence_chars = 90;
    }
    if (!stage_in(f, STAGES_PCD)) {
        m->authorised_codes = codes(w);
        return;
    }
    m->proposed_codes = codes(w);
    SAY(m, advice_question_chars, 140);
    if (stage_in(f, STAGE(PCD_TT))) {
        SAY(m, tt_outstanding_evidence_listed, true);
        SAY(m, tt_review_date, pfq_date_add(f->date, 14));
        SAY(m, pace_clock_expires_at, f->sent_at + (int64_t)8 * 60 * MINUTE_MS);
    }
}

static void build_mg5(struct work *w)
{
    Pfq__V1__Mg5 *m = pfq_arena_new(w->arena, Pfq__V1__Mg5, 1);
    *m = clean_mg5;
    m->defendant_count = has(w->facts, HAS(TWO)) ? 2 : 1;
    m->hostility_evidence_chars = has(w->facts, HAS(HATE)) ? 60 : 0;
    w->file->mg5 = m;
}

static void build_mg6c(struct work *w)
{
    static const Pfq__V1__MaterialKind kinds[ITEMS] = {
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_CRIME_REPORT,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_OTHER,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_CUSTODY_RECORD,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_INCIDENT_LOG,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_OFFICER_NOTES,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_CALL_999,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_PREVIOUS_ACCOUNTS,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_INTERVIEW_RECORD,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_OTHER,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_OTHER};
    Pfq__V1__Mg6c *m = pfq_arena_new(w->arena, Pfq__V1__Mg6c, 1);
    pfq__v1__mg6c__init(m);
    SAY(m, version, w->facts->ordinal);
    m->items = pfq_arena_new(w->arena, Pfq__V1__UnusedItems, 1);
    pfq__v1__unused_items__init(m->items);
    m->items->unused_item = pfq_arena_new(w->arena, Pfq__V1__UnusedItem *, ITEMS);
    Pfq__V1__UnusedItem *items = pfq_arena_new(w->arena, Pfq__V1__UnusedItem, ITEMS);
    for (unsigned i = 0; i < ITEMS; i++) {
        items[i] = clean_item;
        SAY(&items[i], number, i + 1);
        SAY(&items[i], kind, kinds[i]);
        m->items->unused_item[m->items->n_unused_item++] = &items[i];
    }
    w->file->mg6c = m;
}

static void build_mg6d(struct work *w)
{
    Pfq__V1__Mg6d *m = pfq_arena_new(w->arena, Pfq__V1__Mg6d, 1);
    Pfq__V1__SensitiveItem *one = pfq_arena_new(w->arena, Pfq__V1__SensitiveItem, 1);
    pfq__v1__mg6d__init(m);
    pfq__v1__sensitive_item__init(one);
    SAY(one, reason_given, true);
    SAY(one, location_given, true);
    m->items = pfq_arena_new(w->arena, Pfq__V1__SensitiveItems, 1);
    pfq__v1__sensitive_items__init(m->items);
    m->items->sensitive_item = pfq_arena_new(w->arena, Pfq__V1__SensitiveItem *, 1);
    m->items->sensitive_item[m->items->n_sensitive_item++] = one;
    w->file->mg6d = m;
}

static void build_mg6e(struct work *w)
{
    Pfq__V1__Mg6e *m = pfq_arena_new(w->arena, Pfq__V1__Mg6e, 1);
    pfq__v1__mg6e__init(m);
    SAY(m, signed_, true);
    SAY(m, signed_date, pfq_date_add(w->facts->date, -1));
    m->undermining_items = pfq_arena_new(w->arena, Pfq__V1__UnderminingItems, 1);
    pfq__v1__undermining_items__init(m->undermining_items);
    if (has(w->facts, HAS(UNDERMINING))) {
        Pfq__V1__UnderminingItem *one = pfq_arena_new(w->arena, Pfq__V1__UnderminingItem, 1);
        pfq__v1__undermining_item__init(one);
        SAY(one, copy_given, true);
        SAY(one, reason_given, true);
        m->undermining_items->undermining_item =
            pfq_arena_new(w->arena, Pfq__V1__UnderminingItem *, 1);
        m->undermining_items->undermining_item[m->undermining_items->n_undermining_item++] = one;
    }
    w->file->mg6e = m;
}

/* One entry for each kind that is presumed to be disclosable. */
static Pfq__V1__PresumptionMaterial *build_presumed(struct work *w)
{
    static const Pfq__V1__MaterialKind kinds[] = {
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_CRIME_REPORT,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_INCIDENT_LOG,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_CALL_999,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_CUSTODY_RECORD,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_OFFICER_NOTES,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_PREVIOUS_ACCOUNTS,
        PFQ__V1__MATERIAL_KIND__MATERIAL_KIND_INTERVIEW_RECORD};

    enum {
        KINDS = sizeof kinds / sizeof kinds[0]
    };

    Pfq__V1__PresumptionMaterial *all = pfq_arena_new(w->arena, Pfq__V1__PresumptionMaterial, 1);
    pfq__v1__presumption_material__init(all);
    all->presumption_item = pfq_arena_new(w->arena, Pfq__V1__PresumptionItem *, KINDS);
    for (size_t i = 0; i < KINDS; i++) {
        Pfq__V1__PresumptionItem *one = pfq_arena_new(w->arena, Pfq__V1__PresumptionItem, 1);
        pfq__v1__presumption_item__init(one);
        SAY(one, kind, kinds[i]);
        SAY(one, provided, true);
        SAY(one, exception_reason_given, false);
        all->presumption_item[all->n_presumption_item++] = one;
    }
    return all;
}

static void build_disclosure(struct work *w)
{
    const struct facts *f = w->facts;
    Pfq__V1__Disclosure *d = pfq_arena_new(w->arena, Pfq__V1__Disclosure, 1);
    pfq__v1__disclosure__init(d);
    w->file->disclosure = d;
    SAY(d, officer_given, true);
    SAY(d, common_law_statement, true);
    SAY(d, signed_date, pfq_date_add(f->date, -1));
    SAY(d, nil_sensitive_stated, !has(f, HAS(SENSITIVE)));
    SAY(d, third_party_identified, has(f, HAS(THIRD_PARTY)));
    if (has(f, HAS(NOT_GUILTY))) {
        SAY(d, lines_of_inquiry_chars, 600);
        SAY(d, lines_not_pursued_explained, true);
        SAY(d, third_party_note_chars, 80);
        SAY(d, presumption_required, true);
        d->presumption_material = build_presumed(w);
    }
}

static void build_mg9(struct work *w)
{
    w->file->mg9 = pfq_arena_new(w->arena, Pfq__V1__Mg9, 1);
    pfq__v1__mg9__init(w->file->mg9);
    SAY(w->file->mg9, witness_count, (uint32_t)w->file->witnesses->n_witness);
}

static void build_abuse(struct work *w)
{
    Pfq__V1__DomesticAbuse *d = pfq_arena_new(w->arena, Pfq__V1__DomesticAbuse, 1);
    pfq__v1__domestic_abuse__init(d);
    SAY(d, callout_history_given, true);
    SAY(d, relationship_described, true);
    SAY(d, children_present, true);
    SAY(d, children_ages_count, 2);
    SAY(d, restraining_order_views_given, true);
    w->file->domestic_abuse = d;
}

static void build_breach(struct work *w)
{
    const struct facts *f = w->facts;
    Pfq__V1__BreachOfBail *b = pfq_arena_new(w->arena, Pfq__V1__BreachOfBail, 1);
    pfq__v1__breach_of_bail__init(b);
    SAY(b, breach_date,
        pfq_date_add(f->origin, -1)); /* it names the file: the same when it comes back */
    SAY(b, arrested_at, at_minutes(pfq_date_add(f->date, -1), 21 * 60));
    SAY(b, details_chars, 200);
    SAY(b, key_evidence_chars, 150);
    SAY(b, original_charge_given, true);
    SAY(b, existing_conditions_count, 2);
    w->file->breach_of_bail = b;
}

static void build_notice(struct work *w)
{
    Pfq__V1__SingleJustice *n = pfq_arena_new(w->arena, Pfq__V1__SingleJustice, 1);
    pfq__v1__single_justice__init(n);
    SAY(n, notice_issued_date, w->charged);
    SAY(n, written_charge_date, w->charged);
    w->file->single_justice = n;
}

void build_forms(struct work *w)
{
    const struct facts *f = w->facts;
    build_officers(w);
    if (has(f, HAS(MG3))) {
        build_mg3(w);
    }
    if (stage_in(f, STAGES_FH | STAGE(PCD_GAP)) || has(f, HAS(HATE))) {
        build_mg5(w);
    }
    if (!stage_in(f, STAGE(BOB) | STAGE(SJP))) {
        build_disclosure(w);
    }
    if (stage_in(f, STAGES_SCHEDULES)) {
        build_mg6c(w);
        build_mg6e(w);
        if (has(f, HAS(SENSITIVE))) {
            build_mg6d(w);
        }
        build_mg9(w);
    }
    if (has(f, HAS(DA))) {
        build_abuse(w);
    }
    if (stage_in(f, STAGE(BOB))) {
        build_breach(w);
    }
    if (stage_in(f, STAGE(SJP))) {
        build_notice(w);
    }
}
