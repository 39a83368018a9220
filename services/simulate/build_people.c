/* build_people.c - a clean file: defendants, charges, witnesses.  See plant.h. */
#include <string.h>

#include "pfq/clock.h"
#include "plant.h"

static const Pfq__V1__Defendant clean_defendant = {
    .base = PROTOBUF_C_MESSAGE_INIT(&pfq__v1__defendant__descriptor),
    SAID(name_given, true),
    SAID(date_of_birth_given, true),
    SAID(arrest_given, true),
    SAID(initiation, PFQ__V1__INITIATION__INITIATION_CHARGE),
    SAID(charge_sheet_signed, true),
    SAID(caution_unsuitable_reasons_count, 1),
    SAID(domestic_relationship, false),
    SAID(vulnerable, false),
    SAID(interpreter_required, false),
    SAID(remand_sought, false),
    SAID(orders_considered, true),
    SAID(pnc_check_performed, true),
    SAID(pnc_convictions, false),
    SAID(bad_character_sought, false),
    SAID(bad_character_considered, true),
    SAID(foreign_national, false),
    SAID(tic_count, 0),
    SAID(custody_record_exists, true),
    SAID(accepts_drug_identity, false),
    SAID(media_response, PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_SHOWN),
};

static const Pfq__V1__Interview clean_interview = {
    .base = PROTOBUF_C_MESSAGE_INIT(&pfq__v1__interview__descriptor),
    SAID(held, true),
    SAID(no_comment, false),
    SAID(account_chars, 280),
    SAID(relied_on, true),
    SAID(appropriate_adult_count, 0),
    SAID(interpreter_count, 0),
    SAID(legally_represented, true),
};

static const Pfq__V1__Witness clean_witness = {
    .base = PROTOBUF_C_MESSAGE_INIT(&pfq__v1__witness__descriptor),
    SAID(is_victim, false),
    SAID(is_key, false),
    SAID(nature_of_involvement_given, true),
    SAID(evidence_summary_given, true),
    SAID(statement_given, true),
    SAID(statement_signed, true),
    SAID(s9_declaration, true),
    SAID(mg11_back_complete, true),
    SAID(statement_shows_address, false),
    SAID(video_interviewed, false),
    SAID(video_interview_given, false),
    SAID(previous_account, false),
    SAID(precons, false),
    SAID(retracted, false),
};

/* What is asked of those who are no officers, besides. */
static void make_civilian(Pfq__V1__Witness *w, uint32_t age)
{
    SAY(w, kind, PFQ__V1__WITNESS_KIND__WITNESS_KIND_CIVILIAN);
    SAY(w, date_of_birth_given, true);
    SAY(w, age_at_submission, age);
    SAY(w, age_at_statement, age);
    SAY(w, special_measures_considered, true);
    SAY(w, special_measures_required, false);
    SAY(w, vulnerable, false);
    SAY(w, intimidated, false);
    SAY(w, video_link_wish_given, true);
    SAY(w, interpreter_required, false);
    SAY(w, contact_captured, true);
    SAY(w, pnc_checked, true);
}

static void make_victim(Pfq__V1__Witness *w, const struct facts *f)
{
    bool made = has(f, HAS(VPS_MADE));
    w->is_victim = true;
    SAY(w, vps_status,
        made ? PFQ__V1__VPS_STATUS__VPS_STATUS_MADE : PFQ__V1__VPS_STATUS__VPS_STATUS_DECLINED);
    if (made) {
        SAY(w, vps_reading_wish_given, true);
    }
    SAY(w, victim_code_met, true);
    SAY(w, medical_consent, true);
    SAY(w, supports_prosecution, true);
    SAY(w, compensation_sought, has(f, HAS(COMPENSATION)));
    SAY(w, compensation_amount_given, true);
}

