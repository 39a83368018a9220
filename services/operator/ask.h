/* ask.h - whom to ask, one question, and its answer.
 *
 * Fills in what every request of this command has: id, source, time, version.
 *
 * Layer 4 (operator).
 */
#ifndef ASK_H
#define ASK_H

#include "operator.h"
#include "pfq/client.h"
#include "reach.h"

enum {
    ASK_TIMEOUT_MS = 6000 /* longer than a service waits for store */
};

/* The answer has the body `wanted`, else MALFORMED.  *answer is in the arena. */
enum pfq_code ask(struct pfq_client *client, Pfq__V1__Envelope *request,
                  Pfq__V1__Envelope__BodyCase wanted, int64_t timeout_ms, struct pfq_arena *arena,
                  Pfq__V1__Envelope **answer, struct pfq_err *err) PFQ_CHECKED;

/* What a failure comes to: refused (NOT_FOUND: the service said no), away, or cannot tell. */
enum pfq_exit ask_exit(const struct pfq_err *err);

/* Whom: a service where its sockets are. */
struct ask_to {
    struct reach reach;
    struct pfq_client *client;
};

/* As `command` ("month") the `service` ("store") in `run` (NULL: the usual place).  Not GOOD:
 * nobody is there, and stderr has been told. */
enum pfq_exit ask_open(struct ask_to *to, const char *command, const char *service, const char *run,
                       struct pfq_arena *arena);
void ask_close(struct ask_to *to);

/* Say on stderr that it cannot be asked, and what to try; the exit code of ask_exit(). */
enum pfq_exit ask_away(const struct ask_to *to, const struct pfq_err *err);

/* The same of another endpoint. */
void ask_say_away(const char *command, const char *endpoint, const struct pfq_err *err);

/* Say the problems of an answer; GOOD: it has none. */
enum pfq_exit ask_refused(const char *command, size_t count, Pfq__V1__Problem *const *problems);

#endif
