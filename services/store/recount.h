/* recount.h - `pfq-store --recount`: all figures of submissions counted again from nothing.
 *
 * For a database whose cells are doubted, as after a repair: they come out as they were (R3 of
 * rollup.h), or as they should have been.  Closed months and theme states stay as they are; the
 * figures of assessments are no part of it.  A service may run beside it, and until it has ended
 * figures say that they are not whole.  Cut off, it is ended by the service.
 *
 * Layer 4 (store).
 */
#ifndef RECOUNT_H
#define RECOUNT_H

#include "offline.h"

enum pfq_code recount_act(const char *database, const struct offline_span *unused,
                          struct pfq_err *err) PFQ_CHECKED;

#endif
