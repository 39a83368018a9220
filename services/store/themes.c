/* themes.c - see themes.h. */
#include "themes.h"

/* Half is left to the answers of the others. */
static bool has_room(const struct pfq_arena *arena, const ProtobufCMessage *message)
{
    return arena->grows ||
           protobuf_c_message_get_packed_size(message) < (arena->size - arena->used) / 2;
}

static void put_off(struct job *job)
{
    job_try_again(job, "BUSY", "The store has no room for this in the batch.");
}

enum pfq_code themes_put(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__ThemesPut *put = job->request->themes_put;
    uint64_t stored = 0;
    if (!has_room(turn->arena, &put->base)) {
        put_off(job);
        return PFQ_OK;
    }
    enum pfq_code code = db_read_progress(turn->db, "themes", &stored, err);
    if (code == PFQ_OK && put->up_to < stored) {
        job_problem(job, PFQ__V1__ANSWER__ANSWER_REFUSED, "OLD_RUN",
                    "A run over younger figures is stored already.",
                    "Read the figures again and make the themes anew.");
        return PFQ_OK;
    }
    for (size_t i = 0; code == PFQ_OK && i < put->n_moves; i++) {
        code = db_put_move(turn->db, put->moves[i], turn->wall_ms, turn->arena, err);
    }
    if (code == PFQ_OK) {
        code = db_write_progress(turn->db, "themes", put->up_to, err);
    }
    job->themes.has_up_to = true;
    job->themes.up_to = put->up_to;
    return code;
}

enum pfq_code themes_set_baseline(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    Pfq__V1__Baseline baseline = *job->request->baseline;
    if (!has_room(turn->arena, &baseline.base)) {
        put_off(job);
        return PFQ_OK;
    }
    baseline.peer = NULL; /* who asked is not what is kept */
    baseline.has_set_at = true;
    baseline.set_at = turn->wall_ms;
    job->store_answer.has_answer = true;
    job->store_answer.answer = PFQ__V1__ANSWER__ANSWER_ACCEPTED;
    return db_put_baseline(turn->db, &baseline, turn->arena, err);
}
