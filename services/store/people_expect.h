/* people_expect.h - which files ought to be assessed: from their arrival on, and never from
 * assessments.
 *
 *   E1  True up to the progress "expected", which moves in the transaction of its rows.
 *   E2  Doing it again from nothing changes nothing.
 *   E3  An assessment that came before its file gets the file's facts with it.
 *
 * Layer 4 (store).
 */
#ifndef PEOPLE_EXPECT_H
#define PEOPLE_EXPECT_H

#include "db_people.h"

enum {
    EXPECT_CHUNK = 128 /* submissions in one transaction */
};

/* The next chunk in a transaction of its own.  *up_to is the mark afterwards. */
enum pfq_code people_expect(struct db *db, const struct pfq_people_rules *rules, int64_t wall_ms,
                            uint64_t *up_to, struct pfq_err *err) PFQ_CHECKED;

/* Rows that time alone has changed, a chunk of them, written anew; *count says how many. */
enum pfq_code people_settle(struct db *db, const struct pfq_people_rules *rules, int64_t wall_ms,
                            size_t *count, struct pfq_err *err) PFQ_CHECKED;

#endif
