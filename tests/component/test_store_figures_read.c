/* FiguresRead: sums of the rollups' cells, page by page. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/figures.h"
#include "support/figures_kit.h"

TestSuite(store_figures_read, .timeout = 120);

enum {
    MET = PFQ__V1__OUTCOME__OUTCOME_MET,
    NOT_MET = PFQ__V1__OUTCOME__OUTCOME_NOT_MET,
    OPEN_QUESTION = PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON,
    SENT = 400
};

static const char *const forces[] = {"40", "43"};
static const char *const units[] = {"", "AA", "B2"};
static const char *const days[] = {"2026-05-01", "2026-05-31", "2026-06-01", "2026-06-15"};
static struct sent all[SENT];

static void send_all(struct kit *kit)
{
    unsigned seed = 20260601;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    for (unsigned i = 0; i < SENT; i++) {
        struct sent *s = &all[i];
        *s = (struct sent){.force = forces[rand_r(&seed) % 2],
                           .unit = units[rand_r(&seed) % 3],
                           .case_type = (Pfq__V1__CaseType)(1 + rand_r(&seed) % 3),
                           .day = days[rand_r(&seed) % 4]};
        for (int k = 0; k < 3; k++) {
            s->outcomes[k] = (unsigned char)(rand_r(&seed) % 4 == 0   ? NOT_MET
                                             : rand_r(&seed) % 3 == 0 ? OPEN_QUESTION
                                                                      : MET);
        }
        figures_send(kit, i, s);
    }
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    cr_assert_eq(figures_follow(rollup, kit), SENT);
    rollup_close(rollup);
}

static int32_t date_of(const struct sent *s)
{
    return (int32_t)(strtol(s->day, NULL, 10) * 10000 + strtol(s->day + 5, NULL, 10) * 100 +
                     strtol(s->day + 8, NULL, 10));
}

static bool in_row(const struct sent *s, const Pfq__V1__Figure *row, bool monthly)
{
    int32_t period = monthly ? date_of(s) / 100 : date_of(s);
    return strcmp(s->force, row->force) == 0 && period == row->period &&
           (row->police_unit == NULL || strcmp(row->police_unit, s->unit) == 0) &&
           (!row->has_case_type || row->case_type == s->case_type);
}

/* Theme CASE_DATA: the first two checks. */
static void check_theme(const Pfq__V1__Figure *row, bool monthly)
{
    uint64_t applicable = 0;
    uint64_t failing = 0;
    unsigned failing_days = 0;
    bool seen[4] = {false};
    for (size_t i = 0; i < SENT; i++) {
        const unsigned char *o = all[i].outcomes;
        if (!in_row(&all[i], row, monthly)) {
            continue;
        }
        bool fails = o[0] == NOT_MET || o[1] == NOT_MET;
        applicable += fails || o[0] == MET || o[1] == MET;
        failing += fails;
        for (size_t d = 0; d < 4; d++) {
            seen[d] = seen[d] || (fails && strcmp(days[d], all[i].day) == 0);
        }
    }
    for (size_t d = 0; d < 4; d++) {
        failing_days += seen[d];
    }
    cr_assert_eq(row->applicable, applicable);
    cr_assert_eq(row->failing, failing);
    cr_assert_eq(row->has_failing_days, monthly);
    cr_assert(!monthly || row->failing_days == failing_days, "%u", row->failing_days);
}

/* Its coverage: every file asks it something, and one that failed is decided. */
static void check_coverage(const Pfq__V1__Figure *row, bool monthly)
{
    uint64_t asked = 0;
    uint64_t undecided = 0;
    for (size_t i = 0; i < SENT; i++) {
        const unsigned char *o = all[i].outcomes;
        if (in_row(&all[i], row, monthly)) {
            bool fails = o[0] == NOT_MET || o[1] == NOT_MET;
            asked++;
            undecided += !fails && (o[0] == OPEN_QUESTION || o[1] == OPEN_QUESTION);
        }
    }
    cr_assert_eq(row->applicable, asked);
    cr_assert_eq(row->failing, undecided);
}

static Pfq__V1__FiguresRead span(int32_t from, int32_t to)
{
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    read.has_from_date = read.has_to_date = true;
    read.from_date = from;
    read.to_date = to;
    return read;
}

