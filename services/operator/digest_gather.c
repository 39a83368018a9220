/* digest_gather.c - see digest_gather.h.
 *
 * Figures and themes come from the rollups, so their cost is that of the period.  Of a mailbox the
 * items of the period are found by halving, since they are numbered in the order of their commits.
 */
#include "digest_gather.h"

#include <string.h>

#include "ask.h"
#include "pfq/clock.h"

enum {
    ITEMS_OF_DAYS = 2000, /* of a mailbox, at most */
    ITEMS_OF_MONTH = 300, /* examples are all that a month needs */
    ITEMS_OF_PAGE = 100,
    MONTHS_OF_YEAR = 12
};

static char *kept(struct gathering *g, const char *text)
{
    return text == NULL ? NULL : pfq_arena_strdup(g->arena, text);
}

static enum pfq_code ask_store(struct gathering *g, Pfq__V1__Envelope *request,
                               Pfq__V1__Envelope__BodyCase wanted, Pfq__V1__Envelope **answer,
                               struct pfq_err *err)
{
    g->asked = g->store_at;
    return ask(g->store, request, wanted, ASK_TIMEOUT_MS, g->arena, answer, err);
}

static enum pfq_code check_problems(size_t count, Pfq__V1__Problem *const *problems,
                                    struct pfq_err *err)
{
    return count == 0 ? PFQ_OK
                      : pfq_fail(err, PFQ_E_NOT_FOUND, "%s",
                                 problems[0]->message == NULL ? "no answer" : problems[0]->message);
}

/* --- figures -------------------------------------------------------------------------------------
 */

static void append_rows(struct gathering *g, struct digest_figures *to,
                        const Pfq__V1__Figures *page)
{
    Pfq__V1__Figure **rows =
        pfq_arena_new(g->arena, Pfq__V1__Figure *, to->count + page->n_rows + 1);
    if (to->count > 0) {
        memcpy(rows, to->rows, to->count * sizeof *rows);
    }
    if (page->n_rows > 0) {
        memcpy(rows + to->count, page->rows, page->n_rows * sizeof *rows);
    }
    to->rows = rows;
    to->count += page->n_rows;
}

static enum pfq_code read_figures(struct gathering *g, Pfq__V1__FiguresRead *read,
                                  struct digest_figures *to, struct pfq_err *err)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Envelope *answer = NULL;
    read->has_by_case_type = read->by_case_type = true;
    read->has_by_unit = read->by_unit = g->facts.wish.police_unit != NULL;
    request.body_case = PFQ__V1__ENVELOPE__BODY_FIGURES_READ;
    request.figures_read = read;
    do {
        enum pfq_code code = ask_store(g, &request, PFQ__V1__ENVELOPE__BODY_FIGURES, &answer, err);
        if (code != PFQ_OK) {
            return code;
        }
        const Pfq__V1__Figures *page = answer->figures;
        code = check_problems(page->n_problems, page->problems, err);
        if (code != PFQ_OK) {
            return code;
        }
        append_rows(g, to, page);
        read->has_after = page->has_next;
        read->after = page->next;
        g->facts.up_to = page->up_to > g->facts.up_to ? page->up_to : g->facts.up_to;
    } while (read->has_after);
    return PFQ_OK;
}

/* Of days or months, as the digest is. */
static Pfq__V1__FiguresRead ask_period(struct gathering *g, const char *force,
                                       Pfq__V1__Series series, bool with_before)
{
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    const struct digest_wish *wish = &g->facts.wish;
    read.force = kept(g, force);
    read.has_from_date = read.has_to_date = read.has_series = read.has_grain = true;
    read.from_date =
        with_before ? digest_period_before(wish->kind, wish->from_date).from : wish->from_date;
    read.to_date = wish->to_date;
    read.series = series;
    read.grain =
        digest_is_monthly(wish->kind) ? PFQ__V1__GRAIN__GRAIN_MONTH : PFQ__V1__GRAIN__GRAIN_DAY;
    return read;
}

static enum pfq_code read_trend(struct gathering *g, const char *force, struct pfq_err *err)
{
    static Pfq__V1__FigureKind themes[] = {PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME};
    Pfq__V1__FiguresRead read = ask_period(g, force, PFQ__V1__SERIES__SERIES_FIRST, false);
    if (!digest_is_monthly(g->facts.wish.kind)) {
        return PFQ_OK;
    }
    read.from_date -= (DIGEST_TREND_MONTHS - 1) / MONTHS_OF_YEAR * 10000;
    read.kinds = themes;
    read.n_kinds = 1;
    return read_figures(g, &read, &g->facts.trend, err);
}

