/* outbox.h - deliveries on a page and as JSON: see outbox.c.
 *
 * Layer 4 (operator).
 */
#ifndef OPERATOR_OUTBOX_H
#define OPERATOR_OUTBOX_H

#include <jansson.h>

#include "outbox.pb-c.h"
#include "text.h"

void outbox_put_head(struct page *page);
void outbox_put_row(struct page *page, const Pfq__V1__Delivery *d);
void outbox_put_whole(struct page *page, const Pfq__V1__Delivery *d); /* with its message */
json_t *outbox_json(const Pfq__V1__Delivery *d);                      /* the caller's */

/* "in_doubt": a state as people write it, and back; 0: there is no such state. */
const char *outbox_state_word(Pfq__V1__DeliveryState state, char out[TEXT_TIME]);
Pfq__V1__DeliveryState outbox_state(const char *word);

#endif
