/* mailbox_show.h - the items of a mailbox, on a page or as JSON: `pfq feedback`.
 *
 * Layer 4 (operator).
 */
#ifndef MAILBOX_SHOW_H
#define MAILBOX_SHOW_H

#include <stdbool.h>

#include "feedback.pb-c.h"
#include "pfq/standard.h"
#include "text.h"

struct mailbox_show {
    const char *force;
    const char *run; /* as --run said, for what is printed to be typed; NULL: as it is by itself */
    bool full;       /* REPORT_FULL, else REPORT_BRIEF */
    bool json;
    struct page page;
    struct pfq_standard *standard; /* its texts, from the first action plan on; NULL: none */
    bool standard_tried;
};

void mailbox_open(struct mailbox_show *m);
void mailbox_put(struct mailbox_show *m, const Pfq__V1__FeedbackItem *item);
void mailbox_close(struct mailbox_show *m);

#endif
