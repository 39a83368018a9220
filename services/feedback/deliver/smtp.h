/* smtp.h - one conversation with the mail server at a time, in a thread of its own, so that
 * a slow server never holds up the service's loop.
 *
 *     IDLE --give--> WORKING --> AT_END --go_on--> WORKING --> DONE --take--> IDLE
 *                       |                                       ^
 *                       +---------------------------------------+
 *
 * The thread stops before the end of the data (AT_END) until it is told to go on: between
 * the two the loop makes the row in the outbox say SENDING.  Told not to go on, or told
 * nothing for half a minute, it breaks off, and the server has nothing.
 *
 * Whenever the state changes the event fd rings.  The lock is held for moments only.
 *
 * Layer 4 (feedback).  Only smtp_talk.c uses libcurl.
 */
#ifndef SMTP_H
#define SMTP_H

#include "pfq/wire.h"
#include "relay.h"
#include "schedule.h"

enum {
    SMTP_ANSWER_BYTES = 201
};

enum smtp_state {
    SMTP_IDLE,
    SMTP_WORKING,
    SMTP_AT_END,
    SMTP_DONE
};

struct smtp_job { /* copied */
    const char *from;
    const char *to;
    struct pfq_bytes message;
    bool repeat; /* it may have arrived before: a header says so */
};

struct smtp_result {
    struct smtp_outcome outcome;
    char answer[SMTP_ANSWER_BYTES]; /* "recipient: 550 no such user", printable ASCII */
};

struct smtp;

/* `relay` must stay until smtp_close(). */
enum pfq_code smtp_open(const struct relay *relay, int event_fd, struct smtp **out,
                        struct pfq_err *err) PFQ_CHECKED;
/* Breaks off whatever is going on. */
void smtp_close(struct smtp *smtp);

enum smtp_state smtp_state(struct smtp *smtp);
void smtp_give(struct smtp *smtp, const struct smtp_job *job); /* only when IDLE */
void smtp_go_on(struct smtp *smtp, bool end);                  /* only when AT_END */
void smtp_take(struct smtp *smtp, struct smtp_result *out);    /* only when DONE */

#endif
