/* gather.c - the questions, and where each goes on: see gather.h.  What is kept of the answers
 * is in gather_keep.c. */
#include "feedback/digest/gather.h"

#include <string.h>

#include "feedback/digest/gather_keep.h"
#include "feedback/themes/systems.h"
#include "feedback/themes/themes.h"
#include "pfq/clock.h"

enum {
    MONTHS_OF_YEAR = 12,
    YEAR = 100, /* of a month YYYYMM */
    YEAR_OF_DAY = 10000
};

static char *lend(const char *text)
{
    return (char *)(uintptr_t)text; /* generated types know no const */
}

static const char *force_of(const struct gather *g)
{
    return g->facts.forces[g->force].code;
}

static bool is_monthly(const struct gather *g)
{
    return digest_is_monthly(g->facts.wish.kind);
}

/* --- from step to step ------------------------------------------------------------------- */

/* Did people at the CPS look at files of the period?  What they say of them may come, and change,
 * after a month was closed, which no count of submissions tells. */
static bool has_people(const struct gather *g)
{
    const struct digest_figures *first = &g->facts.first;
    for (size_t i = 0; i < first->count; i++) {
        const struct themes_system *system = themes_system_of(first->rows[i]->kind);
        if (system != NULL && system->system != PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE) {
            return true;
        }
    }
    return false;
}

/* Did files come to the month, or the one before, after it was closed, or may they have been judged
 * otherwise since? */
static bool is_late(const struct gather *g)
{
    int32_t to = g->facts.wish.to_date / YEAR;
    int32_t from = digest_period_before(g->facts.wish.kind, g->facts.wish.from_date).from / YEAR;
    bool late = false;
    for (size_t i = 0; i < g->facts.month_count; i++) {
        const Pfq__V1__MonthRow *row = g->facts.months[i];
        bool closed = row->state == PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED;
        late = late || (row->month >= from && row->month <= to &&
                        (row->late > 0 || (closed && has_people(g))));
    }
    return late;
}

static bool is_wanted(const struct gather *g, enum gather_step step)
{
    switch (step) {
    case GATHER_MONTHS:
    case GATHER_TREND:
        return is_monthly(g);
    case GATHER_USUAL:
        return is_monthly(g) || g->facts.wish.kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY ||
               g->facts.wish.police_unit != NULL; /* is there such a unit? */
    case GATHER_NOW:
    case GATHER_NOW_FINAL:
        return is_late(g);
    case GATHER_TOLD:
        return gather_is_corrected(g);
    case GATHER_SUMS:
        return digest_sums_from(&g->facts) != 0;
    case GATHER_NATION:
        return g->facts.wish.kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK;
    case GATHER_ITEMS_END:
    case GATHER_ITEMS_BEGIN:
    case GATHER_ITEMS:
        return g->low < g->high;
    case GATHER_FIRST:
    case GATHER_LATER:
    case GATHER_FINAL:
    case GATHER_THEMES:
    case GATHER_LAST_ITEM:
    case GATHER_DONE:
        break;
    }
    return true;
}

/* Where an instant is looked for, or items are read, in the mailbox. */
static void enter(struct gather *g)
{
    uint64_t most = is_monthly(g) ? GATHER_ITEMS_OF_MONTH : GATHER_ITEMS_OF_DAYS;
    g->after = (ProtobufCBinaryData){0, NULL};
    if (g->step == GATHER_LAST_ITEM) {
        g->low = g->high = 0;
    } else if (g->step == GATHER_ITEMS_BEGIN) { /* low: the end of the period was found */
        g->end = g->high = g->low;
        g->low = 0;
    } else if (g->step == GATHER_ITEMS) { /* low: its beginning was */
        g->high = g->end;
        if (g->high - g->low > most) {
            g->low = g->high - most;
            g->facts.items_cut = g->facts.items_cut || !is_monthly(g);
        }
    }
}

static void advance(struct gather *g)
{
    do {
        bool last = g->step == GATHER_ITEMS && g->force + 1 < g->facts.force_count;
        g->force += last;
        g->step = last ? GATHER_FIRST : g->step + 1;
        enter(g);
    } while (!is_wanted(g, g->step));
}

