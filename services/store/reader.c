/* reader.c - see reader.h. */
#include "reader.h"

#include "authorise.h"
#include "digests.h"
#include "figures.h"
#include "months.h"
#include "pfq/clock.h"
#include "outbox.h"
#include "people_read.h"
#include "pfq/log.h"

enum {
    PAGE_BYTES = 200 * 1024,
    IDLE_MS = 60 * 1000
};

static enum pfq_code read_catalogue(struct db *db, struct job *job, struct pfq_arena *arena,
                                    struct pfq_err *err)
{
    const Pfq__V1__CatalogueRead *read = job->request->catalogue_read;
    struct pfq_bytes packed;
    struct pfq_bytes digest = {read->digest.data, read->digest.len};
    enum pfq_code code = db_read_catalogue(db, digest, arena, &packed, err);
    job->rows.has_catalogue = code == PFQ_OK && packed.data != NULL;
    job->rows.catalogue.data = (uint8_t *)(uintptr_t)packed.data;
    job->rows.catalogue.len = packed.size;
    return code;
}

static enum pfq_code read_case(struct db *db, struct job *job, size_t room, struct pfq_arena *arena,
                               struct pfq_err *err)
{
    const Pfq__V1__CaseRead *read = job->request->case_read;
    enum pfq_code code = db_read_case(db, read, room, arena, &job->rows, err);
    authorise_case_rows(read->peer, &job->rows);
    return code;
}

static enum pfq_code read_rows(struct db *db, const struct pfq_people_rules *rules, struct job *job,
                               size_t room, struct pfq_arena *arena, struct pfq_err *err)
{
    const Pfq__V1__Envelope *request = job->request;
    switch ((int)request->body_case) {
    case PFQ__V1__ENVELOPE__BODY_MAILBOX_READ:
        return db_read_mailbox(db, request->mailbox_read, room, arena, &job->rows, err);
    case PFQ__V1__ENVELOPE__BODY_CASE_READ:
        return read_case(db, job, room, arena, err);
    case PFQ__V1__ENVELOPE__BODY_FIGURES_READ:
        return figures_answer(db, request->figures_read, room, arena, &job->figures, err);
    case PFQ__V1__ENVELOPE__BODY_THEMES_READ:
        return db_read_themes(db, request->themes_read, room, arena, &job->themes, err);
    case PFQ__V1__ENVELOPE__BODY_MONTHS_READ:
        return months_read(db, request->months_read, pfq_wall_ms(), arena, &job->months, err);
    case PFQ__V1__ENVELOPE__BODY_MONTH_CLOSE: /* a preview */
        return months_close(db, request->month_close, pfq_wall_ms(), arena, &job->months, err);
    case PFQ__V1__ENVELOPE__BODY_OUTBOX_READ:
        return outbox_read(db, job, room, arena, err);
    case PFQ__V1__ENVELOPE__BODY_DIGEST_READ:
        return digests_read(db, job, arena, err);
    case PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK:
        return people_read(db, rules, job, room, pfq_wall_ms(), arena, err);
    default:
        return read_catalogue(db, job, arena, err);
    }
}

static bool granted(const Pfq__V1__Envelope *request)
{
    int body = (int)request->body_case;
    if (body == PFQ__V1__ENVELOPE__BODY_CASE_READ) {
        return authorise_case(request->case_read->peer);
    }
    if (body == PFQ__V1__ENVELOPE__BODY_CATALOGUE_READ) {
        return authorise_case(request->catalogue_read->peer);
    }
    if (body != PFQ__V1__ENVELOPE__BODY_MAILBOX_READ) {
        return authorise_periodic(request);
    }
    return authorise(request->mailbox_read->peer, ACT_READ, request->mailbox_read->force);
}

static bool admit(struct job *job)
{
    job_begin(job);
    const char *fault = job_fault(job->request);
    if (fault != NULL) {
        job_problem(job, PFQ__V1__ANSWER__ANSWER_REFUSED, "MALFORMED", fault,
                    "This is a fault of the asking service.");
        return false;
    }
    if (!granted(job->request)) {
        job_problem(job, PFQ__V1__ANSWER__ANSWER_REFUSED, "NOT_GRANTED", "You may not read this.",
                    "Ask the operator for a grant in pfq.conf.");
        return false;
    }
    return true;
}

void reader_answer(struct db *db, const struct pfq_people_rules *rules, struct job *job,
                   size_t room, struct pfq_arena *arena)
{
    struct pfq_err err = {0};
    if (!admit(job)) {
        return;
    }
    enum pfq_code code = db_begin_read(db, &err);
    if (code == PFQ_OK) {
        code = read_rows(db, rules, job, room, arena, &err);
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