static enum pfq_code read_force(struct gathering *g, const char *force, struct pfq_err *err)
{
    static Pfq__V1__FigureKind verdicts[] = {PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT};
    static Pfq__V1__FigureKind kinds[] = {PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK};
    Pfq__V1__FiguresRead first = ask_period(g, force, PFQ__V1__SERIES__SERIES_FIRST, true);
    Pfq__V1__FiguresRead later = ask_period(g, force, PFQ__V1__SERIES__SERIES_LATER, false);
    Pfq__V1__FiguresRead final = ask_period(g, force, PFQ__V1__SERIES__SERIES_FINAL, false);
    first.kinds = kinds;
    first.n_kinds = sizeof kinds / sizeof *kinds;
    later.kinds = final.kinds = verdicts;
    later.n_kinds = final.n_kinds = 1;
    enum pfq_code code = read_figures(g, &first, &g->facts.first, err);
    code = code != PFQ_OK ? code : read_figures(g, &later, &g->facts.later, err);
    code = code != PFQ_OK ? code : read_figures(g, &final, &g->facts.final, err);
    return code != PFQ_OK ? code : read_trend(g, force, err);
}

static bool is_of_area(const struct digest_facts *facts, const char *force)
{
    for (size_t i = 0; i < facts->force_count; i++) {
        if (force != NULL && strcmp(facts->forces[i].code, force) == 0) {
            return true;
        }
    }
    return false;
}

/* The other forces of a pack: what limits and false alarms are made from. */
static enum pfq_code read_nation(struct gathering *g, struct pfq_err *err)
{
    static Pfq__V1__FigureKind kinds[] = {PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME};
    struct digest_figures all = {.count = 0};
    Pfq__V1__FiguresRead read = ask_period(g, NULL, PFQ__V1__SERIES__SERIES_FIRST, false);
    if (g->facts.wish.kind != PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK) {
        return PFQ_OK;
    }
    read.kinds = kinds;
    read.n_kinds = sizeof kinds / sizeof *kinds;
    enum pfq_code code = read_figures(g, &read, &all, err);
    size_t others = 0;
    for (size_t i = 0; code == PFQ_OK && i < all.count; i++) {
        if (!is_of_area(&g->facts, all.rows[i]->force)) {
            all.rows[others++] = all.rows[i];
        }
    }
    Pfq__V1__Figures page = PFQ__V1__FIGURES__INIT;
    page.rows = all.rows;
    page.n_rows = others;
    append_rows(g, &g->facts.first, &page);
    return code;
}

/* --- themes and months ---------------------------------------------------------------------------
 */

static void append_moves(struct gathering *g, const Pfq__V1__ThemeRows *page)
{
    struct digest_facts *f = &g->facts;
    Pfq__V1__ThemeMove **moves =
        pfq_arena_new(g->arena, Pfq__V1__ThemeMove *, f->move_count + page->n_moves + 1);
    for (size_t i = 0; i < f->move_count; i++) {
        moves[i] = f->moves[i];
    }
    for (size_t i = 0; i < page->n_moves; i++) {
        moves[f->move_count + i] = page->moves[i];
    }
    f->moves = moves;
    f->move_count += page->n_moves;
}

static enum pfq_code read_themes(struct gathering *g, const char *force, struct pfq_err *err)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__ThemesRead read = PFQ__V1__THEMES_READ__INIT;
    Pfq__V1__Envelope *answer = NULL;
    read.force = kept(g, force);
    read.has_to_month = read.has_latest_only = read.latest_only = true;
    read.to_month = g->facts.wish.to_date / 100;
    request.body_case = PFQ__V1__ENVELOPE__BODY_THEMES_READ;
    request.themes_read = &read;
    do {
        enum pfq_code code =
            ask_store(g, &request, PFQ__V1__ENVELOPE__BODY_THEME_ROWS, &answer, err);
        if (code != PFQ_OK) {
            return code;
        }
        const Pfq__V1__ThemeRows *page = answer->theme_rows;
        code = check_problems(page->n_problems, page->problems, err);
        if (code != PFQ_OK) {
            return code;
        }
        append_moves(g, page);
        read.has_after = page->has_next;
        read.after = page->next;
    } while (read.has_after);
    return PFQ_OK;
}

static enum pfq_code read_months(struct gathering *g, struct pfq_err *err)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MonthsRead read = PFQ__V1__MONTHS_READ__INIT;
    Pfq__V1__Envelope *answer = NULL;
    struct digest_facts *f = &g->facts;
    if (!digest_is_monthly(f->wish.kind)) {
        return PFQ_OK;
    }
    read.has_from_month = read.has_to_month = true;
    read.to_month = f->wish.to_date / 100;
    read.from_month = read.to_month - (DIGEST_TREND_MONTHS - 1) / MONTHS_OF_YEAR * 100;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MONTHS_READ;
    request.months_read = &read;
    f->months = pfq_arena_new(g->arena, Pfq__V1__MonthRow *, DIGEST_TREND_MONTHS);
    for (bool more = true; more;) {
        enum pfq_code code =
            ask_store(g, &request, PFQ__V1__ENVELOPE__BODY_MONTH_ROWS, &answer, err);
        if (code != PFQ_OK) {
            return code;
        }
        const Pfq__V1__MonthRows *rows = answer->month_rows;
        code = check_problems(rows->n_problems, rows->problems, err);
        if (code != PFQ_OK) {
            return code;
        }
        for (size_t i = 0; i < rows->n_rows && f->month_count < DIGEST_TREND_MONTHS; i++) {
            f->months[f->month_count++] = rows->rows[i];
        }
        more = rows->has_next_month && f->month_count < DIGEST_TREND_MONTHS;
        read.from_month = rows->next_month;
    }
    return PFQ_OK;
}

