/* activity.h - the log of what must be seen to have been done: exports, what is decided of
 * disputes, whatever changes a month after its deadline and outcomes refused then, challenges
 * opened again; by whom, of which unit and month.
 *
 * A chain: the digest of each line is the BLAKE2b of the one before (32 zero bytes before the
 * first), the time as 8 bytes with the least first, and the text.  So no line can be changed,
 * left out or put between without all after it being made anew; to know that the end was not cut
 * off, keep the last digest elsewhere (pfq-store --activity prints it).
 *
 * Layer 4 (store).
 */
#ifndef ACTIVITY_H
#define ACTIVITY_H

#include "db_people.h"

/* "uid=1005 role=LEGAL_MANAGER staff=S18 " and the text, inside the running transaction. */
enum pfq_code activity_note(struct db *db, const Pfq__V1__Peer *peer, int64_t at_ms,
                            const char *text, struct pfq_arena *scratch,
                            struct pfq_err *err) PFQ_CHECKED;

/* Walk the chain.  *broken is the first line that does not follow from the one before; 0: whole. */
typedef void activity_on_line(void *self, int64_t at_ms, const char *text);
enum pfq_code activity_read(struct db *db, activity_on_line *on_line, void *self, uint64_t *broken,
                            uint8_t last[PFQ_DIGEST_BYTES], struct pfq_err *err) PFQ_CHECKED;

#endif
