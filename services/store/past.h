/* past.h - a submission beside what came before it: checks of scope HISTORY.
 *
 * Inside the commit, where something did come before (an earlier submission of the same
 * file; for an upgrade file another stage of the case), the outcomes are decided again
 * over a History, and both are stored together (G5).  Intake has decided already as if
 * nothing came before, so a first submission is stored as it is, with no more than its
 * own facts for later ones.
 *
 * The compiled checks of the last few catalogues are remembered.
 *
 * Layer 4 (store).
 */
#ifndef PAST_H
#define PAST_H

#include "db.h"

struct past;

enum pfq_code past_open(struct past **out, struct pfq_err *err) PFQ_CHECKED;
void past_close(struct past *past);

/* Set place->history, which is good until the next call, and, where something came before,
 * place->judged, in the arena.  *room is false when the arena has none for it: nothing is
 * to be stored then. */
enum pfq_code past_decide(struct past *past, struct db *db, const Pfq__V1__StorePut *put,
                          struct pfq_arena *arena, struct db_place *place, bool *room,
                          struct pfq_err *err) PFQ_CHECKED;

#endif
