/* slots.h - out of the outbox, through the server: the states of deliver.h.
 *
 * Layer 4 (feedback).
 */
#ifndef SLOTS_H
#define SLOTS_H

#include "deliver.h"

/* Ask store; `word` begins the id of the question. */
enum pfq_code slots_ask(struct deliver *d, const char *word, uint64_t number,
                        Pfq__V1__Envelope *request);

void slots_on_rows(struct deliver *d, uint64_t number, const Pfq__V1__OutboxRows *rows,
                   int64_t now_ms);

#endif
