/* read.c - what store is asked: each request carries the reader's token as its id. */
#include <stdio.h>

#include "feedback.h"

void read_send(struct feedback *f, uint64_t token, Pfq__V1__Envelope *request, int64_t now_ms,
               struct pfq_arena *arena)
{
    struct reader *reader = pfq_pending_find(&f->readers, token);
    char id[24];
    (void)snprintf(id, sizeof id, "%llu", (unsigned long long)token);
    request->id = id;
    request->source = (char *)(uintptr_t) "pfq-feedback";
    reader->deadline_ms = now_ms + pfq_service_number(f->service, "store_timeout_ms");
    /* not sent: the deadline answers the reader */
    enum pfq_code unsent = pfq_sock_send(f->store, NULL, pfq_wire_pack(&request->base, arena));
    (void)unsent;
    request->id = NULL; /* it ends here */
}

static void ask_position(struct feedback *f, uint64_t token, Pfq__V1__Peer *peer, int64_t now_ms,
                         struct pfq_arena *arena)
{
    struct reader *reader = pfq_pending_find(&f->readers, token);
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__PositionWrite write = PFQ__V1__POSITION_WRITE__INIT;
    write.peer = peer;
    write.force = reader->force;
    write.consumer = reader->consumer;
    write.has_up_to = true;
    write.up_to = reader->number;
    request.body_case = PFQ__V1__ENVELOPE__BODY_POSITION_WRITE;
    request.position_write = &write;
    read_send(f, token, &request, now_ms, arena);
}

static void ask_mailbox(struct feedback *f, uint64_t token, Pfq__V1__Peer *peer, int64_t now_ms,
                        struct pfq_arena *arena)
{
    struct reader *reader = pfq_pending_find(&f->readers, token);
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxRead read = PFQ__V1__MAILBOX_READ__INIT;
    read.peer = peer;
    read.force = reader->force;
    read.consumer = reader->consumer;
    read.has_after = reader->has_after;
    read.after = reader->number;
    read.has_limit = true;
    read.limit = reader->limit;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_READ;
    request.mailbox_read = &read;
    read_send(f, token, &request, now_ms, arena);
}

void read_rows(struct feedback *f, uint64_t token, int64_t now_ms, struct pfq_arena *arena)
{
    struct reader *reader = pfq_pending_find(&f->readers, token);
    Pfq__V1__Peer peer;
    pfq_grants_stamp(&f->grants, &reader->peer, &peer);
    reader->state = READER_READING;
    if (reader->acknowledges) {
        ask_position(f, token, &peer, now_ms, arena);
    } else {
        ask_mailbox(f, token, &peer, now_ms, arena);
    }
}

void read_texts(struct feedback *f, uint64_t token, ProtobufCBinaryData digest, int64_t now_ms,
                struct pfq_arena *arena)
{
    struct reader *reader = pfq_pending_find(&f->readers, token);
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__CatalogueRead read = PFQ__V1__CATALOGUE_READ__INIT;
    read.has_digest = true;
    read.digest = digest;
    request.body_case = PFQ__V1__ENVELOPE__BODY_CATALOGUE_READ;
    request.catalogue_read = &read;
    reader->state = READER_TEXTS;
    read_send(f, token, &request, now_ms, arena);
}
