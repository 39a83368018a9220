/* month.h - what the two parts of `pfq month` share.
 *
 *     month.c        options; list and show; asking store
 *     month_close.c  close: what it would do, what speaks against it, and what waits for it
 *
 * Layer 4 (operator).
 */
#ifndef OPERATOR_MONTH_H
#define OPERATOR_MONTH_H

#include "ask.h"
#include "text.h"

struct month {
    const char *act; /* list, show, close */
    int32_t number;  /* YYYYMM; 0 = none was named */
    int32_t from;
    int32_t to;
    const char *by;
    const char *run;
    bool preview;
    bool yes;
    bool early;
    bool json;
    struct ask_to store;
    struct pfq_arena arena;
    struct page page;
};

/* Ask store, again while figures are behind; what it refuses is said on stderr. */
enum pfq_exit month_ask(struct month *m, Pfq__V1__Envelope *request, int64_t timeout_ms,
                        Pfq__V1__MonthRows **out);

/* Months from one to another; 0: store's own choice. */
enum pfq_exit month_read(struct month *m, int32_t from, int32_t to, Pfq__V1__MonthRows **out);

/* One month, whole. */
void month_put(struct month *m, const Pfq__V1__MonthRow *row);

enum pfq_exit month_close(struct month *m);

#endif
