/* puts.c - see puts.h. */
#include "puts.h"

#include "past.h"

static void accept(struct job *job)
{
    job->store_answer.has_answer = true;
    job->store_answer.answer = PFQ__V1__ANSWER__ANSWER_ACCEPTED;
}

/* Its own reasons, back to whoever asked to keep them: a front service holds no content of
 * what it has handed over. */
void puts_answer_refused(struct job *job, Pfq__V1__Problem **problems, size_t count)
{
    job->store_answer.has_answer = true;
    job->store_answer.answer = PFQ__V1__ANSWER__ANSWER_REFUSED;
    job->store_answer.problems = problems;
    job->store_answer.n_problems = count;
}

/* What stands in the request stays: when the batch is tried again, other things may have
 * come before. */
static enum pfq_code put_new(const struct turn *turn, struct job *job, struct db_place *place,
                             struct pfq_err *err)
{
    const Pfq__V1__StorePut *put = job->request->store_put;
    bool room = true;
    enum pfq_code code = past_decide(turn->past, turn->db, put, turn->arena, place, &room, err);
    if (code != PFQ_OK || !room) {
        job->store_answer.has_answer = true;
        job->store_answer.answer = PFQ__V1__ANSWER__ANSWER_TRY_AGAIN;
        return code;
    }
    return db_put(turn->db, put, place, &job->store_answer, &job->stored, err);
}

enum pfq_code puts_submission(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    struct db_place place = {.committed_at = turn->wall_ms};
    enum pfq_code code = db_find_place(turn->db, job->request->store_put, turn->arena,
                                       &job->store_answer, &job->stored, &place, err);
    if (code == PFQ_OK && !job->store_answer.has_answer) {
        code = put_new(turn, job, &place, err);
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

struct pfq_bytes puts_reasons(Pfq__V1__Problem **problems, size_t count, struct pfq_arena *arena)
{
    enum {
        reasons_max = 50
    };

    Pfq__V1__StoreRefusal reasons = PFQ__V1__STORE_REFUSAL__INIT;
    reasons.problems = problems;
    reasons.n_problems = count < reasons_max ? count : reasons_max;
    return job_pack(&reasons.base, arena);
}

enum pfq_code puts_refusal(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__StoreRefusal *refusal = job->request->store_refusal;
    struct pfq_bytes reasons = puts_reasons(refusal->problems, refusal->n_problems, turn->arena);
    puts_answer_refused(job, refusal->problems, refusal->n_problems);
    return db_keep_refusal(turn->db, refusal, reasons, err);
}

enum pfq_code puts_catalogue(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__Catalogue *catalogue = job->request->store_catalogue->catalogue;
    struct pfq_bytes digest = {catalogue->digest.data, catalogue->digest.len};
    struct pfq_bytes packed = job_pack(&catalogue->base, turn->arena);
    if (packed.data == NULL) {
        job_try_again(job, "BUSY", "The store has no room for a catalogue in this batch.");
        return PFQ_OK;
    }
    accept(job);
    return db_keep_catalogue(turn->db, digest, catalogue->label, packed, err);
}

enum pfq_code puts_position(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__PositionWrite *write = job->request->position_write;
    struct pfq_err own = {0};
    enum pfq_code code = db_write_position(turn->db, write->force, write->consumer, write->up_to,
                                           &job->rows.acknowledged, &own);
    if (code == PFQ_E_NOT_FOUND) { /* nothing was written: the others need not wait for it */
        job_problem(job, PFQ__V1__ANSWER__ANSWER_REFUSED, "TOO_MANY_READERS",
                    "This mailbox has as many named readers as it may have.",
                    "Use the name of a reader that exists.");
        job->settled = true;
        return PFQ_OK;
    }
    job->rows.has_acknowledged = code == PFQ_OK;
    if (code != PFQ_OK && err != NULL) {
        *err = own;
    }
    return code;
}

enum pfq_code puts_apart(const struct turn *unused_turn, struct job *unused_job,
                         struct pfq_err *unused_err)
{
    (void)unused_turn;
    (void)unused_job;
    (void)unused_err;
    return PFQ_OK;
}
