/* digests.c - see digests.h. */
#include "digests.h"

#include <string.h>

#include "db_periodic.h"

enum {
    PERIOD_BYTES = 16,
    UNIT_BYTES = 64
};

/* --- well-formed? ------------------------------------------------------------------------- */

static const char *row_fault(const Pfq__V1__DigestRow *row)
{
    if (row == NULL || !job_text_within(row->period, 1, PERIOD_BYTES) ||
        row->kind < PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY ||
        row->kind > PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK) {
        return "a kind and a period are wanted";
    }
    if (row->force == NULL || (row->force[0] != '\0' && !job_is_force(row->force)) ||
        row->unit == NULL || !job_text_within(row->unit, 0, UNIT_BYTES)) {
        return "force has two digits or none, unit 64 bytes at most";
    }
    return row->audience >= PFQ__V1__AUDIENCE__AUDIENCE_UNSPECIFIED &&
                   row->audience <= PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE
               ? NULL
               : "audience is inside, outside or that of a run";
}

static const char *put_fault(const Pfq__V1__DigestRow *row)
{
    const char *fault = row_fault(row);
    if (fault == NULL && row->audience == PFQ__V1__AUDIENCE__AUDIENCE_UNSPECIFIED &&
        (row->digest != NULL || row->force[0] != '\0' || !row->settled)) {
        fault = "a run has no digest and no force, and is done";
    }
    if (fault == NULL && row->audience == PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE &&
        row->digest != NULL && row->digest->audience != PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE) {
        fault = "this digest was made for inside";
    }
    return fault;
}

const char *digests_fault(const Pfq__V1__Envelope *request)
{
    return (int)request->body_case == (int)PFQ__V1__ENVELOPE__BODY_DIGEST_PUT
               ? put_fault(request->digest_put->row)
               : row_fault(request->digest_read->row);
}

/* --- put and read ------------------------------------------------------------------------- */

static enum pfq_code answer_kept(struct db *db, struct job *job, const Pfq__V1__DigestRow *names,
                                 struct pfq_arena *arena, struct pfq_err *err)
{
    bool found = false;
    Pfq__V1__DigestRow bare = PFQ__V1__DIGEST_ROW__INIT;
    Pfq__V1__DigestRow *row = pfq_arena_new(arena, Pfq__V1__DigestRow, 1);
    bare.force = names->force;
    bare.unit = names->unit;
    bare.period = names->period;
    bare.has_kind = bare.has_audience = true;
    bare.kind = names->kind;
    bare.audience = names->audience;
    enum pfq_code code = db_find_digest(db, &bare, arena, row, &found, err);
    if (code == PFQ_OK && found) {
        job->digests.rows = pfq_arena_new(arena, Pfq__V1__DigestRow *, 1);
        job->digests.rows[0] = row;
        job->digests.n_rows = 1;
    }
    return code;
}

/* Half is left to the answers of the others. */
static bool has_room(const struct pfq_arena *arena)
{
    enum {
        room = 1024 * 1024
    };

    return arena->grows || arena->size - arena->used > room;
}

enum pfq_code digests_put(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__DigestRow *row = job->request->digest_put->row;
    bool duplicate = false;
    if (!has_room(turn->arena)) {
        job_try_again(job, "BUSY", "The store has no room for this in the batch.");
        return PFQ_OK;
    }
    enum pfq_code code = db_put_digest(turn->db, row, turn->wall_ms, turn->arena, &duplicate, err);
    if (code == PFQ_OK && duplicate && row->settled) {
        code = db_settle_digest(turn->db, row, err);
    }
    job->digests.has_duplicate = true;
    job->digests.duplicate = duplicate;
    return code == PFQ_OK ? answer_kept(turn->db, job, row, turn->arena, err) : code;
}

enum pfq_code digests_read(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__DigestRead *read = job->request->digest_read;
    enum pfq_code code = answer_kept(turn->db, job, read->row, turn->arena, err);
    if (code == PFQ_OK && read->has_before) {
        code = db_list_readers(turn->db, read->before, turn->arena, &job->digests.forces,
                               &job->digests.n_forces, err);
    }
    if (code == PFQ_OK) {
        job->digests.has_sequence = true;
        code = db_last_sequence(turn->db, &job->digests.sequence, err);
    }
    return code;
}
