/* gather_keep.h - what of an answer is kept, in the memory of the gathering.
 *
 * Private to digest/.
 */
#ifndef GATHER_KEEP_H
#define GATHER_KEEP_H

#include "feedback/digest/gather.h"

/* Of a pack's nation those of other forces alone: its own are there already. */
enum pfq_code gather_keep_figures(struct gather *g, struct digest_figures *to,
                                  const Pfq__V1__Figures *page, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code gather_keep_moves(struct gather *g, const Pfq__V1__ThemeRows *page,
                                struct pfq_err *err) PFQ_CHECKED;
/* Of those with which late files corrected the figures of a closed month: are there any of the
 * force?  What was told before is kept of a page, and after the last page stands for them. */
bool gather_is_corrected(const struct gather *g);
enum pfq_code gather_keep_told(struct gather *g, const Pfq__V1__ThemeRows *page,
                               struct pfq_err *err) PFQ_CHECKED;
void gather_put_told(struct gather *g);

enum pfq_code gather_keep_months(struct gather *g, const Pfq__V1__MonthRows *page,
                                 struct pfq_err *err) PFQ_CHECKED;

/* Up to the number g->high; g->low becomes the last one's. */
enum pfq_code gather_keep_items(struct gather *g, const Pfq__V1__MailboxPage *page,
                                struct pfq_err *err) PFQ_CHECKED;

ProtobufCBinaryData gather_keep_bytes(struct gather *g, ProtobufCBinaryData bytes);

#endif