Test(store_figures_read, g6_every_way_of_splitting_is_what_plain_counting_gives)
{
    struct kit kit;
    kit_open(&kit);
    send_all(&kit);
    for (int way = 0; way < 8; way++) {
        Pfq__V1__FiguresRead read = span(20260501, 20260630);
        bool monthly = (way & 1) != 0;
        size_t pages = 0;
        uint64_t files = 0;
        size_t coverages = 0;
        read.has_grain = read.has_by_unit = read.has_by_case_type = true;
        read.grain = monthly ? PFQ__V1__GRAIN__GRAIN_MONTH : PFQ__V1__GRAIN__GRAIN_DAY;
        read.by_unit = (way & 2) != 0;
        read.by_case_type = (way & 4) != 0;
        const Pfq__V1__Figures *figures = figures_pages(&kit, &read, 100000, &pages);
        for (size_t i = 0; i < figures->n_rows; i++) {
            const Pfq__V1__Figure *row = figures->rows[i];
            coverages += row->kind == PFQ__V1__FIGURE_KIND__FIGURE_KIND_UNDECIDED_THEME;
            if (strcmp(row->name, "CASE_DATA") == 0) {
                row->kind == PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME ? check_theme(row, monthly)
                                                                     : check_coverage(row, monthly);
            }
            files += row->kind == PFQ__V1__FIGURE_KIND__FIGURE_KIND_VERDICT ? row->applicable : 0;
        }
        cr_assert_eq(files, SENT, "way %d", way);
        cr_assert_gt(coverages, 0);
        cr_assert_eq(figures->up_to, SENT);
    }
    kit_close(&kit);
}

Test(store_figures_read, pages_of_any_size_are_the_whole_cut_in_pieces)
{
    static const size_t rooms[] = {700, 1500, 5000, 20000};
    struct kit kit;
    size_t pages = 0;
    kit_open(&kit);
    send_all(&kit);
    Pfq__V1__FiguresRead read = span(20260501, 20260630);
    read.has_by_unit = read.by_unit = read.has_by_case_type = read.by_case_type = true;
    const char *whole = figures_text(&kit, figures_pages(&kit, &read, 200000, &pages));
    cr_assert(pages >= 1);
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        const Pfq__V1__Figures *cut = figures_pages(&kit, &read, rooms[i], &pages);
        cr_assert_gt(pages, 1, "room %zu", rooms[i]);
        cr_assert_str_eq(figures_text(&kit, cut), whole, "room %zu", rooms[i]);
    }
    kit_close(&kit);
}

Test(store_figures_read, a_force_a_kind_a_day_or_a_series_alone)
{
    struct kit kit;
    size_t pages = 0;
    Pfq__V1__FigureKind kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_REASON;
    kit_open(&kit);
    send_all(&kit);
    Pfq__V1__FiguresRead read = span(20260531, 20260531);
    read.has_grain = true;
    read.grain = PFQ__V1__GRAIN__GRAIN_DAY;
    read.force = pfq_arena_strdup(&kit.arena, "43");
    read.kinds = &kind;
    read.n_kinds = 1;
    const Pfq__V1__Figures *figures = figures_pages(&kit, &read, 100000, &pages);
    cr_assert_eq(figures->n_rows, 2, "D01 and D02: %zu", figures->n_rows);
    cr_assert_str_eq(figures->rows[0]->name, "D01");
    cr_assert_eq(figures->rows[1]->period, 20260531);
    read.has_series = true;
    read.series = PFQ__V1__SERIES__SERIES_LATER;
    cr_assert_eq(figures_pages(&kit, &read, 100000, &pages)->n_rows, 0);
    read.series = PFQ__V1__SERIES__SERIES_FINAL;
    cr_assert_eq(figures_pages(&kit, &read, 100000, &pages)->n_rows, 2);
    kit_close(&kit);
}

