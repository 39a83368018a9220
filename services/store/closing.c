/* closing.c - see closing.h. */
#include "closing.h"

#include "activity.h"
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
    ROLLUP_CHUNKS = 16,
    EXPECT_CHUNKS = 64
};

static enum pfq_code catch_up(const struct closing *c, struct pfq_err *err)
{
    uint64_t last = 0;
    enum pfq_code code = db_last_sequence(c->db, &last, err);
    for (int i = 0; code == PFQ_OK && *c->counted < last && i < ROLLUP_CHUNKS; i++) {
        code = rollup_follow(c->rollup, c->db, c->counted, err);
    }
    for (int i = 0; code == PFQ_OK && *c->expected < *c->counted && i < EXPECT_CHUNKS; i++) {
        code = people_expect(c->db, c->rules, c->wall_ms, c->expected, err);
    }
    return code;
}

static enum pfq_code note(const struct closing *c, const Pfq__V1__MonthClose *close,
                          struct pfq_err *err)
{
    struct pfq_arena scratch;
    pfq_arena_open(&scratch);
    const char *text =
        pfq_arena_printf(&scratch, "month %d closed by %s%s", (int)close->month,
                         close->by == NULL ? "-" : close->by, close->early ? ", early" : "");
    enum pfq_code code = activity_note(c->db, close->peer, c->wall_ms, text, &scratch, err);
    pfq_arena_close(&scratch);
    return code;
}

static enum pfq_code close_one(const struct closing *c, struct job *job, struct pfq_arena *arena,
                               struct pfq_err *err)
{
    const Pfq__V1__MonthClose *close = job->request->month_close;
    enum pfq_code code = db_begin(c->db, err);
    if (code == PFQ_OK) {
        code = months_close(c->db, close, c->wall_ms, arena, &job->months, err);
    }
    if (code == PFQ_OK && job->months.n_problems == 0) {
        code = note(c, close, err);
    }
    if (code == PFQ_OK) {
        code = db_commit(c->db, err);
    }
    if (code != PFQ_OK) {
        db_rollback(c->db);
    }
    return code;
}

void closing_run(const struct closing *c, struct job *jobs, size_t count, struct pfq_arena *arena)
{
    for (size_t i = 0; i < count; i++) {
        struct pfq_err err = {0};
        if (!closes(&jobs[i])) {
            continue;
        }
        enum pfq_code code = catch_up(c, &err);
        if (code == PFQ_OK) {
            code = close_one(c, &jobs[i], arena, &err);
        }
        if (code != PFQ_OK) {
            pfq_log(PFQ_LOG_ERROR, "month_not_closed", "why=\"%s\"", err.text);
            job_begin(&jobs[i]);
            job_try_again(&jobs[i], pfq_code_name(code), pfq_code_text(code));
        }
    }
}
