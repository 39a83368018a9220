/* Figures and themes of random histories through a real store: files that come late, in another
 * order, twice, and again as resubmissions.  The figures are those of a slow count over the list
 * of what was sent, also through the close of a month; figures and themes are the same bytes
 * in whatever order it all came. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/themes/themes.h"
#include "pfq/clock.h"
#include "support/figures.h"
#include "support/figures_kit.h"

TestSuite(figures_property, .timeout = 300);

enum {
    FILES = 700,
    SENT_MAX = 3 * FILES,
    MONTHS = 16, /* from January 2025 on */
    SHIFT = 13,  /* from which force 43 fails more */
    FIRST_MONTH = 202501,
    CLOSED_MONTH = 202510,
    ORDERS = 3,
    MET = PFQ__V1__OUTCOME__OUTCOME_MET,
    NOT_MET = PFQ__V1__OUTCOME__OUTCOME_NOT_MET,
    NOT_APPLICABLE = PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE
};

/* One submission. */
struct one {
    int file;
    int order; /* in which it is sent */
    int32_t day;
    int minute; /* of the day: no two of a file are of one instant */
    const char *force;
    const char *unit;
    Pfq__V1__CaseType case_type;
    unsigned char outcomes[3];
};

struct history {
    struct one sent[SENT_MAX];
    size_t count;
};

static unsigned char draw_outcome(int percent)
{
    return rand() % 100 < percent ? NOT_MET : MET;
}

static void make_one(struct history *h, int file, int month, int place)
{
    static const char *const units[] = {"AA", "B2"};
    struct one *one = &h->sent[h->count++];
    int32_t first = (FIRST_MONTH / 100 + month / 12) * 10000 + (1 + month % 12) * 100 + 1;
    bool shifted = month >= SHIFT && file % 3 != 0;
    *one = (struct one){.file = file,
                        .order = rand(),
                        .day = pfq_date_add(first, rand() % 28),
                        .minute = 30 + 60 * place + rand() % 60,
                        .force = file % 3 == 0 ? "40" : "43",
                        .unit = units[rand() % 2],
                        .case_type = (Pfq__V1__CaseType)(1 + rand() % 2)};
    for (int i = 0; i < 3; i++) {
        one->outcomes[i] = draw_outcome(shifted && i < 2 ? 45 : 8);
    }
    one->outcomes[2] = rand() % 8 == 0 ? NOT_APPLICABLE : one->outcomes[2];
}

static void make_history(struct history *h, unsigned seed)
{
    srand(seed);
    h->count = 0;
    for (int file = 0; file < FILES; file++) {
        int month = rand() % MONTHS;
        make_one(h, file, month, 0);
        for (int again = 1; again < 3 && rand() % 3 == 0; again++) {
            int later = month + rand() % 3;
            make_one(h, file, later < MONTHS ? later : month, again);
        }
    }
}

/* --- sending ---------------------------------------------------------------------------- */

static void send_one(struct kit *kit, const struct history *h, size_t i, Pfq__V1__Answer expected)
{
    const struct one *one = &h->sent[i];
    char id[32];
    char urn[32];
    char at[48];
    (void)snprintf(id, sizeof id, "s%zu", i);
    (void)snprintf(urn, sizeof urn, "%sAA%05d26", one->force, one->file);
    (void)snprintf(at, sizeof at, "%04d-%02d-%02dT%02d:%02d:00Z", one->day / 10000,
                   one->day / 100 % 100, one->day % 100, 8 + one->minute / 60, one->minute % 60);
    Pfq__V1__Envelope *e = kit_put(kit, id, urn);
    e->store_put->force = pfq_arena_strdup(&kit->arena, one->force);
    e->store_put->police_unit = pfq_arena_strdup(&kit->arena, one->unit);
    e->store_put->case_type = one->case_type;
    kit_judge(kit, e->store_put, at, one->outcomes, kit_verdict(one->outcomes, 3));
    const struct job *job = kit_one(kit, e);
    cr_assert_eq(job->store_answer.answer, expected, "%s", id);
}

static const struct history *sorted_by; /* for qsort */

static int by_order(const void *a, const void *b)
{
    const struct one *x = &sorted_by->sent[*(const size_t *)a];
    const struct one *y = &sorted_by->sent[*(const size_t *)b];
    return (x->order > y->order) - (x->order < y->order);
}

