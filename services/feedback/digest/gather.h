/* gather.h - everything a digest is made of, as one question after another.
 *
 *     gather_begin      what is asked for is in g->facts: wish, forces, catalogue
 *     gather_next       the next question, to store or (a mailbox) to feedback
 *     gather_take       its answer, of which a copy is kept
 *
 * Whoever has the sockets carries questions and answers: the operator's command waits for each,
 * the feedback service does not.  Figures and themes come from the rollups, so their cost is that
 * of the period.  Of a mailbox the items of the period are found by halving, since they are
 * numbered in the order of their commits; of each is kept what a digest looks at.
 *
 * Layer 2 (digest): no clock, no disk, no socket.
 */
#ifndef GATHER_H
#define GATHER_H

#include "envelope.pb-c.h"
#include "feedback/digest/digest.h"

enum {
    GATHER_ITEMS_OF_DAYS = 2000, /* of a mailbox, at most */
    GATHER_ITEMS_OF_MONTH = 300, /* examples are all that a month needs */
    GATHER_ITEMS_OF_PAGE = 100
};

enum gather_step {
    GATHER_MONTHS,
    GATHER_FIRST, /* from here on for each force */
    GATHER_LATER,
    GATHER_FINAL,
    GATHER_NOW, /* of a closed month that files came to later: as it is counted now */
    GATHER_NOW_FINAL,
    GATHER_TREND,
    GATHER_USUAL, /* what a theme that never moved is compared with */
    GATHER_THEMES,
    GATHER_TOLD, /* where a theme's last move corrects a closed month: the moves before it */
    GATHER_SUMS, /* of a force's month: days of the themes that are announced */
    GATHER_LAST_ITEM,
    GATHER_ITEMS_END,
    GATHER_ITEMS_BEGIN,
    GATHER_ITEMS,
    GATHER_NATION, /* of a pack: the other forces, from which limits are made */
    GATHER_DONE
};

struct gather_question {
    Pfq__V1__Envelope envelope; /* without id and source */
    bool of_feedback;           /* a mailbox: else store is asked */
    Pfq__V1__Envelope__BodyCase wanted;
    Pfq__V1__FiguresRead figures;
    Pfq__V1__ThemesRead themes;
    Pfq__V1__MonthsRead months;
    Pfq__V1__MailboxFetch fetch;
};

struct gather {
    struct digest_facts facts;
    struct pfq_arena *arena; /* of all that is kept */
    enum gather_step step;
    size_t force;              /* which of facts.forces */
    ProtobufCBinaryData after; /* cursor of a page; no data: from the beginning */
    int32_t from_month;        /* of the page of months */
    uint64_t low;              /* so many items come before the instant for certain */
    uint64_t high;             /* and no more than these */
    uint64_t end;              /* of the period: its last item */
    struct digest_figures nation;
    Pfq__V1__ThemeMove **told; /* of themes that were corrected so, the last move before that */
    size_t told_count;
    struct gather_question question;
};

void gather_begin(struct gather *g);

/* NULL: all is there.  Valid until gather_take(). */
const struct gather_question *gather_next(struct gather *g);

/* The answer to the question; it may end with the call.  NOT_FOUND: it says why it has none. */
enum pfq_code gather_take(struct gather *g, const Pfq__V1__Envelope *answer,
                          struct pfq_err *err) PFQ_CHECKED;

#endif