/* --- mailboxes -------------------------------------------------------------------- */

static enum pfq_code fetch(struct gathering *g, const char *force, uint64_t after, uint32_t limit,
                           const Pfq__V1__MailboxPage **out, struct pfq_err *err)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxFetch want = PFQ__V1__MAILBOX_FETCH__INIT;
    Pfq__V1__Envelope *answer = NULL;
    want.force = kept(g, force);
    want.has_after = want.has_limit = true;
    want.after = after;
    want.limit = limit;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH;
    request.mailbox_fetch = &want;
    g->asked = g->feedback_at;
    enum pfq_code code = ask(g->feedback, &request, PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE,
                             ASK_TIMEOUT_MS, g->arena, &answer, err);
    *out = code == PFQ_OK ? answer->mailbox_page : NULL;
    return code != PFQ_OK ? code : check_problems((*out)->n_problems, (*out)->problems, err);
}

/* The number of the last item before `at_ms`. */
static enum pfq_code find_before(struct gathering *g, const char *force, int64_t at_ms,
                                 uint64_t last, uint64_t *out, struct pfq_err *err)
{
    uint64_t low = 0; /* so many come before for certain */
    while (low < last) {
        uint64_t middle = low + (last - low) / 2;
        const Pfq__V1__MailboxPage *page = NULL;
        enum pfq_code code = fetch(g, force, middle, 1, &page, err);
        if (code != PFQ_OK) {
            return code;
        }
        if (page->n_items > 0 && page->items[0]->committed_at < at_ms) {
            low = middle + 1;
        } else {
            last = middle;
        }
    }
    *out = low;
    return PFQ_OK;
}

static enum pfq_code read_items(struct gathering *g, const char *force, uint64_t after,
                                uint64_t last, struct pfq_err *err)
{
    struct digest_facts *f = &g->facts;
    size_t room = f->item_count + (size_t)(last - after) + 1;
    Pfq__V1__FeedbackItem **items = pfq_arena_new(g->arena, Pfq__V1__FeedbackItem *, room);
    for (size_t i = 0; i < f->item_count; i++) {
        items[i] = f->items[i];
    }
    f->items = items;
    while (after < last) {
        const Pfq__V1__MailboxPage *page = NULL;
        enum pfq_code code = fetch(g, force, after, ITEMS_OF_PAGE, &page, err);
        if (code != PFQ_OK || page->n_items == 0) {
            return code;
        }
        for (size_t i = 0; i < page->n_items && after < last; i++) {
            after = page->items[i]->number;
            f->items[f->item_count++] = page->items[i];
        }
    }
    return PFQ_OK;
}

static enum pfq_code read_mailbox(struct gathering *g, const char *force, struct pfq_err *err)
{
    const struct digest_wish *wish = &g->facts.wish;
    const Pfq__V1__MailboxPage *page = NULL;
    uint64_t from = 0;
    uint64_t to = 0;
    uint64_t most = digest_is_monthly(wish->kind) ? ITEMS_OF_MONTH : ITEMS_OF_DAYS;
    enum pfq_code code = fetch(g, force, 0, 1, &page, err);
    if (code == PFQ_OK) {
        code = find_before(g, force, pfq_london_ms(pfq_date_add(wish->to_date, 1), 0),
                           page->last_number, &to, err);
    }
    if (code == PFQ_OK) {
        code = find_before(g, force, pfq_london_ms(wish->from_date, 0), to, &from, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    if (to - from > most) {
        from = to - most;
        g->facts.items_cut = g->facts.items_cut || !digest_is_monthly(wish->kind);
    }
    return read_items(g, force, from, to, err);
}

enum pfq_code gather_digest(struct gathering *g, struct pfq_err *err)
{
    enum pfq_code code = read_months(g, err);
    for (size_t i = 0; code == PFQ_OK && i < g->facts.force_count; i++) {
        const char *force = g->facts.forces[i].code;
        code = read_force(g, force, err);
        code = code != PFQ_OK ? code : read_themes(g, force, err);
        code = code != PFQ_OK ? code : read_mailbox(g, force, err);
    }
    return code != PFQ_OK ? code : read_nation(g, err);
}