static int by_time(const void *a, const void *b)
{
    const struct one *x = &sorted_by->sent[*(const size_t *)a];
    const struct one *y = &sorted_by->sent[*(const size_t *)b];
    return x->day != y->day ? x->day - y->day : x->minute - y->minute;
}

/* 0: as they happened; 1: at random; 2: backwards. */
static void order_of(const struct history *h, int which, size_t places[SENT_MAX])
{
    for (size_t i = 0; i < h->count; i++) {
        places[i] = i;
    }
    sorted_by = h;
    qsort(places, h->count, sizeof *places, which == 1 ? by_order : by_time);
    for (size_t i = 0; which == 2 && i < h->count / 2; i++) {
        size_t kept = places[i];
        places[i] = places[h->count - 1 - i];
        places[h->count - 1 - i] = kept;
    }
}

/* `from` to `to` of the order; some twice; counted now and then. */
static void send_part(struct kit *kit, struct rollup *rollup, const struct history *h,
                      const size_t *places, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        send_one(kit, h, places[i], PFQ__V1__ANSWER__ANSWER_ACCEPTED);
        if (i % 7 == 3) {
            send_one(kit, h, places[i / 2], PFQ__V1__ANSWER__ANSWER_DUPLICATE);
        }
        if (i % 97 == 5) {
            (void)figures_follow(rollup, kit);
        }
    }
    (void)figures_follow(rollup, kit);
}

/* --- counting slowly ---------------------------------------------------------------------- */

static bool is_before(const struct one *a, const struct one *b)
{
    return a->day != b->day ? a->day < b->day : a->minute < b->minute;
}

/* Is it in the series, as far as the first `count` of the order tell? */
static bool is_in(const struct history *h, const size_t *places, size_t count, size_t at,
                  Pfq__V1__Series series)
{
    const struct one *one = &h->sent[places[at]];
    bool first = true;
    bool last = true;
    for (size_t i = 0; i < count; i++) {
        const struct one *other = &h->sent[places[i]];
        if (i != at && other->file == one->file) {
            first = first && is_before(one, other);
            last = last && is_before(other, one);
        }
    }
    return series == PFQ__V1__SERIES__SERIES_FIRST   ? first
           : series == PFQ__V1__SERIES__SERIES_LATER ? !first
                                                     : last;
}

/* How one came out by the name of a figure: 0 no matter, 1 applies, 2 fails. */
static int came_out(const struct one *one, const Pfq__V1__Figure *row)
{
    static const char *const checks[] = {"AA01", "AA02", "BB01"};
    int worst = 0;
    for (int i = 0; i < 3; i++) {
        bool theme = strcmp(row->name, i < 2 ? "CASE_DATA" : "INTERVIEW") == 0;
        if (theme || strcmp(row->name, checks[i]) == 0) {
            int here = one->outcomes[i] == NOT_MET ? 2 : one->outcomes[i] == MET ? 1 : 0;
            worst = here > worst ? here : worst;
        }
    }
    if (row->kind == PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT) {
        const char *verdict =
            pfq_enum_name(&pfq__v1__verdict__descriptor, (int)kit_verdict(one->outcomes, 3));
        worst = strcmp(row->name, verdict) == 0;
    }
    return worst;
}

static bool is_of(const struct one *one, const Pfq__V1__Figure *row)
{
    bool period = row->period > 999999 ? one->day == row->period : one->day / 100 == row->period;
    bool unit = row->police_unit == NULL || strcmp(row->police_unit, one->unit) == 0;
    bool type = !row->has_case_type || row->case_type == one->case_type;
    return period && unit && type && strcmp(row->force, one->force) == 0;
}

/* Members of one series among the first `count` that were sent. */
static size_t members(const struct history *h, const size_t *places, size_t count,
                      Pfq__V1__Series series, const struct one *out[SENT_MAX])
{
    size_t in = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_in(h, places, count, i, series)) {
            out[in++] = &h->sent[places[i]];
        }
    }
    return in;
}

