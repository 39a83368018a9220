/* quarantine.c - see quarantine.h. */
#include "quarantine.h"

#include "puts.h"

struct run {
    struct batch *batch;
    struct job *jobs;
    size_t count;
    struct pfq_arena *arena;
    size_t turned_away; /* it is full */
};

static bool is_quarantine(const struct job *job)
{
    return !job->settled &&
           (int)job->request->body_case == (int)PFQ__V1__ENVELOPE__BODY_STORE_QUARANTINE;
}

static enum pfq_code quarantine_one(struct run *run, struct job *job, struct db_held *held,
                                    struct pfq_err *err)
{
    const struct db_held *most = &run->batch->held_at_most;
    const Pfq__V1__StoreQuarantine *item = job->request->store_quarantine;
    struct pfq_bytes reasons = puts_reasons(item->problems, item->n_problems, run->arena);
    uint64_t bytes = item->original.len + reasons.size;
    job_begin(job);
    puts_answer_refused(job, item->problems, item->n_problems);
    if (held->items >= most->items || held->bytes + bytes > most->bytes) {
        run->turned_away++;
        return PFQ_OK;
    }
    held->items++;
    held->bytes += bytes;
    return db_quarantine_put(run->batch->quarantine, item, reasons, err);
}

static enum pfq_code quarantine_each(struct run *run, struct db_held *held, struct pfq_err *err)
{
    for (size_t i = 0; i < run->count; i++) {
        if (!is_quarantine(&run->jobs[i])) {
            continue;
        }
        enum pfq_code code = quarantine_one(run, &run->jobs[i], held, err);
        if (code != PFQ_OK) {
            return code;
        }
    }
    return PFQ_OK;
}

static enum pfq_code quarantine_all(struct run *run, struct pfq_err *err)
{
    struct db_held held = run->batch->held;
    struct db *db = run->batch->quarantine;
    if (db == NULL) {
        return pfq_fail(err, PFQ_E_DB_OPEN, "quarantine");
    }
    enum pfq_code code = db_begin(db, err);
    if (code == PFQ_OK) {
        code = quarantine_each(run, &held, err);
    }
    if (code == PFQ_OK) {
        code = db_commit(db, err);
    }
    if (code == PFQ_OK) {
        run->batch->held = held;
    } else {
        db_rollback(db);
    }
    return code;
}

void quarantine_run(struct batch *batch, struct job *jobs, size_t count, struct pfq_arena *arena,
                    struct batch_result *out)
{
    struct run apart = {batch, jobs, count, arena, 0};
    struct run *run = &apart;
    struct pfq_err *err = &out->quarantine_err;
    for (size_t i = 0; i < run->count; i++) {
        out->quarantine_used = out->quarantine_used || is_quarantine(&run->jobs[i]);
    }
    if (!out->quarantine_used) {
        return;
    }
    if (quarantine_all(run, err) == PFQ_OK) {
        if (run->turned_away > 0) { /* nothing is dropped silently (G8) */
            (void)pfq_fail(err, PFQ_E_DB_FULL,
                           "the quarantine holds %llu messages, and %zu more "
                           "were not kept",
                           (unsigned long long)run->batch->held.items, run->turned_away);
        }
        return;
    }
    for (size_t i = 0; i < run->count; i++) {
        if (is_quarantine(&run->jobs[i])) {
            job_begin(&run->jobs[i]);
            job_try_again(&run->jobs[i], pfq_code_name(err->code), pfq_code_text(err->code));
        }
    }
}
