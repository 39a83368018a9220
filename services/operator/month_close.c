/* month_close.c - `pfq month close`.
 *
 * Nothing is closed that was not shown first: without --yes, close is a preview.  Closing lets
 * themes move on; a digest of the month reads the same for ever once they did, so close waits for
 * that, and says so. */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>

#include "month.h"
#include "pfq/clock.h"

enum {
    CLOSE_TIMEOUT_MS = 60000, /* it is counted and frozen meanwhile */
    THEMES_WITHIN_MS = 30000,
    SAY_AFTER_MS = 1000,
    LOOK_EVERY_MS = 200
};

/* --- earlier months ------------------------------------------------------------------ */

/* Of the twelve before it, those with files that are not closed: the first, the last. */
struct earlier {
    int32_t first;
    int32_t last;
    unsigned count;
};

static void count_earlier(struct earlier *e, const Pfq__V1__MonthRows *rows)
{
    for (size_t i = 0; i < rows->n_rows; i++) {
        const Pfq__V1__MonthRow *row = rows->rows[i];
        if (row->state != PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED && row->submissions > 0) {
            e->first = e->count == 0 ? row->month : e->first;
            e->last = row->month;
            e->count++;
        }
    }
}

/* Nothing forbids it; few mean it. */
static void warn_of_earlier(struct month *m, enum pfq_exit code)
{
    struct earlier e = {.count = 0};
    Pfq__V1__MonthRows *rows = NULL;
    int32_t before = m->number % 100 == 1 ? m->number - 89 : m->number - 1;
    int32_t from = m->number - 100;
    while (code == PFQ_EXIT_GOOD && from != 0) {
        code = month_read(m, from, before, &rows);
        if (code == PFQ_EXIT_GOOD) {
            count_earlier(&e, rows);
            from = rows->has_next_month ? rows->next_month : 0;
        }
    }
    if (e.count > 0) {
        fprintf(stderr, "pfq month: not closed, though earlier and with files: %04d-%02d",
                (int)(e.first / 100), (int)(e.first % 100));
        if (e.count > 1) {
            fprintf(stderr, " to %04d-%02d (%u months)", (int)(e.last / 100), (int)(e.last % 100),
                    e.count);
        }
        fputs("; months are usually closed in their order, as later figures rest on earlier "
              "ones\n",
              stderr);
    }
}

/* --- themes --------------------------------------------------------------------------- */

/* Whether feedback has yet to judge themes by it; false, too, when it cannot be asked: then `err`
 * says why. */
static bool is_pending(struct month *m, struct ask_to *feedback, struct pfq_err *err)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    Pfq__V1__MonthsRead read = PFQ__V1__MONTHS_READ__INIT;
    read.has_from_month = read.has_to_month = true;
    read.from_month = read.to_month = m->number;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MONTHS_READ;
    request.months_read = &read;
    if (ask(feedback->client, &request, PFQ__V1__ENVELOPE__BODY_MONTH_ROWS, ASK_TIMEOUT_MS,
            &m->arena, &answer, err) != PFQ_OK) {
        return false;
    }
    bool pending = false;
    if (answer->month_rows->n_problems > 0) {
        (void)pfq_fail(err, PFQ_E_NOT_FOUND, "%s", answer->month_rows->problems[0]->message);
    }
    for (size_t i = 0; i < answer->month_rows->n_rows; i++) {
        pending = pending || answer->month_rows->rows[i]->themes_pending;
    }
    return pending;
}

static void say_unsettled(const char *why)
{
    fprintf(stderr,
            "pfq month: its themes are not settled yet: %s; until they are, a digest of the month "
            "says so\n",
            why);
}

static void wait_settled(struct month *m, struct ask_to *feedback)
{
    struct pfq_err err = {.code = PFQ_OK};
    int64_t began = pfq_monotonic_ms();
    bool said = false;
    while (is_pending(m, feedback, &err) || err.code != PFQ_OK) {
        int64_t waited = pfq_monotonic_ms() - began;
        if (waited >= THEMES_WITHIN_MS) {
            say_unsettled(err.code == PFQ_OK ? "feedback is still at it" : err.text);
            return;
        }
        err.code = PFQ_OK; /* whoever was busy is asked again */
        if (waited >= SAY_AFTER_MS && !said) {
            said = true;
            fputs("pfq month: its themes are being settled\n", stderr);
        }
        (void)poll(NULL, 0, LOOK_EVERY_MS);
    }
    if (!m->json) {
        puts("Its themes are settled.");
    }
}

static void wait_for_themes(struct month *m)
{
    struct ask_to feedback = {0};
    (void)fflush(stdout); /* it is closed, whatever comes now */
    if (ask_open(&feedback, "month", "feedback", m->run, &m->arena) == PFQ_EXIT_GOOD) {
        wait_settled(m, &feedback);
    } else {
        say_unsettled("feedback is not there");
    }
    ask_close(&feedback);
}

/* --- closing --------------------------------------------------------------------------- */

static void say_what_then(struct month *m, enum pfq_exit code)
{
    if (m->json) {
        return;
    }
    if (m->yes) {
        puts(code == PFQ_EXIT_GOOD ? "It is closed." : "Nothing was changed.");
    } else if (code == PFQ_EXIT_GOOD) {
        printf("These figures would be frozen for ever; nothing was changed.  To do it:\n"
               "  pfq month close %04d-%02d --by %s --yes%s%s%s\n",
               (int)(m->number / 100), (int)(m->number % 100), m->by == NULL ? "ID" : m->by,
               m->early ? " --early" : "", m->run == NULL ? "" : " --run ",
               m->run == NULL ? "" : m->run);
    } else {
        puts("It cannot be closed so; nothing was changed.");
    }
}

enum pfq_exit month_close(struct month *m)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MonthClose want = PFQ__V1__MONTH_CLOSE__INIT;
    Pfq__V1__MonthRows *rows = NULL;
    want.has_month = want.has_preview = want.has_early = true;
    want.month = m->number;
    want.by = m->by == NULL ? NULL : pfq_arena_strdup(&m->arena, m->by);
    want.preview = !m->yes;
    want.early = m->early;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MONTH_CLOSE;
    request.month_close = &want;
    enum pfq_exit code = month_ask(m, &request, CLOSE_TIMEOUT_MS, &rows);
    for (size_t i = 0; rows != NULL && i < rows->n_rows; i++) {
        month_put(m, rows->rows[i]);
    }
    if (rows != NULL) {
        warn_of_earlier(m, code);
        say_what_then(m, code);
    }
    if (rows != NULL && m->yes && code == PFQ_EXIT_GOOD) {
        wait_for_themes(m);
    }
    return code;
}
