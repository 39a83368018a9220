/* dispute_acts.c - list and bulk of `pfq dispute`: see dispute.h. */
#include <string.h>

#include "dispute.h"
#include "operator/report.h"
#include "pfq/clock.h"
#include "pfq/json.h"

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

/* --- bulk ---------------------------------------------------------------------------------- */

struct bulk {
    struct people_failure *failures; /* that would be recorded, first */
    size_t count;
    size_t disputed; /* left alone: somebody must decide */
    size_t frozen;
    size_t unanswered; /* of `count`: the police have said nothing */
    bool early;        /* and are to answer by a day that is still to come */
    int32_t answer_by; /* the last such day; 0: none */
    int64_t deadline;  /* the last of those of `count` */
};

static bool is_left(const struct people_failure *of)
{
    return !of->failure->has_result &&
           (of->failure->standing == PFQ__V1__STANDING__STANDING_AWAITED ||
            of->failure->standing == PFQ__V1__STANDING__STANDING_AGREED);
}

static void add(struct people *p, struct bulk *out, const struct people_failure *of)
{
    const Pfq__V1__AssessmentRow *row = of->row;
    bool awaited = of->failure->standing == PFQ__V1__STANDING__STANDING_AWAITED;
    out->failures[out->count++] = *of;
    out->unanswered += awaited;
    out->deadline = row->deadline > out->deadline ? row->deadline : out->deadline;
    if (awaited && row->response_date > out->answer_by) {
        out->answer_by = row->response_date;
    }
    out->early = out->answer_by >= pfq_london_date(p->now_ms);
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
            add(p, out, of);
        }
    }
    return code;
}

/* "12 of them the police have not answered; they are to by 21 Dec 2026 (in 28 days)." */
static const char *waiting(struct people *p, const struct bulk *b)
{
    if (b->unanswered == 0) {
        return b->count == 0 ? "" : "  The police have answered all of them.";
    }
    const char *by = folk_date(b->answer_by, &p->arena);
    const char *left = folk_days_left(p, b->answer_by);
    return pfq_arena_printf(&p->arena,
                            "  %zu of them the police have not answered; they are to by %s (%s), "
                            "and answers are taken until %s (%s).",
                            b->unanswered, by, left, folk_instant(b->deadline, &p->arena),
                            folk_days_left(p, pfq_london_date(b->deadline)));
}

static void put_json(const struct bulk *b, bool done, size_t told)
{
    json_t *object =
        json_pack("{s:b, s:I, s:I, s:I, s:I, s:I}", "done", done, "failures", (json_int_t)b->count,
                  "told", (json_int_t)told, "disputed", (json_int_t)b->disputed, "frozen",
                  (json_int_t)b->frozen, "unanswered", (json_int_t)b->unanswered);
    if (b->unanswered > 0) {
        (void)json_object_set_new(object, "answerBy", json_integer(b->answer_by));
        (void)json_object_set_new(object, "deadline", json_sprintf("%lld", (long long)b->deadline));
    }
    report_write(stdout, object);
}

static void put_preview(struct people *p, const struct bulk *b, bool done, size_t told)
{
    size_t count = done ? told : b->count;
    if (p->json) {
        put_json(b, done, told);
        return;
    }
    page_paragraph(&p->page, 0, "",
                   pfq_arena_printf(&p->arena,
                                    "%zu failure%s %s recorded as not disputed; %zu disputed "
                                    "and %zu after the deadline are left alone.%s",
                                    count, count == 1 ? "" : "s", done ? "now" : "would be",
                                    b->disputed, b->frozen, waiting(p, b)));
    if (!done && b->count > 0) {
        page_paragraph(&p->page, 0, "",
                       b->early ? "Nothing was changed.  To do it before the police have answered, "
                                  "add --yes --anyway."
                                : "Nothing was changed.  To do it, add --yes.");
    }
}

static enum pfq_exit record_all(struct dispute *d, const struct bulk *bulk, size_t *told)
{
    struct people *p = &d->people;
    enum pfq_exit code = PFQ_EXIT_GOOD;
    for (size_t i = 0; code == PFQ_EXIT_GOOD && i < bulk->count; i++) {
        Pfq__V1__Receipt *receipt = NULL;
        Pfq__V1__Event *event = dispute_event(p, &bulk->failures[i],
                                              PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_NOT_DISPUTED,
                                              d->channel, d->reason, false);
        code = folk_tell(p, event, &receipt);
        if (receipt != NULL) {
            folk_say_receipt(bulk->failures[i].key, receipt);
        }
        *told += code == PFQ_EXIT_GOOD && receipt != NULL;
    }
    return code;
}

enum pfq_exit dispute_bulk(struct dispute *d)
{
    struct people *p = &d->people;
    struct bulk bulk = {0};
    size_t told = 0;
    enum pfq_exit code = gather(d, &bulk);
    bool refused = d->yes && bulk.early && !d->anyway;
    if (code == PFQ_EXIT_GOOD && d->yes && !refused) {
        code = record_all(d, &bulk, &told);
    }
    if (code == PFQ_EXIT_GOOD || told > 0) {
        put_preview(p, &bulk, d->yes && !refused && !p->dry_run, told);
    }
    return code == PFQ_EXIT_GOOD && refused ? PFQ_EXIT_NOT_GOOD : code;
}
