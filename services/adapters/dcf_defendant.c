/* dcf_defendant.c - defendants, their bail, orders and breach: see dcf.h. */
#include "dcf.h"
#include "dcf_shape.h"
#include "dcf_value.h"

static const struct dcf_word initiations[] = {
    {"charge", PFQ__V1__INITIATION__INITIATION_CHARGE},
    {"requisition", PFQ__V1__INITIATION__INITIATION_POSTAL_REQUISITION},
    {"summons", PFQ__V1__INITIATION__INITIATION_SUMMONS},
    {NULL, 0},
};

static const struct dcf_word remand_statuses[] = {
    {"custody", PFQ__V1__REMAND_STATUS__REMAND_STATUS_CUSTODY},
    {"conditional_bail", PFQ__V1__REMAND_STATUS__REMAND_STATUS_CONDITIONAL_BAIL},
    {"unconditional_bail", PFQ__V1__REMAND_STATUS__REMAND_STATUS_UNCONDITIONAL_BAIL},
    {"not_applicable", PFQ__V1__REMAND_STATUS__REMAND_STATUS_NOT_APPLICABLE},
    {NULL, 0},
};

/* In both kinds of file. */
static const struct dcf_row common_rows[] = {
    DCF_ROW(Pfq__V1__Defendant, date_of_birth_given, DCF_AS_GIVEN, "date_of_birth"),
    DCF_ROW(Pfq__V1__Defendant, arrest_given, DCF_AS_GIVEN, "arrest"),
    DCF_ROW(Pfq__V1__Defendant, interpreter_required, DCF_AS_FLAG, "interpreter_required"),
    DCF_ROW(Pfq__V1__Defendant, language_given, DCF_AS_GIVEN, "interpreter_language_or_dialect"),
    DCF_ROW(Pfq__V1__Defendant, pnc_check_performed, DCF_AS_FLAG, "pnc_check_performed"),
    DCF_ROW(Pfq__V1__Defendant, pnc_convictions, DCF_AS_FLAG, "pnc_convictions"),
    DCF_ROW(Pfq__V1__Defendant, foreign_national, DCF_AS_FLAG, "foreign_national_offender"),
    DCF_ROW(Pfq__V1__Defendant, remand_sought, DCF_AS_GIVEN, "remand_application"),
};

/* In a first hearing file alone. */
static const struct dcf_row hearing_rows[] = {
    DCF_WORD_ROW(Pfq__V1__Defendant, initiation, "initiation_type", initiations),
    DCF_ROW(Pfq__V1__Defendant, charge_sheet_signed, DCF_AS_FLAG, "signed_charge_sheet"),
    DCF_ROW(Pfq__V1__Defendant, requisition_sent_date, DCF_AS_DATE, "date_sent"),
    DCF_ROW(Pfq__V1__Defendant, caution_unsuitable_reasons_count, DCF_AS_COUNT,
            "cc_not_suitable_reasons"),
    DCF_ROW(Pfq__V1__Defendant, domestic_relationship, DCF_AS_GIVEN, "domestic_violence"),
    DCF_ROW(Pfq__V1__Defendant, parent_guardian_informed, DCF_AS_FLAG, "parent_guardian_copy"),
    DCF_ROW(Pfq__V1__Defendant, orders_considered, DCF_AS_GIVEN, "court_order_applications"),
    DCF_ROW(Pfq__V1__Defendant, bad_character_sought, DCF_AS_FLAG,
            "notice_to_provide_bad_character_evidence"),
    DCF_ROW(Pfq__V1__Defendant, bad_character_considered, DCF_AS_SHOWN,
            "notice_to_provide_bad_character_evidence"),
    DCF_ROW(Pfq__V1__Defendant, foreign_convictions_checked, DCF_AS_FLAG, "eec_check_submitted"),
    DCF_ROW(Pfq__V1__Defendant, accepts_drug_identity, DCF_AS_FLAG, "accepts_drugs_result"),
};

/* --- bail ----------------------------------------------------------------------------- */

static void map_objections(const struct dcf *d, const json_t *remand, Pfq__V1__Defendant *out)
{
    static const struct dcf_row rows[] = {
        DCF_ROW(Pfq__V1__ObjectionGround, justification_given, DCF_AS_GIVEN, "justification"),
    };
    const json_t *list = json_object_get(remand, "substantial_grounds");
    if (!dcf_given(remand) || dcf_no_object(remand) || dcf_no_list(list)) {
        return;
    }
    Pfq__V1__ObjectionGrounds *grounds =
        dcf_message(&pfq__v1__objection_grounds__descriptor, d->arena);
    size_t count = dcf_count(list);
    grounds->n_objection_ground = count;
    grounds->objection_ground =
        dcf_messages(&pfq__v1__objection_ground__descriptor, count, d->arena);
    for (size_t i = 0; i < count; i++) {
        DCF_FILL(json_array_get(list, i), rows, grounds->objection_ground[i]);
    }
    out->objection_grounds = grounds;
}

