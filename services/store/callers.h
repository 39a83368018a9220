/* callers.h - which processes may ask the store at all.
 *
 * A request says for whom it is made (Peer), and authorise.c believes it: so only our own
 * services may say it.  The kernel tells who holds the other end of the socket; root and
 * the store's own user are ours, and whoever else the parameter `services` names.
 *
 * Layer 4 (store).
 */
#ifndef CALLERS_H
#define CALLERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pfq/err.h"
#include "pfq/sock.h"

enum {
    CALLERS_MAX = 16
};

struct callers {
    uint32_t uids[CALLERS_MAX];
    size_t count;
};

/* User ids, separated by blanks or commas; "": nobody further. */
enum pfq_code callers_parse(const char *services, struct callers *out,
                            struct pfq_err *err) PFQ_CHECKED;

/* A peer of whom the kernel tells nothing is none of ours. */
bool callers_include(const struct callers *callers, const struct pfq_peer *peer);

#endif
