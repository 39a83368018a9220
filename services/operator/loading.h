/* loading.h - the catalogue, loaded as intake on this machine would load it.
 *
 * Layer 4 (operator).
 */
#ifndef LOADING_H
#define LOADING_H

#include "pfq/standard.h"

/* NULL: where it is by itself. */
struct loading {
    const char *catalogue;
    const char *config; /* pfq.conf, for its values */
    const char *tables; /* of `pfq reference load` */
};

/* False: `command` and every fault have been written to stderr. */
bool loading_standard(const char *command, const struct loading *from, struct pfq_standard **out);

/* The problems on stderr, a line each. */
void loading_put_faults(struct pfq_problems *problems);

#endif