static void make_person_victim(Pfq__V1__Witness *w, const struct facts *f)
{
    make_civilian(w, f->victim);
    make_victim(w, f);
    w->previous_account = true;
    if (has(f, HAS(SPECIAL_MEASURES))) {
        w->special_measures_required = true;
        w->intimidated = true;
        SAY(w, mg2_given, true);
    }
    if (has(f, HAS(RASSO))) {
        w->video_interviewed = true;
        w->video_interview_given = true;
        SAY(w, video_summary_given, true);
    }
}

static Pfq__V1__Witness *add_witness(struct work *w, Pfq__V1__WitnessKind kind)
{
    Pfq__V1__Witnesses *all = w->file->witnesses;
    Pfq__V1__Witness *witness = pfq_arena_new(w->arena, Pfq__V1__Witness, 1);
    *witness = clean_witness;
    witness->exhibits_produced = pfq_arena_new(w->arena, Pfq__V1__ExhibitRefs, 1);
    pfq__v1__exhibit_refs__init(witness->exhibits_produced);
    SAY(witness, kind, kind);
    SAY(witness, statement_date, pfq_date_add(w->facts->date, -2));
    all->witness[all->n_witness++] = witness;
    return witness;
}

static void add_officer(struct work *w)
{
    Pfq__V1__Witness *officer = add_witness(w, PFQ__V1__WITNESS_KIND__WITNESS_KIND_POLICE);
    SAY(officer, misconduct_recorded, false);
}

/* The first is key, the last another, an officer. */
static void build_witnesses(struct work *w)
{
    const struct facts *f = w->facts;
    Pfq__V1__Witnesses *all = pfq_arena_new(w->arena, Pfq__V1__Witnesses, 1);
    pfq__v1__witnesses__init(all);
    all->witness = pfq_arena_new(w->arena, Pfq__V1__Witness *, 4);
    w->file->witnesses = all;
    if (has(f, HAS(VICTIM))) {
        make_person_victim(add_witness(w, PFQ__V1__WITNESS_KIND__WITNESS_KIND_CIVILIAN), f);
    } else if (has(f, HAS(SHOP))) {
        make_victim(add_witness(w, PFQ__V1__WITNESS_KIND__WITNESS_KIND_ORGANISATION), f);
    } else {
        add_officer(w);
    }
    if (has(f, HAS(BYSTANDER))) {
        make_civilian(add_witness(w, PFQ__V1__WITNESS_KIND__WITNESS_KIND_CIVILIAN), f->victim);
    }
    add_officer(w);
    SAY(all->witness[0], is_key, true);
    if (w->hearing != 0) {
        SAY(all->witness[0], available_until_date, pfq_date_add(w->hearing, 120));
    }
}

/* The check letter is the number without letters, modulo 23. */
static const char *make_asn(const struct work *w, uint64_t defendant)
{
    static const char letters[] = "ZABCDEFGHJKLMNPQRTUVWXY";
    const struct facts *f = w->facts;
    const char *force = world_forces[f->force].code;
    uint64_t year = (uint64_t)f->year % 100;
    uint64_t sequence = (uint64_t)f->number * 10 + defendant;
    uint64_t digits = (uint64_t)((force[0] - '0') * 10 + force[1] - '0');
    digits = ((digits * 100 + 1) * 100 + year) * UINT64_C(100000000000) + sequence;
    return pfq_arena_printf(w->arena, "%02u%.2s%.2s01%011llu%c", (unsigned)year, force,
                            world_forces[f->force].units + (size_t)f->unit * 2,
                            (unsigned long long)sequence, letters[digits % 23]);
}

static void build_interview(struct work *w, Pfq__V1__Defendant *d, uint32_t age)
{
    const struct facts *f = w->facts;
    Pfq__V1__Interview *i = pfq_arena_new(w->arena, Pfq__V1__Interview, 1);
    *i = clean_interview;
    d->interview = i;
    if (has(f, HAS(NOT_INTERVIEWED))) {
        i->held = false;
        i->has_account_chars = false;
        i->relied_on = false;
        SAY(i, reason_not_held_given, true);
        return;
    }
    SAY(i, interview_date, pfq_date_add(f->date, stage_in(f, STAGES_PCD) ? -20 : -2));
    SAY(i, summary_in, has(f, HAS(NOT_GUILTY)) ? CODE(MG15_SDN) : CODE(MG5));
    i->appropriate_adult_count = age < 18;
    i->interpreter_count = has(f, HAS(INTERPRETER));
    if (has(f, HAS(NO_COMMENT))) {
        i->no_comment = true;
        i->account_chars = 0;
        SAY(i, questions_summarised, true);
    }
}