static void map_conditions(const struct dcf *d, const json_t *list, Pfq__V1__Defendant *out)
{
    static const struct dcf_row rows[] = {
        DCF_ROW(Pfq__V1__BailCondition, grounds_count, DCF_AS_COUNT, "grounds"),
        DCF_ROW(Pfq__V1__BailCondition, reason_given, DCF_AS_GIVEN, "reason"),
    };
    if (dcf_no_list(list)) {
        return;
    }
    Pfq__V1__BailConditions *conditions =
        dcf_message(&pfq__v1__bail_conditions__descriptor, d->arena);
    size_t count = dcf_count(list);
    conditions->n_bail_condition = count;
    conditions->bail_condition =
        dcf_messages(&pfq__v1__bail_condition__descriptor, count, d->arena);
    for (size_t i = 0; i < count; i++) {
        DCF_FILL(json_array_get(list, i), rows, conditions->bail_condition[i]);
    }
    out->bail_conditions = conditions;
}

/* --- orders --------------------------------------------------------------------------- */

/* What the entry asks for. */
enum order {
    ORDER_ASKED,
    ORDER_NONE,
    ORDER_UNREADABLE
};

static enum order order_of(const json_t *entry)
{
    const char *title = dcf_text(entry, "court_order_title");
    if (title == NULL || !dcf_shape_knows_order(title)) {
        return ORDER_UNREADABLE;
    }
    return dcf_same_word(title, "no_orders_required") ? ORDER_NONE : ORDER_ASKED;
}

/* Applications for an order; "no order is required" is none.  A title that cannot be read
 * may be either, so it is no application; alone, it leaves the question open. */
static void map_orders(struct dcf *d, const json_t *list, Pfq__V1__Defendant *out)
{
    static const struct dcf_row rows[] = {
        DCF_ROW(Pfq__V1__OrderApplication, reason_given, DCF_AS_GIVEN, "reason_for_request"),
        DCF_ROW(Pfq__V1__OrderApplication, draft_conditions_count, DCF_AS_COUNT,
                "draft_conditions"),
    };
    size_t count = dcf_count(list);
    bool open = dcf_no_list(list);
    Pfq__V1__OrderApplications *orders =
        dcf_message(&pfq__v1__order_applications__descriptor, d->arena);
    orders->order_application =
        dcf_messages(&pfq__v1__order_application__descriptor, count, d->arena);
    for (size_t i = 0; i < count; i++) {
        const json_t *entry = json_array_get(list, i);
        enum order order = order_of(entry);
        open = open || order == ORDER_UNREADABLE;
        if (order == ORDER_ASKED) {
            DCF_FILL(entry, rows, orders->order_application[orders->n_order_application++]);
        }
    }
    bool asked = d->out->orders_sought || orders->n_order_application > 0;
    if (orders->n_order_application > 0 || !open) {
        out->order_applications = orders;
    }
    d->orders_open = d->orders_open || open;
    d->out->orders_sought = asked;
    d->out->has_orders_sought = asked || !d->orders_open;
}

static void map_breached_order(struct dcf *d, const json_t *from)
{
    int32_t issued = dcf_date(json_object_get(from, "breach_order_date_issued"));
    if (dcf_true(from, "breach_of_order") && issued != 0 && !d->out->has_order_issue_date) {
        DCF_SET(d->out, order_issue_date, issued);
    }
}

/* --- recordings shown ------------------------------------------------------------------ */

static Pfq__V1__MediaResponse response_of(const json_t *entry)
{
    const json_t *shown = json_object_get(entry, "defendant_shown");
    if (!json_is_boolean(shown)) {
        return PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_UNSPECIFIED;
    }
    if (json_is_true(shown)) {
        return PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_SHOWN;
    }
    return dcf_given(json_object_get(entry, "reasons_if_not_shown"))
               ? PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_NOT_SHOWN_WITH_REASON
               : PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_NOT_SHOWN;
}

/* The worst over all recordings that can be read: the enum runs from best to worst.  Of a
 * defendant who was not interviewed the format asks for none. */
static void map_media_response(const json_t *list, Pfq__V1__Defendant *out)
{
    Pfq__V1__MediaResponse worst = PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_UNSPECIFIED;
    for (size_t i = 0; i < dcf_count(list); i++) {
        Pfq__V1__MediaResponse one = response_of(json_array_get(list, i));
        worst = one > worst ? one : worst;
    }
    if (dcf_no_list(list)) {
        return;
    }
    if (worst == PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_UNSPECIFIED) {
        if (dcf_count(list) > 0 || out->interview == NULL || !out->interview->held) {
            return;
        }
        worst = PFQ__V1__MEDIA_RESPONSE__MEDIA_RESPONSE_NOT_STATED;
    }
    DCF_SET(out, media_response, worst);
}

