/* batch.c - see batch.h. */
#include "batch.h"

#include <string.h>

#include "authorise.h"
#include "digests.h"
#include "outbox.h"
#include "people.h"
#include "pfq/log.h"
#include "themes.h"

/* What a step of the batch works with. */
struct run {
    struct batch *batch;
    struct job *jobs;
    size_t count;
    struct pfq_arena *arena;
    int64_t wall_ms;
    size_t turned_away; /* by a quarantine that is full */
};

static void settle(struct job *job, const char *code, const char *message, const char *fix)
{
    job_problem(job, PFQ__V1__ANSWER__ANSWER_REFUSED, code, message, fix);
    job->settled = true;
}

static void accept(struct job *job)
{
    job->store_answer.has_answer = true;
    job->store_answer.answer = PFQ__V1__ANSWER__ANSWER_ACCEPTED;
}

/* Its own reasons, back to whoever asked to keep them: a front service holds no content of
 * what it has handed over. */
static void answer_refused(struct job *job, Pfq__V1__Problem **problems, size_t count)
{
    job->store_answer.has_answer = true;
    job->store_answer.answer = PFQ__V1__ANSWER__ANSWER_REFUSED;
    job->store_answer.problems = problems;
    job->store_answer.n_problems = count;
}

/* --- one request each ------------------------------------------------------------------ */

/* What stands in the request stays: when the batch is tried again, other things may have
 * come before. */
static enum pfq_code put_new(struct run *run, struct job *job, struct db_place *place,
                             struct pfq_err *err)
{
    const Pfq__V1__StorePut *put = job->request->store_put;
    bool room = true;
    enum pfq_code code =
        past_decide(run->batch->past, run->batch->db, put, run->arena, place, &room, err);
    if (code != PFQ_OK || !room) {
        job->store_answer.has_answer = true;
        job->store_answer.answer = PFQ__V1__ANSWER__ANSWER_TRY_AGAIN;
        return code;
    }
    return db_put(run->batch->db, put, place, &job->store_answer, &job->stored, err);
}