void gather_begin(struct gather *g)
{
    g->step = GATHER_MONTHS;
    g->force = 0;
    g->facts.up_to = UINT64_MAX; /* what is true of all figures: the least of theirs */
    g->facts.themes_up_to = UINT64_MAX;
    g->from_month = g->facts.wish.to_date / 100 - (DIGEST_TREND_MONTHS - 1) / MONTHS_OF_YEAR * YEAR;
    enter(g);
    if (!is_wanted(g, g->step)) {
        advance(g);
    }
}

/* --- figures ------------------------------------------------------------------------------ */

static const struct figures_step {
    Pfq__V1__Series series;
    unsigned kinds; /* so many of kinds[]; of TREND and USUAL without the verdicts */
    bool before;    /* the period before, too */
} figures_steps[] = {
    [GATHER_FIRST] = {PFQ__V1__SERIES__SERIES_FIRST, 11, true},
    [GATHER_LATER] = {PFQ__V1__SERIES__SERIES_LATER, 1, false},
    [GATHER_FINAL] = {PFQ__V1__SERIES__SERIES_FINAL, 1, false},
    [GATHER_NOW] = {PFQ__V1__SERIES__SERIES_FIRST, 9, true},
    [GATHER_NOW_FINAL] = {PFQ__V1__SERIES__SERIES_FINAL, 1, false},
    [GATHER_TREND] = {PFQ__V1__SERIES__SERIES_FIRST, 3, false},
    [GATHER_USUAL] = {PFQ__V1__SERIES__SERIES_FIRST, 3, false},
    [GATHER_SUMS] = {PFQ__V1__SERIES__SERIES_FIRST, 3, false},
    [GATHER_NATION] = {PFQ__V1__SERIES__SERIES_FIRST, 4, false},
};

static void ask_figures(struct gather *g)
{
    static Pfq__V1__FigureKind kinds[] = {PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_TRIAGE_THEME,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_ASSESSED_THEME,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_TRIAGE_REASON,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_ASSESSED_REASON,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_PRESENCE,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_QUALITY,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_UNDECIDED_THEME,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_EXPECTED};
    const struct figures_step *step = &figures_steps[g->step];
    const struct digest_wish *wish = &g->facts.wish;
    Pfq__V1__FiguresRead *read = &g->question.figures;
    pfq__v1__figures_read__init(read);
    read->force = g->step == GATHER_NATION ? NULL : lend(force_of(g));
    read->has_from_date = read->has_to_date = read->has_series = read->has_grain = true;
    read->has_by_case_type = read->by_case_type = true;
    read->has_by_unit = read->by_unit = wish->police_unit != NULL;
    read->from_date =
        step->before ? digest_period_before(wish->kind, wish->from_date).from : wish->from_date;
    read->to_date = wish->to_date;
    read->series = step->series;
    read->grain = is_monthly(g) ? PFQ__V1__GRAIN__GRAIN_MONTH : PFQ__V1__GRAIN__GRAIN_DAY;
    read->kinds = kinds;
    read->n_kinds = step->kinds;
    read->has_as_now = read->as_now = g->step == GATHER_NOW || g->step == GATHER_NOW_FINAL;
    if (g->step == GATHER_TREND) {
        read->from_date -= (DIGEST_TREND_MONTHS - 1) / MONTHS_OF_YEAR * YEAR_OF_DAY;
        read->kinds = kinds + 1;
    } else if (g->step == GATHER_USUAL) {
        read->from_date -= THEMES_MONTHS_MAX / MONTHS_OF_YEAR * YEAR_OF_DAY;
        read->by_case_type = false;
        read->grain = PFQ__V1__GRAIN__GRAIN_MONTH;
        read->kinds = kinds + 1;
    } else if (g->step == GATHER_SUMS) {
        read->from_date = digest_sums_from(&g->facts) / 100 * 100 + 1; /* months are compared */
        read->by_case_type = digest_sums_by_case_type(&g->facts);
        read->grain = PFQ__V1__GRAIN__GRAIN_DAY;
        read->kinds = kinds + 1;
    }
    read->has_after = g->after.data != NULL;
    read->after = g->after;
    g->question.envelope.body_case = PFQ__V1__ENVELOPE__BODY_FIGURES_READ;
    g->question.envelope.figures_read = read;
    g->question.wanted = PFQ__V1__ENVELOPE__BODY_FIGURES;
}

/* --- the others --------------------------------------------------------------------------- */