static void check_row(const struct one *const *list, size_t count, const Pfq__V1__Figure *row)
{
    uint64_t applicable = 0;
    uint64_t failing = 0;
    uint32_t days = 0;
    for (size_t i = 0; i < count; i++) {
        int came = is_of(list[i], row) ? came_out(list[i], row) : 0;
        applicable += came > 0;
        failing += came > 1;
        days |= came > 1 ? 1U << (list[i]->day % 100 - 1) : 0;
    }
    cr_assert(row->applicable == applicable && row->failing == failing,
              "%s %d %s %d %s: %lu of %lu, counted slowly %lu of %lu", row->force, row->period,
              row->police_unit == NULL ? "*" : row->police_unit, (int)row->case_type, row->name,
              (unsigned long)row->failing, (unsigned long)row->applicable, (unsigned long)failing,
              (unsigned long)applicable);
    cr_assert(!row->has_failing_days || row->failing_days == (unsigned)__builtin_popcount(days));
}

/* --- asking ------------------------------------------------------------------------------ */

struct question {
    Pfq__V1__Grain grain;
    Pfq__V1__Series series;
    bool split; /* by unit and case type */
    bool as_now;
    int32_t month; /* 0: all */
};

static const Pfq__V1__Figures *asked(struct kit *kit, struct question q)
{
    static Pfq__V1__FigureKind kinds[] = {PFQ__V1__FIGURE_KIND__FIGURE_KIND_CHECK,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME,
                                          PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT};
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    size_t pages = 0;
    read.has_from_date = read.has_to_date = read.has_series = read.has_grain = true;
    read.from_date = q.month == 0 ? FIRST_MONTH * 100 + 1 : q.month * 100 + 1;
    read.to_date = q.month == 0 ? 20260430 : q.month * 100 + 28;
    read.series = q.series;
    read.grain = q.grain;
    read.has_by_unit = read.by_unit = read.has_by_case_type = read.by_case_type = q.split;
    read.has_as_now = read.as_now = q.as_now;
    read.kinds = kinds;
    read.n_kinds = 3;
    return figures_pages(kit, &read, 90000, &pages);
}

/* Every row is what a slow count has, and none is missing. */
static void check_figures(struct kit *kit, const struct history *h, const size_t *places,
                          size_t count, struct question q)
{
    static const struct one *list[SENT_MAX];
    size_t in = members(h, places, count, q.series, list);
    const Pfq__V1__Figures *figures = asked(kit, q);
    uint64_t verdicts = 0;
    uint64_t expected = 0;
    for (size_t i = 0; i < figures->n_rows; i++) {
        const Pfq__V1__Figure *row = figures->rows[i];
        check_row(list, in, row);
        verdicts += row->kind == PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT ? row->applicable : 0;
    }
    for (size_t i = 0; i < in; i++) {
        expected += q.month == 0 || list[i]->day / 100 == q.month;
    }
    cr_assert_eq(verdicts, expected, "each submission has one verdict in its series");
}

Test(figures_property, figures_are_those_of_a_slow_count_also_through_the_close_of_a_month)
{
    static struct history h;
    static size_t places[SENT_MAX];
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err;
    Pfq__V1__MonthClose close = PFQ__V1__MONTH_CLOSE__INIT;
    make_history(&h, 4);
    order_of(&h, 1, places);
    size_t early = h.count * 3 / 4; /* the rest comes when the month is closed */
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    send_part(&kit, rollup, &h, places, 0, early);
    close.has_month = true;
    close.month = CLOSED_MONTH;
    close.by = pfq_arena_strdup(&kit.arena, "cps-114");
    cr_assert_eq(kit_close_month(&kit, rollup, &close, pfq_london_ms(20261101, 0))->n_problems, 0);
    send_part(&kit, rollup, &h, places, early, h.count);
    for (int series = 1; series <= 3; series++) {
        for (int split = 0; split < 2; split++) {
            struct question q = {.series = (Pfq__V1__Series)series, .split = split == 1};
            q.grain = PFQ__V1__GRAIN__GRAIN_DAY;
            check_figures(&kit, &h, places, h.count, q);
            q.grain = PFQ__V1__GRAIN__GRAIN_MONTH;
            q.as_now = true;
            check_figures(&kit, &h, places, h.count, q);
            q.as_now = false;
            q.month = CLOSED_MONTH;
            check_figures(&kit, &h, places, early, q);
        }
    }
    rollup_close(rollup);
    kit_close(&kit);
}

/* --- themes ------------------------------------------------------------------------------- */