static enum pfq_code do_put(struct run *run, struct job *job, struct pfq_err *err)
{
    struct db_place place = {.committed_at = run->wall_ms};
    enum pfq_code code = db_find_place(run->batch->db, job->request->store_put, run->arena,
                                       &job->store_answer, &job->stored, &place, err);
    if (code == PFQ_OK && !job->store_answer.has_answer) {
        code = put_new(run, job, &place, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    if (job->store_answer.answer == PFQ__V1__ANSWER__ANSWER_CONFLICT) {
        job_problem(job, PFQ__V1__ANSWER__ANSWER_CONFLICT, "ID_TAKEN",
                    "This source and id already name a message with other content.",
                    "Send what was changed under a new id.");
    } else if (job->store_answer.answer == PFQ__V1__ANSWER__ANSWER_TRY_AGAIN) {
        bool texts = job->store_answer.catalogue_wanted;
        job_try_again(job, texts ? "CATALOGUE_UNKNOWN" : "BUSY",
                      texts ? "The store does not know the catalogue that judged this."
                            : "The store has no room for more answers in this batch.");
    }
    return PFQ_OK;
}

static struct pfq_bytes pack_reasons(Pfq__V1__Problem **problems, size_t count,
                                     struct pfq_arena *arena)
{
    enum {
        reasons_max = 50
    };

    Pfq__V1__StoreRefusal reasons = PFQ__V1__STORE_REFUSAL__INIT;
    reasons.problems = problems;
    reasons.n_problems = count < reasons_max ? count : reasons_max;
    return job_pack(&reasons.base, arena);
}

static enum pfq_code do_refusal(struct run *run, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__StoreRefusal *refusal = job->request->store_refusal;
    struct pfq_bytes reasons = pack_reasons(refusal->problems, refusal->n_problems, run->arena);
    answer_refused(job, refusal->problems, refusal->n_problems);
    return db_keep_refusal(run->batch->db, refusal, reasons, err);
}

static enum pfq_code do_catalogue(struct run *run, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__Catalogue *catalogue = job->request->store_catalogue->catalogue;
    struct pfq_bytes digest = {catalogue->digest.data, catalogue->digest.len};
    struct pfq_bytes packed = job_pack(&catalogue->base, run->arena);
    if (packed.data == NULL) {
        job_try_again(job, "BUSY", "The store has no room for a catalogue in this batch.");
        return PFQ_OK;
    }
    accept(job);
    return db_keep_catalogue(run->batch->db, digest, catalogue->label, packed, err);
}

static enum pfq_code do_position(struct run *run, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__PositionWrite *write = job->request->position_write;
    struct pfq_err own = {0};
    enum pfq_code code = db_write_position(run->batch->db, write->force, write->consumer,
                                           write->up_to, &job->rows.acknowledged, &own);
    if (code == PFQ_E_NOT_FOUND) { /* nothing was written: the others need not wait for it */
        settle(job, "TOO_MANY_READERS", "This mailbox has as many named readers as it may have.",
               "Use the name of a reader that exists.");
        return PFQ_OK;
    }
    job->rows.has_acknowledged = code == PFQ_OK;
    if (code != PFQ_OK && err != NULL) {
        *err = own;
    }
    return code;
}

static enum pfq_code do_themes(struct run *run, struct job *job, struct pfq_err *err)
{
    return themes_put(run->batch->db, job, run->arena, run->wall_ms, err);
}

static enum pfq_code do_baseline(struct run *run, struct job *job, struct pfq_err *err)
{
    return themes_set_baseline(run->batch->db, job, run->arena, run->wall_ms, err);
}

static enum pfq_code do_outbox(struct run *run, struct job *job, struct pfq_err *err)
{
    struct db *db = run->batch->db;
    switch ((int)job->request->body_case) {
    case PFQ__V1__ENVELOPE__BODY_OUTBOX_PUT:
        return outbox_put(db, job, run->arena, run->wall_ms, err);
    case PFQ__V1__ENVELOPE__BODY_OUTBOX_TAKE:
        return outbox_take(db, job, run->arena, run->wall_ms, err);
    default:
        return outbox_mark(db, job, run->arena, run->wall_ms, err);
    }
}

static enum pfq_code do_digest(struct run *run, struct job *job, struct pfq_err *err)
{
    return digests_put(run->batch->db, job, run->arena, run->wall_ms, err);
}

/* Its work does not lie in the batch's memory, which others share. */
static enum pfq_code do_event(struct run *run, struct job *job, struct pfq_err *err)
{
    struct pfq_arena scratch;
    pfq_arena_open(&scratch);
    enum pfq_code code =
        people_put(run->batch->db, run->batch->rules, job, &scratch, run->wall_ms, err);
    pfq_arena_close(&scratch);
    return code;
}

/* A reading that is noted, so that nothing is exported unseen. */
static enum pfq_code do_export(struct run *run, struct job *job, struct pfq_err *err)
{
    enum {
        room = 200 * 1024,
        unpacked = 4
    };

    const struct pfq_arena *arena = run->arena;
    if (!arena->grows && arena->size - arena->used < unpacked * room) {
        job_try_again(job, "BUSY", "The store has no room for a page in this batch.");
        return PFQ_OK;
    }
    return people_disclose(run->batch->db, run->batch->rules, job, room, run->wall_ms, run->arena,
                           err);
}

/* Kept apart from the main transaction: quarantine() below, and the writer's closing.c. */
static enum pfq_code do_nothing(struct run *run, struct job *job, struct pfq_err *err)
{
    (void)run;
    (void)job;
    (void)err;
    return PFQ_OK;
}

struct kind {
    int body;
    enum pfq_code (*act)(struct run *run, struct job *job, struct pfq_err *err);
};

static const struct kind kinds[] = {
    {PFQ__V1__ENVELOPE__BODY_STORE_PUT, do_put},
    {PFQ__V1__ENVELOPE__BODY_STORE_REFUSAL, do_refusal},
    {PFQ__V1__ENVELOPE__BODY_STORE_CATALOGUE, do_catalogue},
    {PFQ__V1__ENVELOPE__BODY_POSITION_WRITE, do_position},
    {PFQ__V1__ENVELOPE__BODY_THEMES_PUT, do_themes},
    {PFQ__V1__ENVELOPE__BODY_BASELINE, do_baseline},
    {PFQ__V1__ENVELOPE__BODY_MONTH_CLOSE, do_nothing},
    {PFQ__V1__ENVELOPE__BODY_OUTBOX_PUT, do_outbox},
    {PFQ__V1__ENVELOPE__BODY_OUTBOX_TAKE, do_outbox},
    {PFQ__V1__ENVELOPE__BODY_OUTBOX_MARK, do_outbox},
    {PFQ__V1__ENVELOPE__BODY_DIGEST_PUT, do_digest},
    {PFQ__V1__ENVELOPE__BODY_EVENT_PUT, do_event},
    {PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK, do_export},
    {PFQ__V1__ENVELOPE__BODY_STORE_QUARANTINE, do_nothing},
    {PFQ__V1__ENVELOPE__BODY__NOT_SET, do_nothing}, /* last: whatever the writer does not take */
};

static const struct kind *kind_of(const struct job *job)
{
    const struct kind *kind = kinds;
    while (kind->body != PFQ__V1__ENVELOPE__BODY__NOT_SET &&
           kind->body != (int)job->request->body_case) {
        kind++;
    }
    return kind;
}

/* --- before the transaction ------------------------------------------------------------ */

static bool granted(const Pfq__V1__Envelope *request)
{
    int body = (int)request->body_case;
    if (body == PFQ__V1__ENVELOPE__BODY_STORE_PUT) {
        return authorise(request->store_put->peer, ACT_PUT, request->store_put->force);
    }
    if (body == PFQ__V1__ENVELOPE__BODY_POSITION_WRITE) {
        return authorise(request->position_write->peer, ACT_ACKNOWLEDGE,
                         request->position_write->force);
    }
    return authorise_periodic(request); /* else what a front service tells of itself */
}

/* NULL: it may; else a sentence. */
static const char *refused(const Pfq__V1__Envelope *request)
{
    if ((int)request->body_case == (int)PFQ__V1__ENVELOPE__BODY_EVENT_PUT) {
        return authorise_event(request->event_put->peer, request->event_put->event);
    }
    return granted(request) ? NULL : "You may not do this for this force.";
}

static void admit(struct job *job)
{
    job_begin(job);
    const char *fault = job_fault(job->request);
    bool taken = kind_of(job)->body != PFQ__V1__ENVELOPE__BODY__NOT_SET;
    if (fault != NULL || !taken) {
        settle(job, "MALFORMED", fault != NULL ? fault : "the writer takes no such message",
               "This is a fault of the sending service.");
        return;
    }
    const char *sentence = refused(job->request);
    if (sentence != NULL) {
        settle(job, "NOT_GRANTED", sentence, "Ask the operator for a grant in pfq.conf.");
    }
}

/* --- the transaction --------------------------------------------------------------------- */

static enum pfq_code act_on_each(struct run *run, struct job **culprit, struct pfq_err *err)
{
    for (size_t i = 0; i < run->count; i++) {
        struct job *job = &run->jobs[i];
        *culprit = job;
        if (job->settled) {
            continue;
        }
        job_begin(job);
        enum pfq_code code = kind_of(job)->act(run, job, err);
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
        settle(culprit, "CANNOT_STORE", "The store's rules do not allow this message.",
               "Tell the operator: this is a fault of pfq.");
        *err = (struct pfq_err){0};
        code = attempt(run, &culprit, err);
    }
    if (code != PFQ_OK) {
        batch_put_off(run->jobs, run->count, code);
    }
}

/* --- the quarantine, a transaction of its own ------------------------------------------- */

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
    struct pfq_bytes reasons = pack_reasons(item->problems, item->n_problems, run->arena);
    uint64_t bytes = item->original.len + reasons.size;
    job_begin(job);
    answer_refused(job, item->problems, item->n_problems);
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

/* Its failures are its own: what the main database committed stands. */
static void run_quarantine(struct run *run, struct batch_result *out)
{
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
    struct run run = {batch, jobs, count, arena, wall_ms, 0};
    *out = (struct batch_result){0};
    for (size_t i = 0; i < count; i++) {
        admit(&jobs[i]);
    }
    run_main(&run, &out->err);
    run_quarantine(&run, out);
    sum_up(&run, out);
}
