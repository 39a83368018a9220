/* closing.c - see closing.h. */
#include "closing.h"

#include "months.h"
#include "pfq/log.h"

static bool closes(const struct job *job)
{
    return !job->settled &&
           (int)job->request->body_case == (int)PFQ__V1__ENVELOPE__BODY_MONTH_CLOSE &&
           job->months.n_problems == 0; /* else the batch failed and put it off */
}

/* What is further behind than this is not waited for: the answer says so. */
enum {
    CHUNKS_MAX = 16
};

static enum pfq_code catch_up(struct db *db, struct rollup *rollup, uint64_t *counted,
                              struct pfq_err *err)
{
    uint64_t last = 0;
    enum pfq_code code = db_last_sequence(db, &last, err);
    for (int i = 0; code == PFQ_OK && i < CHUNKS_MAX; i++) {
        code = *counted < last ? rollup_follow(rollup, db, counted, err) : PFQ_OK;
    }
    return code;
}

static enum pfq_code close_one(struct db *db, struct job *job, struct pfq_arena *arena,
                               int64_t wall_ms, struct pfq_err *err)
{
    enum pfq_code code = db_begin(db, err);
    if (code == PFQ_OK) {
        code = months_close(db, job->request->month_close, wall_ms, arena, &job->months, err);
    }
    if (code == PFQ_OK) {
        code = db_commit(db, err);
    }
    if (code != PFQ_OK) {
        db_rollback(db);
    }
    return code;
}

void closing_run(struct db *db, struct rollup *rollup, struct job *jobs, size_t count,
                 struct pfq_arena *arena, int64_t wall_ms, uint64_t *counted)
{
    for (size_t i = 0; i < count; i++) {
        struct pfq_err err = {0};
        if (!closes(&jobs[i])) {
            continue;
        }
        enum pfq_code code = catch_up(db, rollup, counted, &err);
        if (code == PFQ_OK) {
            code = close_one(db, &jobs[i], arena, wall_ms, &err);
        }
        if (code != PFQ_OK) {
            pfq_log(PFQ_LOG_ERROR, "month_not_closed", "why=\"%s\"", err.text);
            job_begin(&jobs[i]);
            job_try_again(&jobs[i], pfq_code_name(code), pfq_code_text(code));
        }
    }
}
