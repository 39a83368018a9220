/* dispute_acts.c - list, record and bulk of `pfq dispute`: see dispute.h. */
#include <string.h>

#include "dispute.h"
#include "operator/report.h"
#include "pfq/json.h"
#include "returned.h"

Pfq__V1__Event *dispute_event(struct people *p, const struct people_failure *of,
                              Pfq__V1__DisputeResult result, Pfq__V1__Channel channel,
                              const char *reason, bool correction)
{
    Pfq__V1__Event *event = folk_about(p, of->row);
    Pfq__V1__DisputeOutcome *outcome = pfq_arena_new(&p->arena, Pfq__V1__DisputeOutcome, 1);
    pfq__v1__dispute_outcome__init(outcome);
    returned_name(p, of, &outcome->assessment, &outcome->kind, &outcome->failure);
    outcome->has_kind = outcome->has_failure = outcome->has_result = true;
    outcome->result = result;
    outcome->has_channel = channel != 0;
    outcome->channel = channel;
    outcome->reason =
        reason == NULL || reason[0] == '\0' ? NULL : pfq_arena_strdup(&p->arena, reason);
    outcome->has_correction = outcome->correction = correction;
    event->what_case = PFQ__V1__EVENT__WHAT_OUTCOME;
    event->outcome = outcome;
    return event;
}

/* --- list ---------------------------------------------------------------------------------- */

static bool waits(const Pfq__V1__AssessmentRow *row)
{
    for (size_t i = 0; i < row->n_failures; i++) {
        if (row->failures[i]->standing == PFQ__V1__STANDING__STANDING_DISPUTED) {
            return true;
        }
    }
    return false;
}

enum pfq_exit dispute_list(struct dispute *d)
{
    struct people *p = &d->people;
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    size_t kept = 0;
    enum pfq_exit code = folk_filtered(p, &d->filter, &want, &rows);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    for (size_t i = 0; i < rows.count; i++) {
        if (waits(rows.rows[i])) {
            rows.rows[kept++] = rows.rows[i];
        }
    }
    rows.count = kept;
    folk_show(p, &rows);
    if (kept == 0 && !p->json) {
        page_paragraph(&p->page, 0, "", "No dispute waits for an outcome.");
    }
    return PFQ_EXIT_GOOD;
}

/* --- record -------------------------------------------------------------------------------- */

enum pfq_exit dispute_record(struct dispute *d)
{
    struct people *p = &d->people;
    Pfq__V1__Receipt *receipt = NULL;
    const struct people_failure *of = folk_find(p, &d->filter, d->urn, d->failure);
    if (of == NULL) {
        return PFQ_EXIT_NOT_GOOD;
    }
    if (folk_frozen(p, of->row) != NULL && !d->correction) {
        folk_say_problem("pfq dispute", folk_frozen(p, of->row),
                         "A later one is a correction, and is shown as one: add --correction "
                         "and --reason.");
        return PFQ_EXIT_NOT_GOOD;
    }
    Pfq__V1__Event *event = dispute_event(p, of, d->result, d->channel, d->reason, d->correction);
    enum pfq_exit code = folk_tell(p, event, &receipt);
    if (receipt == NULL) {
        return code;
    }
    folk_say_receipt("pfq dispute", receipt);
    if (p->json) {
        report_write(stdout, pfq_json_value(&receipt->base, PFQ_JSON_SHORT_ENUMS));
    } else if (code == PFQ_EXIT_GOOD) {
        page_paragraph(&p->page, 0, "",
                       pfq_arena_printf(&p->arena, "Recorded: %s, failure %u: %s.",
                                        folk_name(of->row, &p->arena), d->failure,
                                        folk_said(&pfq__v1__dispute_result__descriptor,
                                                  (int)d->result, &p->arena)));
    }
    return code;
}

/* --- bulk ---------------------------------------------------------------------------------- */

struct bulk {
    struct people_failure *failures; /* that would be recorded, first */
    size_t count;
    size_t disputed; /* left alone: somebody must decide */
    size_t frozen;
};

static bool is_left(const struct people_failure *of)
{
    return !of->failure->has_result &&
           (of->failure->standing == PFQ__V1__STANDING__STANDING_AWAITED ||
            of->failure->standing == PFQ__V1__STANDING__STANDING_AGREED);
}

static enum pfq_exit gather(struct dispute *d, struct bulk *out)
{
    struct people *p = &d->people;
    Pfq__V1__PeopleRead want = PFQ__V1__PEOPLE_READ__INIT;
    struct people_rows rows;
    enum pfq_exit code = folk_filtered(p, &d->filter, &want, &rows);
    size_t all = folk_failures(&rows, &p->arena, &out->failures);
    for (size_t i = 0; i < all; i++) {
        const struct people_failure *of = &out->failures[i];
        bool frozen = folk_frozen(p, of->row) != NULL;
        out->disputed += of->failure->standing == PFQ__V1__STANDING__STANDING_DISPUTED;
        out->frozen += frozen && !of->failure->has_result;
        if (!frozen && is_left(of)) {
            out->failures[out->count++] = *of;
        }
    }
    return code;
}

static void put_preview(struct people *p, const struct bulk *b, bool done, size_t told)
{
    if (p->json) {
        report_write(stdout, json_pack("{s:b, s:I, s:I, s:I, s:I}", "done", done, "failures",
                                       (json_int_t)b->count, "told", (json_int_t)told, "disputed",
                                       (json_int_t)b->disputed, "frozen", (json_int_t)b->frozen));
        return;
    }
    page_paragraph(&p->page, 0, "",
                   pfq_arena_printf(&p->arena,
                                    "%zu failure%s %s recorded as not disputed; %zu disputed "
                                    "and %zu after the deadline are left alone.",
                                    done ? told : b->count,
                                    (done ? told : b->count) == 1 ? "" : "s",
                                    done ? "now" : "would be", b->disputed, b->frozen));
    if (!done && b->count > 0) {
        page_paragraph(&p->page, 0, "", "Nothing was changed.  To do it, add --yes.");
    }
}

enum pfq_exit dispute_bulk(struct dispute *d)
{
    struct people *p = &d->people;
    struct bulk bulk = {0};
    size_t told = 0;
    enum pfq_exit code = gather(d, &bulk);
    for (size_t i = 0; d->yes && code == PFQ_EXIT_GOOD && i < bulk.count; i++) {
        Pfq__V1__Receipt *receipt = NULL;
        Pfq__V1__Event *event = dispute_event(p, &bulk.failures[i],
                                              PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_NOT_DISPUTED,
                                              d->channel, d->reason, false);
        code = folk_tell(p, event, &receipt);
        if (receipt != NULL) {
            folk_say_receipt(bulk.failures[i].key, receipt);
        }
        told += code == PFQ_EXIT_GOOD;
    }
    if (code == PFQ_EXIT_GOOD || told > 0) {
        put_preview(p, &bulk, d->yes, told);
    }
    return code;
}