static void ask_months(struct gather *g)
{
    Pfq__V1__MonthsRead *read = &g->question.months;
    pfq__v1__months_read__init(read);
    read->has_from_month = read->has_to_month = true;
    read->force = lend(g->facts.wish.force);
    read->from_month = g->from_month;
    read->to_month = g->facts.wish.to_date / 100;
    g->question.envelope.body_case = PFQ__V1__ENVELOPE__BODY_MONTHS_READ;
    g->question.envelope.months_read = read;
    g->question.wanted = PFQ__V1__ENVELOPE__BODY_MONTH_ROWS;
}

static void ask_themes(struct gather *g)
{
    Pfq__V1__ThemesRead *read = &g->question.themes;
    pfq__v1__themes_read__init(read);
    read->force = lend(force_of(g));
    read->has_to_month = read->has_latest_only = true;
    read->latest_only = g->step == GATHER_THEMES;
    read->to_month = g->facts.wish.to_date / 100;
    read->has_after = g->after.data != NULL;
    read->after = g->after;
    g->question.envelope.body_case = PFQ__V1__ENVELOPE__BODY_THEMES_READ;
    g->question.envelope.themes_read = read;
    g->question.wanted = PFQ__V1__ENVELOPE__BODY_THEME_ROWS;
}

static bool halves(const struct gather *g)
{
    return g->step == GATHER_ITEMS_END || g->step == GATHER_ITEMS_BEGIN;
}

static uint64_t middle_of(const struct gather *g)
{
    return g->low + (g->high - g->low) / 2;
}

static void ask_mailbox(struct gather *g)
{
    Pfq__V1__MailboxFetch *fetch = &g->question.fetch;
    pfq__v1__mailbox_fetch__init(fetch);
    fetch->force = lend(force_of(g));
    fetch->has_after = fetch->has_limit = true;
    fetch->after = halves(g) ? middle_of(g) : g->low;
    fetch->limit = g->step == GATHER_ITEMS ? GATHER_ITEMS_OF_PAGE : 1;
    g->question.envelope.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH;
    g->question.envelope.mailbox_fetch = fetch;
    g->question.wanted = PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE;
    g->question.of_feedback = true;
}

const struct gather_question *gather_next(struct gather *g)
{
    pfq__v1__envelope__init(&g->question.envelope);
    g->question.of_feedback = false;
    switch (g->step) {
    case GATHER_MONTHS:
        ask_months(g);
        break;
    case GATHER_THEMES:
    case GATHER_TOLD:
        ask_themes(g);
        break;
    case GATHER_LAST_ITEM:
    case GATHER_ITEMS_END:
    case GATHER_ITEMS_BEGIN:
    case GATHER_ITEMS:
        ask_mailbox(g);
        break;
    case GATHER_FIRST:
    case GATHER_LATER:
    case GATHER_FINAL:
    case GATHER_NOW:
    case GATHER_NOW_FINAL:
    case GATHER_TREND:
    case GATHER_USUAL:
    case GATHER_SUMS:
    case GATHER_NATION:
        ask_figures(g);
        break;
    case GATHER_DONE:
        return NULL;
    }
    return &g->question;
}

/* --- the answers -------------------------------------------------------------------------- */

static enum pfq_code check_problems(size_t count, Pfq__V1__Problem *const *problems,
                                    struct pfq_err *err)
{
    return count == 0 ? PFQ_OK
                      : pfq_fail(err, PFQ_E_NOT_FOUND, "%s",
                                 problems[0]->message == NULL ? "no answer" : problems[0]->message);
}

/* The next page, or the next step. */
static void go_on(struct gather *g, protobuf_c_boolean more, ProtobufCBinaryData next)
{
    if (more && next.len > 0) {
        g->after = gather_keep_bytes(g, next);
    } else {
        advance(g);
    }
}

/* What is true of all pages: the least of theirs. */
static void keep_behind(struct digest_facts *facts, const Pfq__V1__Figures *page)
{
    facts->up_to = page->up_to < facts->up_to ? page->up_to : facts->up_to;
    if (page->behind > facts->behind) {
        facts->behind = page->behind;
        facts->behind_since = page->behind_since;
    }
}