static void give(struct themes *t, const Pfq__V1__Figures *figures)
{
    for (size_t i = 0; i < figures->n_rows; i++) {
        const Pfq__V1__Figure *row = figures->rows[i];
        struct stats_share files = {(int64_t)row->failing, (int64_t)row->applicable};
        Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
        key.force = row->force;
        key.police_unit = row->police_unit;
        key.name = row->name;
        key.has_system = true;
        key.system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
        key.has_case_type = row->has_case_type;
        key.case_type = row->case_type;
        if (row->kind != PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME) {
            continue;
        }
        if (row->has_failing_days) {
            themes_month(t, &key, row->period, files, row->failing_days);
        } else {
            themes_day(t, &key, row->period, files);
        }
    }
}

/* A run over the store's figures, as feedback makes it; its moves as store would be told. */
static struct pfq_bytes themes_of(struct kit *kit, struct themes *t, uint32_t *moves)
{
    struct themes_period months[MONTHS];
    Pfq__V1__ThemesPut put = PFQ__V1__THEMES_PUT__INIT;
    struct question q = {.grain = PFQ__V1__GRAIN__GRAIN_MONTH,
                         .series = PFQ__V1__SERIES__SERIES_FIRST};
    for (int m = 0; m < MONTHS; m++) {
        months[m] = (struct themes_period){PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED, true};
    }
    themes_begin(t, FIRST_MONTH, months, MONTHS);
    for (int split = 0; split < 2; split++) {
        q.split = split == 1;
        give(t, asked(kit, q));
    }
    (void)themes_freeze(t, 0, t->cell_count);
    q.grain = PFQ__V1__GRAIN__GRAIN_DAY;
    for (int split = 0; split < 2; split++) {
        q.split = split == 1;
        give(t, asked(kit, q));
    }
    for (int m = 0; m < MONTHS; m++) {
        cr_assert(themes_decide(t, m));
    }
    put.moves = pfq_arena_new(&kit->arena, Pfq__V1__ThemeMove *, t->step_count);
    for (uint32_t i = 0; i < t->step_count; i++) {
        put.moves[put.n_moves++] = themes_move(t, &t->steps[i], 1, &kit->arena);
    }
    *moves = t->step_count;
    return job_pack(&put.base, &kit->arena);
}

/* Figures by day and month in a text, and the moves of themes packed. */
struct outcome {
    char *figures;
    uint8_t *themes;
    size_t themes_size;
    uint32_t moves;
};

static struct outcome outcome_of(const struct history *h, int order)
{
    static size_t places[SENT_MAX];
    struct kit kit;
    struct rollup *rollup = NULL;
    struct themes t;
    struct pfq_err err;
    struct outcome out;
    order_of(h, order, places);
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    cr_assert_eq(themes_open(&t, &themes_rules_usual, 64, &err), PFQ_OK);
    send_part(&kit, rollup, h, places, 0, h->count);
    const char *text = "";
    for (int i = 0; i < 6; i++) {
        struct question q = {.series = (Pfq__V1__Series)(1 + i / 2),
                             .split = true,
                             .grain = i % 2 == 0 ? PFQ__V1__GRAIN__GRAIN_DAY
                                                 : PFQ__V1__GRAIN__GRAIN_MONTH};
        text = pfq_arena_printf(&kit.arena, "%s%s", text, figures_text(&kit, asked(&kit, q)));
    }
    struct pfq_bytes packed = themes_of(&kit, &t, &out.moves);
    out.figures = strdup(text);
    out.themes = malloc(packed.size + 1);
    out.themes_size = packed.size;
    cr_assert(out.figures != NULL && out.themes != NULL);
    memcpy(out.themes, packed.data, packed.size);
    themes_close(&t);
    rollup_close(rollup);
    kit_close(&kit);
    return out;
}

Test(figures_property, in_whatever_order_and_how_often_the_bytes_are_the_same)
{
    static struct history h;
    struct outcome outcomes[ORDERS];
    make_history(&h, 43);
    for (int i = 0; i < ORDERS; i++) {
        outcomes[i] = outcome_of(&h, i);
        cr_assert_gt(outcomes[i].moves, 3U, "nothing recurs: nothing would be compared");
        cr_assert_str_eq(outcomes[i].figures, outcomes[0].figures, "order %d", i);
        cr_assert_eq(outcomes[i].themes_size, outcomes[0].themes_size, "order %d", i);
        cr_assert_eq(memcmp(outcomes[i].themes, outcomes[0].themes, outcomes[0].themes_size), 0,
                     "order %d", i);
    }
    for (int i = 0; i < ORDERS; i++) {
        free(outcomes[i].figures);
        free(outcomes[i].themes);
    }
}
