/* people_ask.c - what people said, on its way from store to whoever asks.
 *
 * Feedback adds who asks and takes nothing away: store authorises and redacts. */
#include "feedback.h"

static void send_rows(struct feedback *f, const struct reader *reader, Pfq__V1__PeopleRows *rows,
                      int64_t wall_ms, struct pfq_arena *arena)
{
    Pfq__V1__Envelope answer = PFQ__V1__ENVELOPE__INIT;
    answer.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS;
    answer.people_rows = rows;
    page_send(f, reader, &answer, wall_ms, arena);
}

void people_refuse(struct feedback *f, const struct reader *reader, size_t count,
                   Pfq__V1__Problem **problems, int64_t wall_ms, struct pfq_arena *arena)
{
    Pfq__V1__PeopleRows rows = PFQ__V1__PEOPLE_ROWS__INIT;
    rows.n_problems = count;
    rows.problems = problems;
    send_rows(f, reader, &rows, wall_ms, arena);
}

void people_ask(struct feedback *f, struct pfq_frame *frame, Pfq__V1__PeopleRead *read)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__PeopleAsk ask = PFQ__V1__PEOPLE_ASK__INIT;
    Pfq__V1__Peer peer;
    struct reader reader = request_reader(frame, false);
    reader.people = true;
    uint64_t token = request_begin(f, frame, &reader);
    if (token == 0) {
        return;
    }
    pfq_grants_stamp(&f->grants, &frame->peer, &peer);
    ask.peer = &peer;
    ask.read = read;
    request.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK;
    request.people_ask = &ask;
    read_send(f, token, &request, frame->now_ms, frame->arena);
}

void people_answer(struct feedback *f, uint64_t token, Pfq__V1__PeopleRows *rows, int64_t wall_ms,
                   struct pfq_arena *arena)
{
    const struct reader *reader = pfq_pending_find(&f->readers, token);
    if (reader != NULL && reader->people) { /* else it is too late: it was answered */
        send_rows(f, reader, rows, wall_ms, arena);
        pfq_pending_release(&f->readers, token);
    }
}