static enum pfq_code take_figures(struct gather *g, const Pfq__V1__Figures *page,
                                  struct pfq_err *err)
{
    struct digest_figures *rows[] = {
        [GATHER_FIRST] = &g->facts.first,  [GATHER_LATER] = &g->facts.later,
        [GATHER_FINAL] = &g->facts.final,  [GATHER_TREND] = &g->facts.trend,
        [GATHER_NOW] = &g->facts.now,      [GATHER_NOW_FINAL] = &g->facts.now_final,
        [GATHER_USUAL] = &g->facts.usual,  [GATHER_SUMS] = &g->facts.days,
        [GATHER_NATION] = &g->facts.first,
    };

    enum pfq_code code = check_problems(page->n_problems, page->problems, err);
    if (code == PFQ_OK) {
        code = gather_keep_figures(g, rows[g->step], page, err);
    }
    if (code == PFQ_OK) {
        keep_behind(&g->facts, page);
        go_on(g, page->has_next, page->next);
    }
    return code;
}

static enum pfq_code take_themes(struct gather *g, const Pfq__V1__ThemeRows *page,
                                 struct pfq_err *err)
{
    enum pfq_code code = check_problems(page->n_problems, page->problems, err);
    bool told = g->step == GATHER_TOLD;
    if (page->has_up_to && page->up_to < g->facts.themes_up_to) {
        g->facts.themes_up_to = page->up_to;
    }
    if (code == PFQ_OK) {
        code = told ? gather_keep_told(g, page, err) : gather_keep_moves(g, page, err);
    }
    if (code == PFQ_OK && told && !page->has_next) {
        gather_put_told(g);
    }
    if (code == PFQ_OK) {
        go_on(g, page->has_next, page->next);
    }
    return code;
}

static enum pfq_code take_months(struct gather *g, const Pfq__V1__MonthRows *page,
                                 struct pfq_err *err)
{
    enum pfq_code code = check_problems(page->n_problems, page->problems, err);
    if (code == PFQ_OK) {
        code = gather_keep_months(g, page, err);
    }
    bool more = page->has_next_month && page->next_month > g->from_month &&
                g->facts.month_count < DIGEST_TREND_MONTHS;
    if (code == PFQ_OK && more) {
        g->from_month = page->next_month;
    } else if (code == PFQ_OK) {
        advance(g);
    }
    return code;
}

/* Whether the item in the middle came before: one half is left. */
static void halve(struct gather *g, const Pfq__V1__MailboxPage *page)
{
    const struct digest_wish *wish = &g->facts.wish;
    int32_t day = g->step == GATHER_ITEMS_END ? pfq_date_add(wish->to_date, 1) : wish->from_date;
    uint64_t middle = middle_of(g);
    if (page->n_items > 0 && page->items[0]->committed_at < pfq_london_ms(day, 0)) {
        g->low = middle + 1;
    } else {
        g->high = middle;
    }
    if (g->low >= g->high) {
        advance(g);
    }
}

static enum pfq_code take_items(struct gather *g, const Pfq__V1__MailboxPage *page,
                                struct pfq_err *err)
{
    enum pfq_code code = gather_keep_items(g, page, err);
    if (code == PFQ_OK && (page->n_items == 0 || g->low >= g->high)) {
        advance(g);
    }
    return code;
}

static enum pfq_code take_page(struct gather *g, const Pfq__V1__MailboxPage *page,
                               struct pfq_err *err)
{
    enum pfq_code code = check_problems(page->n_problems, page->problems, err);
    if (code == PFQ_OK && g->step == GATHER_ITEMS) {
        return take_items(g, page, err);
    }
    if (code == PFQ_OK && halves(g)) {
        halve(g, page);
    } else if (code == PFQ_OK) {
        g->high = page->last_number;
        advance(g);
    }
    return code;
}

enum pfq_code gather_take(struct gather *g, const Pfq__V1__Envelope *answer, struct pfq_err *err)
{
    if (answer->body_case != g->question.wanted) {
        return pfq_fail(err, PFQ_E_MALFORMED, "another answer than was asked for");
    }
    switch ((int)answer->body_case) {
    case PFQ__V1__ENVELOPE__BODY_FIGURES:
        return take_figures(g, answer->figures, err);
    case PFQ__V1__ENVELOPE__BODY_THEME_ROWS:
        return take_themes(g, answer->theme_rows, err);
    case PFQ__V1__ENVELOPE__BODY_MONTH_ROWS:
        return take_months(g, answer->month_rows, err);
    default:
        return take_page(g, answer->mailbox_page, err);
    }
}
