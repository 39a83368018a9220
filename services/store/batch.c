/* batch.c - see batch.h. */
#include "batch.h"

#include <string.h>

#include "pfq/log.h"
#include "quarantine.h"
#include "requests.h"

/* What a step of the batch works with. */
struct run {
    struct batch *batch;
    struct job *jobs;
    size_t count;
    struct pfq_arena *arena;
    int64_t wall_ms;
};

/* --- the transaction --------------------------------------------------------------------- */

static enum pfq_code act_on_each(struct run *run, struct job **culprit, struct pfq_err *err)
{
    const struct turn turn = {run->batch->db, run->batch->past, run->batch->rules,
                              run->arena,     BATCH_PAGE_BYTES, run->wall_ms};
    for (size_t i = 0; i < run->count; i++) {
        struct job *job = &run->jobs[i];
        *culprit = job;
        if (job->settled) {
            continue;
        }
        job_begin(job);
        enum pfq_code code = requests_act(&turn, job, err);
        if (code != PFQ_OK) {
            return code;
        }
    }
    *culprit = NULL;
    return PFQ_OK;
}

static enum pfq_code attempt(struct run *run, struct job **culprit, struct pfq_err *err)
{
    *culprit = NULL;
    enum pfq_code code = db_begin(run->batch->db, err);
    if (code == PFQ_OK) {
        code = act_on_each(run, culprit, err);
    }
    if (code == PFQ_OK) {
        code = db_commit(run->batch->db, err);
    }
    if (code != PFQ_OK) {
        db_rollback(run->batch->db);
    }
    return code;
}

void batch_put_off(struct job *jobs, size_t count, enum pfq_code code)
{
    for (size_t i = 0; i < count; i++) {
        if (!jobs[i].settled) {
            job_begin(&jobs[i]);
            job_try_again(&jobs[i], pfq_code_name(code), pfq_code_text(code));
        }
    }
}

/* A request that can never be stored is taken out, and the rest is tried again. */
static void run_main(struct run *run, struct pfq_err *err)
{
    struct job *culprit = NULL;
    enum pfq_code code = attempt(run, &culprit, err);
    while (code != PFQ_OK && pfq_disposition(code) == PFQ_REJECT && culprit != NULL) {
        pfq_log(PFQ_LOG_ERROR, "cannot_store", "why=\"%s\"", err->text);
        job_begin(culprit);
        job_problem(culprit, PFQ__V1__ANSWER__ANSWER_REFUSED, "CANNOT_STORE",
                    "The store's rules do not allow this message.",
                    "Tell the operator: this is a fault of pfq.");
        culprit->settled = true;
        *err = (struct pfq_err){0};
        code = attempt(run, &culprit, err);
    }
    if (code != PFQ_OK) {
        batch_put_off(run->jobs, run->count, code);
    }
}

/* --- the result --------------------------------------------------------------------------- */

static void note_force(struct batch_result *out, const char *force)
{
    for (size_t i = 0; i < out->force_count; i++) {
        if (strcmp(out->forces[i], force) == 0) {
            return;
        }
    }
    if (out->force_count < BATCH_FORCES_MAX) {
        out->forces[out->force_count++] = force;
    }
}

static void sum_up(const struct run *run, struct batch_result *out)
{
    for (size_t i = 0; i < run->count; i++) {
        const Pfq__V1__StoreAnswer *answer = &run->jobs[i].store_answer;
        if (answer->answer == PFQ__V1__ANSWER__ANSWER_ACCEPTED && answer->stored != NULL &&
            answer->stored->has_number) {
            out->accepted++;
            out->sequence = answer->stored->sequence;
            note_force(out, answer->stored->force);
        } else if (run->jobs[i].told[0] != '\0' && out->err.code == PFQ_OK) {
            note_force(out, run->jobs[i].told);
        }
    }
}

void batch_run(struct batch *batch, struct job *jobs, size_t count, struct pfq_arena *arena,
               int64_t wall_ms, struct batch_result *out)
{
    struct run run = {batch, jobs, count, arena, wall_ms};
    *out = (struct batch_result){0};
    for (size_t i = 0; i < count; i++) {
        requests_admit(&jobs[i], arena);
    }
    run_main(&run, &out->err);
    quarantine_run(batch, jobs, count, arena, out);
    sum_up(&run, out);
}
