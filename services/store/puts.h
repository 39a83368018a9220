/* puts.h - what intake and feedback hand over: submissions, what was refused, the texts of a
 * catalogue, how far a reader has read.  Each inside the batch's transaction.
 *
 * Layer 4 (store).
 */
#ifndef PUTS_H
#define PUTS_H

#include "db.h"
#include "job.h"

enum pfq_code puts_submission(const struct turn *turn, struct job *job,
                              struct pfq_err *err) PFQ_CHECKED;
enum pfq_code puts_refusal(const struct turn *turn, struct job *job,
                           struct pfq_err *err) PFQ_CHECKED;
enum pfq_code puts_catalogue(const struct turn *turn, struct job *job,
                             struct pfq_err *err) PFQ_CHECKED;
enum pfq_code puts_position(const struct turn *turn, struct job *job,
                            struct pfq_err *err) PFQ_CHECKED;

/* What is done apart from the batch's transaction: nothing, here. */
enum pfq_code puts_apart(const struct turn *turn, struct job *job, struct pfq_err *err) PFQ_CHECKED;

/* Its own reasons, back to whoever asked to keep them: a front service holds no content of
 * what it has handed over.  And the same, packed. */
void puts_answer_refused(struct job *job, Pfq__V1__Problem **problems, size_t count);
struct pfq_bytes puts_reasons(Pfq__V1__Problem **problems, size_t count, struct pfq_arena *arena);

#endif