static Pfq__V1__RemandStatus remand_of(const struct facts *f)
{
    if (stage_in(f, STAGE(SJP))) {
        return PFQ__V1__REMAND_STATUS__REMAND_STATUS_NOT_APPLICABLE;
    }
    return has(f, HAS(CUSTODY))       ? PFQ__V1__REMAND_STATUS__REMAND_STATUS_CUSTODY
           : has(f, HAS(CONDITIONAL)) ? PFQ__V1__REMAND_STATUS__REMAND_STATUS_CONDITIONAL_BAIL
           : has(f, HAS(BAIL))        ? PFQ__V1__REMAND_STATUS__REMAND_STATUS_UNCONDITIONAL_BAIL
                               : PFQ__V1__REMAND_STATUS__REMAND_STATUS_RELEASED_UNDER_INVESTIGATION;
}

static void build_remand(struct work *w, Pfq__V1__Defendant *d)
{
    const struct facts *f = w->facts;
    SAY(d, remand_status, remand_of(f));
    d->remand_sought = has(f, HAS(CUSTODY)) && !stage_in(f, STAGE(BOB));
    if (d->remand_sought) {
        d->objection_grounds = pfq_arena_new(w->arena, Pfq__V1__ObjectionGrounds, 1);
        pfq__v1__objection_grounds__init(d->objection_grounds);
        Pfq__V1__ObjectionGround *ground = pfq_arena_new(w->arena, Pfq__V1__ObjectionGround, 1);
        pfq__v1__objection_ground__init(ground);
        SAY(ground, justification_given, true);
        d->objection_grounds->objection_ground =
            pfq_arena_new(w->arena, Pfq__V1__ObjectionGround *, 1);
        d->objection_grounds->objection_ground[0] = ground;
        d->objection_grounds->n_objection_ground = 1;
    }
    if (has(f, HAS(CONDITIONAL))) {
        d->bail_conditions = pfq_arena_new(w->arena, Pfq__V1__BailConditions, 1);
        pfq__v1__bail_conditions__init(d->bail_conditions);
        Pfq__V1__BailCondition *condition = pfq_arena_new(w->arena, Pfq__V1__BailCondition, 1);
        pfq__v1__bail_condition__init(condition);
        SAY(condition, grounds_count, 1);
        SAY(condition, reason_given, true);
        d->bail_conditions->bail_condition = pfq_arena_new(w->arena, Pfq__V1__BailCondition *, 1);
        d->bail_conditions->bail_condition[0] = condition;
        d->bail_conditions->n_bail_condition = 1;
    }
}

static void build_orders(struct work *w, Pfq__V1__Defendant *d)
{
    Pfq__V1__OrderApplications *orders = pfq_arena_new(w->arena, Pfq__V1__OrderApplications, 1);
    pfq__v1__order_applications__init(orders);
    if (has(w->facts, HAS(ORDERS))) {
        Pfq__V1__OrderApplication *one = pfq_arena_new(w->arena, Pfq__V1__OrderApplication, 1);
        pfq__v1__order_application__init(one);
        SAY(one, reason_given, true);
        SAY(one, draft_conditions_count, 2);
        orders->order_application = pfq_arena_new(w->arena, Pfq__V1__OrderApplication *, 1);
        orders->order_application[0] = one;
        orders->n_order_application = 1;
    }
    d->order_applications = orders;
}