Test(store_figures_read, g7_a_force_sees_its_own_and_a_fault_is_said)
{
    static const struct {
        Pfq__V1__Role role;
        const char *own;
        const char *asked;
        bool granted;
    } rows[] = {
        {PFQ__V1__ROLE__ROLE_OPERATOR, NULL, NULL, true},
        {PFQ__V1__ROLE__ROLE_CPS, NULL, NULL, true},
        {PFQ__V1__ROLE__ROLE_CPS, NULL, "43", true},
        {PFQ__V1__ROLE__ROLE_FORCE, "43", "43", true},
        {PFQ__V1__ROLE__ROLE_FORCE, "43", "40", false},
        {PFQ__V1__ROLE__ROLE_FORCE, "43", NULL, false},
        {PFQ__V1__ROLE__ROLE_UNSPECIFIED, "43", "43", false},
    };
    struct kit kit;
    kit_open(&kit);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Pfq__V1__FiguresRead read = span(20260501, 20260530);
        Pfq__V1__ThemesRead themes = PFQ__V1__THEMES_READ__INIT;
        Pfq__V1__Peer peer = PFQ__V1__PEER__INIT;
        peer.has_role = rows[i].role != 0;
        peer.role = rows[i].role;
        peer.force = (char *)(uintptr_t)rows[i].own;
        read.peer = themes.peer = &peer;
        read.force = themes.force = (char *)(uintptr_t)rows[i].asked;
        const struct job *job = kit_read(&kit, PFQ__V1__ENVELOPE__BODY_FIGURES_READ, &read);
        cr_assert_eq(job->figures.n_problems, rows[i].granted ? 0 : 1, "row %zu", i);
        job = kit_read(&kit, PFQ__V1__ENVELOPE__BODY_THEMES_READ, &themes);
        cr_assert_eq(job->themes.n_problems, rows[i].granted ? 0 : 1, "row %zu", i);
    }
    Pfq__V1__FiguresRead wrong = span(20260530, 20260501);
    const struct job *job = kit_read(&kit, PFQ__V1__ENVELOPE__BODY_FIGURES_READ, &wrong);
    cr_assert_eq(job->figures.n_problems, 1);
    cr_assert_str_eq(job->figures.problems[0]->code, "BAD_VALUE");
    kit_close(&kit);
}

/* So that a read transaction stays short: a page ends even where there is nothing to fill it. */
Test(store_figures_read, a_long_span_is_read_in_pages_that_may_be_empty)
{
    struct kit kit;
    size_t pages = 0;
    kit_open(&kit);
    send_all(&kit);
    Pfq__V1__FiguresRead read = span(20260501, 20260630);
    read.has_grain = true;
    read.grain = PFQ__V1__GRAIN__GRAIN_DAY;
    const char *narrow = figures_text(&kit, figures_pages(&kit, &read, 100000, &pages));
    size_t few = pages;
    read.from_date = 20000101;
    read.to_date = 20301231;
    const char *wide = figures_text(&kit, figures_pages(&kit, &read, 100000, &pages));
    cr_assert_gt(pages, few + 5);
    cr_assert_str_eq(narrow, wide);
    kit_close(&kit);
}

Test(store_figures_read, a_cursor_that_is_none_of_ours_is_refused)
{
    struct kit kit;
    uint8_t junk[] = {0xFF, 0x01, 0x02};
    kit_open(&kit);
    Pfq__V1__FiguresRead read = span(20260501, 20260630);
    Pfq__V1__ThemesRead themes = PFQ__V1__THEMES_READ__INIT;
    read.has_after = themes.has_after = true;
    read.after = themes.after = (ProtobufCBinaryData){sizeof junk, junk};
    const struct job *job = kit_read(&kit, PFQ__V1__ENVELOPE__BODY_FIGURES_READ, &read);
    cr_assert_eq(job->figures.n_problems, 1);
    cr_assert_str_eq(job->figures.problems[0]->code, "MALFORMED");
    job = kit_read(&kit, PFQ__V1__ENVELOPE__BODY_THEMES_READ, &themes);
    cr_assert_eq(job->themes.n_problems, 1);
    cr_assert_eq(job->themes.n_moves, 0);
    kit_close(&kit);
}

Test(store_figures_read, what_is_committed_and_not_yet_counted_is_told)
{
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    const struct sent sent = {.force = "43", .day = "2026-05-03", .unit = "AA"};
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    read.has_from_date = read.has_to_date = true;
    read.from_date = read.to_date = 20260503;
    figures_send(&kit, 0, &sent);
    (void)figures_follow(rollup, &kit);
    const Pfq__V1__Figures *f =
        &kit_read(&kit, PFQ__V1__ENVELOPE__BODY_FIGURES_READ, &read)->figures;
    cr_expect_not(f->has_behind);
    figures_send(&kit, 1, &sent);
    figures_send(&kit, 2, &sent);
    f = &kit_read(&kit, PFQ__V1__ENVELOPE__BODY_FIGURES_READ, &read)->figures;
    cr_expect_eq(f->up_to, 1);
    cr_expect_eq(f->behind, 2);
    cr_expect_gt(f->behind_since, 0);
    rollup_close(rollup);
    kit_close(&kit);
}
