/* schedule.h - what an attempt to send came to, and when the next one is.  Pure.
 *
 *     the server took it                       SENT
 *     it said 5xx of the recipient or content  BOUNCED
 *     it said 4xx, or nothing could be begun   DEFERRED, after 1, 5, 30 minutes, 2 hours, then
 *                                              every 6 hours, and EXPIRED after 3 days
 *     nothing was heard after the data's end   IN_DOUBT
 *
 * A 5xx before the recipient is named (greeting, TLS, login, sender) is of us or of the
 * server, not of the recipient: it defers, and is an alarm.
 *
 * Layer 4 (feedback).
 */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

#include "outbox.pb-c.h"

enum smtp_stage { /* the last thing that was said to the server */
    SMTP_STAGE_GREETING,
    SMTP_STAGE_SENDER,
    SMTP_STAGE_RECIPIENT,
    SMTP_STAGE_DATA,
    SMTP_STAGE_END, /* the end of the data, as far as we know */
    SMTP_STAGE_COUNT
};

struct smtp_outcome {
    bool taken; /* the server said so */
    enum smtp_stage stage;
    int reply; /* the server's last answer, 250 */
};

struct schedule {
    int64_t first_ms;  /* wait after the first attempt; the others are multiples of it */
    int64_t expire_ms; /* age at which it is given up */
};

struct schedule_next {
    Pfq__V1__DeliveryState state;
    uint32_t wait_ms;   /* DEFERRED */
    bool relay_trouble; /* nothing goes through this server now */
};

/* After attempt number `attempts`, 1 being the first, of a mail of that age. */
struct schedule_next schedule_next(const struct schedule *schedule,
                                   const struct smtp_outcome *outcome, uint32_t attempts,
                                   int64_t age_ms);

const char *smtp_stage_name(enum smtp_stage stage); /* "recipient" */

#endif
