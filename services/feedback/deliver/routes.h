/* routes.h - who gets which mail: [routes] and [staff] of pfq.conf.
 *
 *     [routes]
 *     43 = file.quality@police.example weekly,monthly outside
 *     43 AB = ab.supervisors@police.example daily outside
 *     area Thames and Chiltern = pack@cps.example call_sheet,pack inside
 *     * = national.lead@cps.example monthly inside
 *     43 = acc@police.example challenge_4 outside
 *
 * Kinds are those of DigestKind in lower case; challenge_1 to challenge_5 are challenges at one
 * level alone, challenge at any.
 *
 * What a line names: a force, a force's unit, a CPS Area, or everything (*).  Several lines
 * may name the same.  For a mail of some kind and audience the most specific lines that
 * want it win: those of the unit, else of the force or Area, else of *.
 *
 *     [staff]
 *     S18 = s18@cps.example
 *
 * A mail that is for one person of the CPS, such as a challenge's owner, goes to that address; who
 * has none there is sought in the routes.
 *
 * Layer 4 (feedback).
 */
#ifndef ROUTES_H
#define ROUTES_H

#include <stddef.h>

#include "mail.h"

enum {
    ROUTES_MAX = 4096,
    ROUTES_STAFF_MAX = 1024,
    ROUTES_STAFF_BYTES = 32,
    ROUTES_UNIT_BYTES = 64,
    ROUTES_LEVELS = 16,
    ROUTES_LEVEL_TOP = 5,
    ROUTES_NAME_BYTES = 48 /* before the =; the reader of the file cuts off what is longer */
};

struct route {
    char force[3];                    /* "" = of an Area, "*" = everything */
    char unit[ROUTES_UNIT_BYTES + 1]; /* "" = the whole force; of an Area its name */
    char recipient[MAIL_ADDRESS_BYTES + 1];
    uint32_t kinds; /* 1 << DigestKind, or 1 << (ROUTES_LEVELS + level of a challenge) */
    Pfq__V1__Audience audience;
    unsigned line;
};

/* An opaque staff id and its address. */
struct route_staff {
    char id[ROUTES_STAFF_BYTES + 1];
    char recipient[MAIL_ADDRESS_BYTES + 1];
    unsigned line;
};

struct routes {
    struct route *rows;
    size_t count;
    struct route_staff *staff;
    size_t staff_count;
};

/* Every fault is written to stderr with file and line.  `file` NULL: no routes. */
enum pfq_code routes_read(const char *file, struct routes *out, struct pfq_err *err) PFQ_CHECKED;
void routes_close(struct routes *routes);

/* The address of a staff id; NULL: it has none. */
const char *routes_staff(const struct routes *routes, const char *id);

enum routes_answer {
    ROUTES_FOUND,
    ROUTES_NOT_WANTED, /* there are routes for it, none with this kind */
    ROUTES_NONE        /* nobody at all: an alarm */
};

/* recipients[] gets at most `most` of them, borrowed. */
enum routes_answer routes_find(const struct routes *routes, const Pfq__V1__Delivery *what,
                               const char **recipients, size_t most, size_t *count);

/* The same of a challenge at this level; 0: whatever its level. */
enum routes_answer routes_find_at(const struct routes *routes, const Pfq__V1__Delivery *what,
                                  uint32_t level, const char **recipients, size_t most,
                                  size_t *count);

#endif
