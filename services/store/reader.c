/* reader.c - see reader.h. */
#include "reader.h"

#include "pfq/clock.h"
#include "pfq/log.h"
#include "requests.h"

enum {
    PAGE_BYTES = 200 * 1024,
    IDLE_MS = 60 * 1000
};

void reader_answer(struct db *db, const struct pfq_people_rules *rules, struct job *job,
                   size_t room, struct pfq_arena *arena)
{
    struct pfq_err err = {0};
    const struct turn turn = {db, NULL, rules, arena, room, pfq_wall_ms()};
    requests_admit(job, arena);
    if (job->settled) {
        return;
    }
    enum pfq_code code = db_begin_read(db, &err);
    if (code == PFQ_OK) {
        code = requests_act(&turn, job, &err);
    }
    db_rollback(db);
    if (code != PFQ_OK) {
        pfq_log(PFQ_LOG_ERROR, "read_failed", "why=\"%s\"", err.text);
        job_begin(job);
        if (code == PFQ_E_MALFORMED) { /* a cursor that is none of ours, or damage */
            job_problem(job, PFQ__V1__ANSWER__ANSWER_REFUSED, pfq_code_name(code),
                        pfq_code_text(code), "Ask from the beginning; the store's log says more.");
        } else {
            job_try_again(job, pfq_code_name(code), pfq_code_text(code));
        }
    }
}

static bool ready(struct reader *r)
{
    struct pfq_err err = {0};
    if (r->db == NULL && db_open(r->path, DB_READ, &r->db, &err) != PFQ_OK) {
        pfq_log(PFQ_LOG_WARN, "reader_waits", "why=\"%s\"", err.text);
    }
    return r->db != NULL;
}

static void run(void *self, struct bin *bin)
{
    struct reader *r = self;
    bool open = ready(r);
    for (size_t i = 0; i < bin->count; i++) {
        struct job *job = &bin->jobs[i];
        /* everybody waiting has a share of the room: a shorter page says that there is more */
        size_t share = (bin->arena.size - bin->arena.used) / (bin->count - i) / 2;
        if (open) {
            reader_answer(r->db, r->rules, job, share < PAGE_BYTES ? share : PAGE_BYTES,
                          &bin->arena);
        } else {
            job_begin(job);
            job_try_again(job, pfq_code_name(PFQ_E_DB_OPEN), pfq_code_text(PFQ_E_DB_OPEN));
        }
    }
}

static int64_t idle(void *self, bool waiting)
{
    (void)self;
    (void)waiting;
    return IDLE_MS;
}

const struct worker_ops reader_ops = {.name = "reader", .run = run, .idle = idle};
