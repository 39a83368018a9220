/* ask.c - questions to a service: see ask.h. */
#include "ask.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "places.h"
#include "text.h"
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

enum pfq_exit ask_open(struct ask_to *to, const char *command, const char *service, const char *run,
                       struct pfq_arena *arena)
{
    struct pfq_err err;
    *to = (struct ask_to){.reach = {.command = command, .tried = place_tried(run)}};
    to->reach.endpoint = place_endpoint(place_run(run, arena), service, arena);
    if (!reach_wait(&to->reach, ASK_TIMEOUT_MS)) {
        reach_say_nobody(&to->reach);
        return PFQ_EXIT_AWAY;
    }
    if (pfq_client_open(to->reach.endpoint, &to->client, &err) != PFQ_OK) {
        ask_say_away(command, to->reach.endpoint, &err);
        return PFQ_EXIT_USAGE;
    }
    return PFQ_EXIT_GOOD;
}

void ask_close(struct ask_to *to)
{
    if (to->client != NULL) {
        pfq_client_close(to->client);
    }
    to->client = NULL;
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
    fprintf(stderr, "pfq %s: %s\n", command, why);
    if (denied) {
        fprintf(stderr, "  %s\n", pfq_grants_fix(why));
    }
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

enum pfq_exit ask_away(const struct ask_to *to, const struct pfq_err *err)
{
    ask_say_away(to->reach.command, to->reach.endpoint, err);
    return ask_exit(err);
}

enum pfq_exit ask_refused(const char *command, size_t count, Pfq__V1__Problem *const *problems)
{
    char where[64];
    (void)snprintf(where, sizeof where, "pfq %s", command);
    for (size_t i = 0; i < count; i++) {
        text_problem(where, problems[i]->message, problems[i]->fix);
    }
    return count > 0 ? PFQ_EXIT_NOT_GOOD : PFQ_EXIT_GOOD;
}
