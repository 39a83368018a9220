/* places.h - where the services' sockets and their database are.
 *
 *   run directory   --run DIR, else $PFQ_RUN, else ./var/run if it is there, else the
 *                   `run` of pfq.conf, else /run/pfq; one <service>.sock in it for each
 *   pfq.conf        $PFQ_CONF, else /etc/pfq/pfq.conf
 *   tables          tables beside a run directory of `pfq up`, else the `tables` of pfq.conf,
 *                   else /var/lib/pfq/tables
 *   database        pfq.db beside a run directory of `pfq up`, else the `database` of
 *                   pfq.conf
 *
 * Results are in the arena.
 *
 * Layer 4 (operator).
 */
#ifndef PLACES_H
#define PLACES_H

#include "pfq/arena.h"

const char *place_run(const char *option, struct pfq_arena *arena);

/* "", or, where nothing at all said where to look, a line for whoever finds nothing. */
const char *place_tried(const char *option);
const char *place_endpoint(const char *run, const char *service, struct pfq_arena *arena);
const char *place_conf(void); /* the path, whether or not a file is there */

/* The pfq.conf whose values count: the option's or $PFQ_CONF, which must be there, else
 * /etc/pfq/pfq.conf; NULL: there is none. */
const char *place_values(const char *option);

/* What the same pfq.conf sets a parameter of intake to; NULL: nothing. */
const char *place_of_intake(const char *option, const char *name, struct pfq_arena *arena);

/* What the services' pfq.conf sets a parameter of feedback to; NULL: nothing. */
const char *place_of_feedback(const char *name, struct pfq_arena *arena);

/* Where loaded tables are, whether or not there are any. */
const char *place_tables(const char *run, struct pfq_arena *arena);

/* NULL: not known, or no file is there. */
const char *place_database(const char *run, struct pfq_arena *arena);

#endif
