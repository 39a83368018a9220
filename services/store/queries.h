/* queries.h - one query each, inside the reader's transaction: what db.h reads, cut down to what
 * the asker may see.
 *
 * Layer 4 (store).
 */
#ifndef QUERIES_H
#define QUERIES_H

#include "db.h"
#include "job.h"

#define QUERY(name)                                                                                \
    enum pfq_code queries_##name(const struct turn *turn, struct job *job, struct pfq_err *err)    \
        PFQ_CHECKED

QUERY(mailbox);
QUERY(case);
QUERY(catalogue);
QUERY(figures);
QUERY(themes);
QUERY(months);
QUERY(month_close); /* a preview */

#undef QUERY

#endif
