/* themes.h - changes of themes' states and their baselines, inside a batch's transaction.
 *
 * A change is kept once; where it was announced to the whole force it takes the next number
 * of the force's mailbox in the same transaction (G4).
 *
 * Layer 4 (store).
 */
#ifndef THEMES_H
#define THEMES_H

#include "db_periodic.h"
#include "job.h"

enum pfq_code themes_put(const struct turn *turn, struct job *job, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code themes_set_baseline(const struct turn *turn, struct job *job,
                                  struct pfq_err *err) PFQ_CHECKED;

#endif
