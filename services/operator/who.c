/* who.c - see who.h. */
#include "who.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "pfq/grants.h"
#include "places.h"

enum {
    TIMEOUT_MS = 300 /* it is a word beside a refusal */
};

const char who_shut_fix[] =
    "The operator lets a user in: by the group of the sockets, and in peers of pfq.conf.";

static const Pfq__V1__Peer *ask_one(const char *run, const char *service, struct pfq_arena *arena)
{
    struct pfq_client *client = NULL;
    struct pfq_err err;
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__StatusRequest want = PFQ__V1__STATUS_REQUEST__INIT;
    Pfq__V1__Envelope *answer = NULL;
    request.body_case = PFQ__V1__ENVELOPE__BODY_STATUS_REQUEST;
    request.status_request = &want;
    if (pfq_client_open(place_endpoint(run, service, arena), &client, &err) != PFQ_OK) {
        return NULL;
    }
    enum pfq_code code = ask(client, &request, PFQ__V1__ENVELOPE__BODY_SERVICE_STATUS, TIMEOUT_MS,
                             arena, &answer, &err);
    pfq_client_close(client);
    return code == PFQ_OK ? answer->service_status->you : NULL;
}

const Pfq__V1__Peer *who_am_i(const char *run, struct pfq_arena *arena)
{
    const Pfq__V1__Peer *you = ask_one(run, "feedback", arena);
    return you != NULL ? you : ask_one(run, "intake", arena);
}

bool who_is_limited(const Pfq__V1__Peer *you)
{
    return you != NULL && you->role != PFQ__V1__ROLE__ROLE_OPERATOR;
}

static bool is_store(const char *path)
{
    static const char name[] = "/store.sock";
    size_t length = strlen(path);
    return length >= sizeof name && strcmp(path + length - (sizeof name - 1), name) == 0;
}

/* Who may not ask at this socket, as it is store's; else NULL. */
static const Pfq__V1__Peer *denied(const char *path, struct pfq_arena *arena)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL || !is_store(path)) {
        return NULL;
    }
    const char *run = pfq_arena_strndup(arena, path, (size_t)(slash - path));
    const Pfq__V1__Peer *you = who_am_i(run, arena);
    return who_is_limited(you) ? you : NULL;
}

bool who_is_denied(const char *path)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    bool is = denied(path, &arena) != NULL;
    pfq_arena_close(&arena);
    return is;
}

bool who_say_denied(const char *command, const char *path, bool shut)
{
    struct pfq_arena arena;
    char who[PFQ_GRANTS_WORDS];
    pfq_arena_open(&arena);
    const Pfq__V1__Peer *you = denied(path, &arena);
    if (you != NULL) {
        pfq_grants_words(you, who);
        fprintf(stderr,
                "pfq %s: Not permitted: %s.  This is asked of store, by the operator alone.\n"
                "  %s\n",
                command, who, PFQ_GRANTS_FIX);
    } else if (shut) {
        fprintf(stderr,
                "pfq %s: Not permitted: this user (uid %u) may not use the socket %s\n  %s\n",
                command, (unsigned)getuid(), path, who_shut_fix);
    }
    pfq_arena_close(&arena);
    return you != NULL || shut;
}
