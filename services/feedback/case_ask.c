/* case_ask.c - the submissions of a case, for whoever assesses it.
 *
 * `pfq assess` asks as it would ask store, which few may; feedback adds who asks, store
 * authorises, and its answer goes back as it came. */
#include "feedback.h"

static void send_rows(struct feedback *f, const struct reader *reader, Pfq__V1__StoreRows *rows,
                      int64_t wall_ms, struct pfq_arena *arena)
{
    Pfq__V1__Envelope answer = PFQ__V1__ENVELOPE__INIT;
    answer.body_case = PFQ__V1__ENVELOPE__BODY_STORE_ROWS;
    answer.store_rows = rows;
    page_send(f, reader, &answer, wall_ms, arena);
}

void case_refuse(struct feedback *f, const struct reader *reader, size_t count,
                 Pfq__V1__Problem **problems, int64_t wall_ms, struct pfq_arena *arena)
{
    Pfq__V1__StoreRows rows = PFQ__V1__STORE_ROWS__INIT;
    rows.n_problems = count;
    rows.problems = problems;
    send_rows(f, reader, &rows, wall_ms, arena);
}

void case_ask(struct feedback *f, struct pfq_frame *frame)
{
    Pfq__V1__Envelope request = *frame->wire.envelope;
    Pfq__V1__Peer peer;
    struct reader reader = request_reader(frame, false);
    reader.of_case = true;
    uint64_t token = request_begin(f, frame, &reader);
    if (token == 0) {
        return;
    }
    pfq_grants_stamp(&f->grants, &frame->peer, &peer);
    if (request.body_case == PFQ__V1__ENVELOPE__BODY_CASE_READ) {
        request.case_read->peer = &peer;
    } else {
        request.catalogue_read->peer = &peer;
    }
    read_send(f, token, &request, frame->now_ms, frame->arena);
}

void case_answer(struct feedback *f, uint64_t token, Pfq__V1__StoreRows *rows, int64_t wall_ms,
                 struct pfq_arena *arena)
{
    send_rows(f, pfq_pending_find(&f->readers, token), rows, wall_ms, arena);
    pfq_pending_release(&f->readers, token);
}
