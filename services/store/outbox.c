/* outbox.c - see outbox.h. */
#include "outbox.h"

#include <string.h>

#include "pfq/log.h"

#define STATE(name) PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_##name

/* --- the moves --------------------------------------------------------------------- */

struct move {
    Pfq__V1__DeliveryState from;
    Pfq__V1__DeliveryState to;
    bool by_person;
};

/* All there are.  A repeat of the last mark is no move, and changes nothing. */
static const struct move moves[] = {
    {STATE(QUEUED), STATE(SENDING), false},   {STATE(QUEUED), STATE(DEFERRED), false},
    {STATE(QUEUED), STATE(BOUNCED), false},   {STATE(QUEUED), STATE(EXPIRED), false},
    {STATE(DEFERRED), STATE(SENDING), false}, {STATE(DEFERRED), STATE(DEFERRED), false},
    {STATE(DEFERRED), STATE(BOUNCED), false}, {STATE(DEFERRED), STATE(EXPIRED), false},
    {STATE(SENDING), STATE(SENT), false},     {STATE(SENDING), STATE(DEFERRED), false},
    {STATE(SENDING), STATE(BOUNCED), false},  {STATE(SENDING), STATE(EXPIRED), false},
    {STATE(SENDING), STATE(IN_DOUBT), false}, {STATE(IN_DOUBT), STATE(SENT), false},
    {STATE(QUEUED), STATE(DROPPED), true},    {STATE(DEFERRED), STATE(QUEUED), true},
    {STATE(DEFERRED), STATE(DROPPED), true},  {STATE(IN_DOUBT), STATE(QUEUED), true},
    {STATE(IN_DOUBT), STATE(DROPPED), true},  {STATE(BOUNCED), STATE(QUEUED), true},
    {STATE(BOUNCED), STATE(DROPPED), true},   {STATE(EXPIRED), STATE(QUEUED), true},
    {STATE(EXPIRED), STATE(DROPPED), true},
};

bool outbox_may_move(Pfq__V1__DeliveryState from, Pfq__V1__DeliveryState to, bool by_person)
{
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (moves[i].from == from && moves[i].to == to && moves[i].by_person == by_person) {
            return true;
        }
    }
    return false;
}

/* --- well-formed? -------------------------------------------------------------------- */

static bool within(const char *text, size_t least, size_t most)
{
    size_t length = text == NULL ? 0 : strlen(text);
    return length >= least && length <= most;
}

static const char *put_fault(const Pfq__V1__Delivery *d)
{
    if (d == NULL || !within(d->recipient, 3, 254) || !within(d->period, 1, 64)) {
        return "a recipient and a period are wanted";
    }
    if (!within(d->force, 0, 2) || !within(d->police_unit, 0, 64) || d->kind <= 0 ||
        d->audience <= 0) {
        return "force, police_unit, kind or audience cannot be used";
    }
    return within(d->message_id, 1, 128) && d->message.len > 0
               ? NULL
               : "a message and its message_id are wanted";
}

static const char *mark_fault(const Pfq__V1__OutboxMark *mark)
{
    return mark->has_id && mark->id <= INT64_MAX && mark->has_state ? NULL
                                                                    : "id and state are wanted";
}

const char *outbox_fault(const Pfq__V1__Envelope *request)
{
    switch ((int)request->body_case) {
    case PFQ__V1__ENVELOPE__BODY_OUTBOX_PUT:
        return put_fault(request->outbox_put->delivery);
    case PFQ__V1__ENVELOPE__BODY_OUTBOX_TAKE:
        return request->outbox_take->has_lease_ms ? NULL : "lease_ms is wanted";
    case PFQ__V1__ENVELOPE__BODY_OUTBOX_MARK:
        return mark_fault(request->outbox_mark);
    default:
        return request->outbox_read->after <= INT64_MAX && request->outbox_read->id <= INT64_MAX
                   ? NULL
                   : "id and after are below 2^63";
    }
}

/* --- put and take ---------------------------------------------------------------------- */

static void answer_one(struct job *job, Pfq__V1__Delivery *row, struct pfq_arena *arena)
{
    job->outbox.rows = pfq_arena_new(arena, Pfq__V1__Delivery *, 1);
    job->outbox.rows[0] = row;
    job->outbox.n_rows = 1;
}

enum pfq_code outbox_put(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    bool duplicate = false;
    Pfq__V1__Delivery *row = NULL;
    enum pfq_code code = db_put_delivery(turn->db, job->request->outbox_put->delivery,
                                         turn->wall_ms, turn->arena, &duplicate, &row, err);
    if (code == PFQ_OK) {
        job->outbox.has_duplicate = true;
        job->outbox.duplicate = duplicate;
        answer_one(job, row, turn->arena);
    }
    return code;
}

