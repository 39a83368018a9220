/* readiness.h - a socket at which children say READY=1 (sd_notify).
 *
 * Layer 4 (operator): knows processes, and nothing of what they do.
 */
#ifndef READINESS_H
#define READINESS_H

#include <stdbool.h>
#include <sys/types.h>

#include "pfq/err.h"

struct readiness {
    int fd;
    char name[32]; /* "@00001": NOTIFY_SOCKET of a child */
};

enum pfq_code readiness_open(struct readiness *r, struct pfq_err *err) PFQ_CHECKED;

/* Who said something, by the kernel's word, and whether it was that it is ready; 0: nobody. */
pid_t readiness_next(struct readiness *r, bool *ready);

#endif
