/* ask.c - one question to a service: see ask.h. */
#include "ask.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "pfq/grants.h"

enum pfq_code ask(struct pfq_client *client, Pfq__V1__Envelope *request,
                  Pfq__V1__Envelope__BodyCase wanted, int64_t timeout_ms, struct pfq_arena *arena,
                  Pfq__V1__Envelope **answer, struct pfq_err *err)
{
    static atomic_uint asked; /* status asks from several threads */
    request->id = pfq_arena_printf(arena, "pfq-%d-%" PRId64 "-%u", (int)getpid(),
                                   pfq_monotonic_ms(), ++asked);
    request->source = pfq_arena_strdup(arena, "pfq");
    request->has_sent_at = true;
    request->sent_at = pfq_wall_ms();
    request->has_schema_version = true;
    request->schema_version = 1;
    enum pfq_code code = pfq_client_ask(client, request, timeout_ms, arena, answer, err);
    if (code == PFQ_OK && (*answer)->body_case != wanted) {
        return pfq_fail(err, PFQ_E_MALFORMED, "another answer than was asked for");
    }
    return code;
}

enum pfq_exit ask_exit(const struct pfq_err *err)
{
    return err->code == PFQ_E_NOT_FOUND   ? PFQ_EXIT_NOT_GOOD
           : err->code == PFQ_E_PEER_AWAY ? PFQ_EXIT_AWAY
                                          : PFQ_EXIT_CANNOT_TELL;
}

/* The service answered, and says no: there is nothing to start. */
static void say_refused(const char *command, const struct pfq_err *err)
{
    const char *why = strstr(err->text, ": ");
    why = why == NULL ? err->text : why + 2;
    bool denied = strncmp(why, "Not permitted", strlen("Not permitted")) == 0;
    fprintf(stderr, "pfq %s: %s\n%s", command, why, denied ? "  " PFQ_GRANTS_FIX "\n" : "");
}

void ask_say_away(const char *command, const char *endpoint, const struct pfq_err *err)
{
    if (err->code == PFQ_E_NOT_FOUND) {
        say_refused(command, err);
        return;
    }
    fprintf(stderr,
            "pfq %s: %s\nAsked at %s.  Try: pfq status, or start the services with: pfq up\n",
            command, err->text, endpoint);
}