/* --- defendants ------------------------------------------------------------------------ */

static void map_remand_status(const json_t *from, Pfq__V1__Defendant *out)
{
    const char *text = dcf_text(from, "person_remand_status");
    int status = text == NULL ? 0 : dcf_word_value(remand_statuses, text);
    if (status != 0) {
        DCF_SET(out, remand_status, (Pfq__V1__RemandStatus)status);
    } else if (!dcf_given(json_object_get(from, "person_remand_status"))) {
        DCF_SET(out, remand_status, PFQ__V1__REMAND_STATUS__REMAND_STATUS_NOT_STATED);
    }
}

static void map_first_hearing(struct dcf *d, const json_t *from, uint32_t position,
                              Pfq__V1__Defendant *out)
{
    DCF_FILL(from, hearing_rows, out);
    map_conditions(d, json_object_get(from, "bail_conditions"), out);
    map_orders(d, json_object_get(from, "court_order_applications"), out);
    map_breached_order(d, from);
    dcf_map_admissions(d, position, out);
}

static void map_defendant(struct dcf *d, const json_t *from, uint32_t position,
                          Pfq__V1__Defendant *out)
{
    const char *path =
        pfq_arena_printf(d->arena, "$.case.defendants[%u].date_of_birth", position - 1);
    uint32_t age = 0;
    DCF_FILL(from, common_rows, out);
    if (!dcf_no_object(json_object_get(from, "name"))) {
        DCF_SET(out, name_given, dcf_named(json_object_get(from, "name")));
    }
    if (dcf_age_then(d, json_object_get(from, "date_of_birth"), path, &age)) {
        DCF_SET(out, age_at_submission, age);
    }
    map_remand_status(from, out);
    map_objections(d, json_object_get(from, "remand_application"), out);
    dcf_map_interview(d, from, out);
    map_media_response(json_object_get(from, "multimedia_evidence_response"), out);
    if (!d->bob) {
        map_first_hearing(d, from, position, out);
    }
}

void dcf_map_defendants(struct dcf *d)
{
    if (!json_is_array(d->defendants)) {
        return;
    }
    Pfq__V1__Defendants *out = dcf_message(&pfq__v1__defendants__descriptor, d->arena);
    out->n_defendant = dcf_count(d->defendants);
    out->defendant = dcf_messages(&pfq__v1__defendant__descriptor, out->n_defendant, d->arena);
    for (size_t i = 0; i < out->n_defendant; i++) {
        const json_t *from = json_array_get(d->defendants, i);
        if (!dcf_no_object(from)) {
            map_defendant(d, from, (uint32_t)i + 1, out->defendant[i]);
        }
    }
    d->out->defendants = out;
}

/* --- breach of bail ----------------------------------------------------------------------- */

/* The format has no place for the day of the breach, so it stays absent. */
void dcf_map_breach(struct dcf *d)
{
    static const struct dcf_row rows[] = {
        DCF_ROW(Pfq__V1__BreachOfBail, details_chars, DCF_AS_CHARS, "breach_details"),
        DCF_ROW(Pfq__V1__BreachOfBail, key_evidence_chars, DCF_AS_CHARS, "key_evidence"),
    };
    static const struct dcf_row bail_rows[] = {
        DCF_ROW(Pfq__V1__BreachOfBail, original_charge_given, DCF_AS_GIVEN,
                "original_charge_wording"),
        DCF_ROW(Pfq__V1__BreachOfBail, existing_conditions_count, DCF_AS_COUNT,
                "list_of_conditions"),
    };
    static const struct dcf_row arrest_rows[] = {
        DCF_ROW(Pfq__V1__BreachOfBail, arrested_at, DCF_AS_INSTANT, "date_time"),
    };
    const json_t *defendant = json_array_get(d->defendants, 0);
    const json_t *breach = json_object_get(defendant, "breach_of_bail");
    const json_t *bail = json_object_get(breach, "existing_bail_breached");
    d->out->breach_of_bail = dcf_message(&pfq__v1__breach_of_bail__descriptor, d->arena);
    if (dcf_no_list(d->defendants) || dcf_no_object(defendant)) {
        return;
    }
    DCF_FILL(breach, rows, d->out->breach_of_bail);
    if (!dcf_no_object(breach)) {
        DCF_FILL(bail, bail_rows, d->out->breach_of_bail);
    }
    DCF_FILL(json_object_get(defendant, "arrest"), arrest_rows, d->out->breach_of_bail);
}