static void build_defendant(struct work *w, Pfq__V1__Defendant *d, unsigned position)
{
    const struct facts *f = w->facts;
    uint32_t age = position == 1 ? f->age : 34;
    bool admits = !has(f, HAS(NOT_GUILTY)) || position == 2;
    *d = clean_defendant;
    SAY(d, age_at_submission, age);
    SAY(d, age_at_interview, age);
    SAY(d, full_admission, admits);
    SAY(d, denied, !admits);
    SAY(d, evidence_overwhelming, false);
    d->domestic_relationship = has(f, HAS(DA));
    d->interpreter_required = has(f, HAS(INTERPRETER));
    d->pnc_convictions = has(f, HAS(PRECONS));
    d->bad_character_sought = has(f, HAS(BAD_CHARACTER));
    d->foreign_national = has(f, HAS(FOREIGN));
    d->tic_count = has(f, HAS(TIC)) ? 2 : 0;
    SAY(d, language_given, true);
    SAY(d, foreign_convictions_checked, true);
    SAY(d, pnc_print_date, pfq_date_add(f->date, -2));
    if (age < 18) {
        SAY(d, parent_guardian_informed, true);
    }
    if (w->charged != 0) {
        d->asn = pfq_arena_strdup(w->arena, make_asn(w, position));
    }
    build_remand(w, d);
    build_orders(w, d);
    build_interview(w, d, age);
}

static void build_offence(struct work *w, Pfq__V1__Offence *o, unsigned position)
{
    const struct facts *f = w->facts;
    bool guilty = !has(f, HAS(NOT_GUILTY)) || position == 2;
    int32_t day = pfq_date_add(w->charged != 0 ? w->charged : f->date, -3);
    pfq__v1__offence__init(o);
    SAY(o, defendant, position);
    o->cjs_code = pfq_arena_strdup(w->arena, f->offence->code);
    SAY(o, start_date, day);
    SAY(o, end_date, day);
    if (w->charged != 0) {
        SAY(o, charge_date, w->charged);
        SAY(o, charge_wording_given, true);
    }
    SAY(o, category, f->offence->category);
    SAY(o, group, f->offence->group);
    SAY(o, injury_level, f->offence->injury);
    SAY(o, aggravation,
        has(f, HAS(HATE)) ? PFQ__V1__AGGRAVATION__AGGRAVATION_RACE
                          : PFQ__V1__AGGRAVATION__AGGRAVATION_NONE);
    SAY(o, points_to_prove_chars, 180);
    SAY(o, anticipated_plea, guilty ? PFQ__V1__PLEA__PLEA_GUILTY : PFQ__V1__PLEA__PLEA_NOT_GUILTY);
    SAY(o, committed_on_bail, false);
    SAY(o, is_breach_of_order, has(f, HAS(BREACH)));
    SAY(o, imprisonable, !stage_in(f, STAGE(SJP)));
    SAY(o, endorsable, has(f, HAS(MOTORING)));
}

void build_people(struct work *w)
{
    Pfq__V1__Submission *s = w->file;
    unsigned count = has(w->facts, HAS(TWO)) ? 2 : 1;
    s->defendants = pfq_arena_new(w->arena, Pfq__V1__Defendants, 1);
    pfq__v1__defendants__init(s->defendants);
    s->offences = pfq_arena_new(w->arena, Pfq__V1__Offences, 1);
    pfq__v1__offences__init(s->offences);
    s->defendants->defendant = pfq_arena_new(w->arena, Pfq__V1__Defendant *, count);
    s->offences->offence = pfq_arena_new(w->arena, Pfq__V1__Offence *, count);
    for (unsigned i = 0; i < count; i++) {
        Pfq__V1__Defendant *d = pfq_arena_new(w->arena, Pfq__V1__Defendant, 1);
        build_defendant(w, d, i + 1);
        s->defendants->defendant[s->defendants->n_defendant++] = d;
        if (!stage_in(w->facts, STAGE(BOB))) {
            Pfq__V1__Offence *o = pfq_arena_new(w->arena, Pfq__V1__Offence, 1);
            build_offence(w, o, i + 1);
            s->offences->offence[s->offences->n_offence++] = o;
        }
    }
    build_witnesses(w);
}