enum pfq_code outbox_take(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__OutboxTake *take = job->request->outbox_take;
    Pfq__V1__Delivery *row = NULL;
    uint64_t id = 0;
    int doubted = 0;
    enum pfq_code code = db_doubt_deliveries(turn->db, take->fresh, turn->wall_ms, &doubted, err);
    if (code == PFQ_OK) {
        code = db_next_delivery(turn->db, turn->wall_ms, &id, err);
    }
    if (doubted > 0) {
        pfq_log(PFQ_LOG_WARN, "mail_in_doubt", "count=%d", doubted);
    }
    if (code != PFQ_OK || id == 0) {
        return code;
    }
    code = db_find_delivery(turn->db, id, turn->arena, &row, err);
    if (code != PFQ_OK) {
        return code;
    }
    if (!row->has_message) {
        job_try_again(job, "BUSY", "The store has no room for the message in this batch.");
        return PFQ_OK;
    }
    row->lease++; /* as hold_delivery.sql does */
    row->attempts++;
    answer_one(job, row, turn->arena);
    return db_hold_delivery(turn->db, id, turn->wall_ms + take->lease_ms, err);
}

/* --- marks ------------------------------------------------------------------------------ */

static void refuse(struct job *job, const char *code, const char *message, const char *fix)
{
    job_problem(job, PFQ__V1__ANSWER__ANSWER_REFUSED, code, message, fix);
}

/* The row as the mark wants it. */
static void move(Pfq__V1__Delivery *row, const Pfq__V1__OutboxMark *mark, char *answer,
                 int64_t wall_ms)
{
    bool by_person = !mark->has_lease;
    bool doubted = row->state == STATE(IN_DOUBT);
    row->repeat = row->repeat || (by_person && doubted && mark->state == STATE(QUEUED));
    row->state = mark->state;
    row->has_done_at = mark->state > STATE(SENDING);
    row->done_at = row->has_done_at ? wall_ms : 0;
    row->has_next_at = mark->state <= STATE(DEFERRED);
    row->next_at = wall_ms + mark->retry_after_ms;
    row->answer = mark->answer == NULL ? row->answer : answer;
}

enum pfq_code outbox_mark(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__OutboxMark *mark = job->request->outbox_mark;
    bool by_person = !mark->has_lease;
    Pfq__V1__Delivery *row = NULL;
    struct pfq_err own = {0};
    enum pfq_code code = db_find_delivery(turn->db, mark->id, turn->arena, &row, &own);
    if (code == PFQ_E_NOT_FOUND) {
        refuse(job, "NO_SUCH_DELIVERY", "There is no mail of this number.",
               "pfq outbox list shows those there are.");
        return PFQ_OK;
    }
    if (code != PFQ_OK) {
        return pfq_fail(err, code, "delivery");
    }
    row->has_message = false;
    row->message = (ProtobufCBinaryData){0, NULL};
    answer_one(job, row, turn->arena);
    if (!by_person && mark->lease != row->lease) {
        refuse(job, "LEASE_LOST", "Another sender has this mail in hand.", "Take the next one.");
        return PFQ_OK;
    }
    if (mark->state == row->state && row->state != STATE(DEFERRED)) {
        return PFQ_OK; /* said before */
    }
    if (!outbox_may_move(row->state, mark->state, by_person)) {
        refuse(job, "ILLEGAL_MOVE", "This mail's state allows no such move.",
               "pfq outbox show says where it stands.");
        return PFQ_OK;
    }
    bool held = mark->state == STATE(SENDING);
    move(row, mark, mark->answer, turn->wall_ms);
    return db_move_delivery(turn->db, row, held ? turn->wall_ms + OUTBOX_SENDING_MS : 0, err);
}

/* --- reading ------------------------------------------------------------------------------ */

enum pfq_code outbox_read(const struct turn *turn, struct job *job, struct pfq_err *err)
{
    const Pfq__V1__OutboxRead *read = job->request->outbox_read;
    Pfq__V1__Delivery *row = NULL;
    if (!read->has_id) {
        return db_read_deliveries(turn->db, read, turn->room, turn->arena, &job->outbox, err);
    }
    enum pfq_code code = db_find_delivery(turn->db, read->id, turn->arena, &row, err);
    if (code == PFQ_E_NOT_FOUND) {
        refuse(job, "NO_SUCH_DELIVERY", "There is no mail of this number.",
               "pfq outbox list shows those there are.");
        return PFQ_OK;
    }
    if (code == PFQ_OK) {
        answer_one(job, row, turn->arena);
    }
    return code;
}
