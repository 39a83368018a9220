/* ask.h - one question to a service, and its answer.
 *
 * Fills in what every request of this command has: id, source, time, version.
 *
 * Layer 4 (operator).
 */
#ifndef ASK_H
#define ASK_H

#include "operator.h"
#include "pfq/client.h"

enum {
    ASK_TIMEOUT_MS = 6000 /* longer than a service waits for store */
};

/* The answer has the body `wanted`, else MALFORMED.  *answer is in the arena. */
enum pfq_code ask(struct pfq_client *client, Pfq__V1__Envelope *request,
                  Pfq__V1__Envelope__BodyCase wanted, int64_t timeout_ms, struct pfq_arena *arena,
                  Pfq__V1__Envelope **answer, struct pfq_err *err) PFQ_CHECKED;

/* What a failure comes to: refused (NOT_FOUND: the service said no), away, or cannot tell. */
enum pfq_exit ask_exit(const struct pfq_err *err);

/* Say on stderr that `service` cannot be asked, and what to try. */
void ask_say_away(const char *command, const char *endpoint, const struct pfq_err *err);

#endif
