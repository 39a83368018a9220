/* played_store.c - see played_store.h. */
#include "support/played_store.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "pfq/clock.h"
#include "pfq/wire.h"

enum {
    TURN_MS = 20
};

void played_begin(struct played_store *p)
{
    char endpoint[128];
    struct pfq_err err;
    rig_begin(&p->rig);
    (void)snprintf(endpoint, sizeof endpoint, "ipc://%s/run/store.sock", p->rig.dir);
    cr_assert_eq(pfq_sock_open(PFQ_SOCK_HUB, endpoint, &p->sock, &err), PFQ_OK, "%s", err.text);
    pfq_arena_open(&p->arena);
}

void played_end(struct played_store *p)
{
    rig_end(&p->rig);
    pfq_sock_close(p->sock);
    pfq_arena_close(&p->arena);
}

Pfq__V1__Envelope *played_read(struct played_store *p, struct pfq_sock *sock, int64_t patience_ms)
{
    int64_t until = pfq_monotonic_ms() + patience_ms;
    struct pfq_bytes frame;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_wire wire;
    do {
        struct pfq_err err;
        bool ready = false;
        cr_assert_eq(pfq_sock_wait(&sock, 1, NULL, 0, TURN_MS, &ready, &err), PFQ_OK);
        if (pfq_sock_receive(sock, &p->asker, &frame)) {
            pfq_problems_init(&problems, &p->arena);
            pfq_problems_init(&warnings, &p->arena);
            cr_assert(pfq_wire_read(frame, &p->arena, &problems, &warnings, &wire));
            return wire.envelope;
        }
    } while (pfq_monotonic_ms() < until);
    return NULL;
}

bool played_next(struct played_store *p, int64_t patience_ms)
{
    p->asked = played_read(p, p->sock, patience_ms);
    return p->asked != NULL;
}

void played_answer(struct played_store *p, Pfq__V1__Envelope *with)
{
    with->id = p->asked->id;
    with->source = pfq_arena_strdup(&p->arena, "pfq-store");
    cr_assert_eq(pfq_sock_send(p->sock, &p->asker, pfq_wire_pack(&with->base, &p->arena)), PFQ_OK);
}
