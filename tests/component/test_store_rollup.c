/* The figures: what they count, that they follow, and that counting again agrees (G3). */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "store/rollup.h"
#include "store/tally.h"
#include "support/store_kit.h"

TestSuite(store_rollup, .timeout = 120);

enum {
    MET = PFQ__V1__OUTCOME__OUTCOME_MET,
    NOT_MET = PFQ__V1__OUTCOME__OUTCOME_NOT_MET,
    PERSON = PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON,
    CELLS_MAX = 4000,
    TEXT_MAX = 512
};

struct cells {
    char rows[CELLS_MAX][TEXT_MAX]; /* "day unit case type series: code=applicable/failing ..." */
    size_t count;
};

static struct tally scratch;

static void add_cell(void *self, const struct db_cell *cell, struct pfq_bytes counts)
{
    struct cells *cells = self;
    char *row = cells->rows[cells->count++];
    int n = snprintf(row, TEXT_MAX, "%d %s %d %d %d:", (int)cell->day, cell->police_unit,
                     cell->case_type, cell->file_type, cell->series);
    tally_clear(&scratch);
    cr_assert(tally_unpack(&scratch, counts));
    for (uint32_t code = 0; code < scratch.end; code++) {
        if (scratch.applicable[code] != 0) {
            n += snprintf(row + n, (size_t)(TEXT_MAX - n), " %u=%d/%d", code,
                          (int)scratch.applicable[code], (int)scratch.failing[code]);
        }
    }
}

static struct cells *read_cells(struct kit *kit)
{
    struct cells *cells = calloc(1, sizeof *cells);
    struct pfq_err err = {0};
    cr_assert_eq(db_read_cells(kit->batch.db, "43", 0, 99999999, add_cell, cells, &err), PFQ_OK);
    return cells;
}

static void same_cells(const struct cells *a, const struct cells *b)
{
    cr_assert_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        cr_assert_str_eq(a->rows[i], b->rows[i]);
    }
}

static uint64_t follow(struct rollup *rollup, struct kit *kit)
{
    uint64_t before = 0;
    uint64_t up_to = 0;
    struct pfq_err err = {0};
    do {
        before = up_to;
        cr_assert_eq(rollup_follow(rollup, kit->batch.db, &up_to, &err), PFQ_OK, "%s", err.text);
    } while (up_to > before);
    return up_to;
}

static uint32_t code_of(struct kit *kit, enum db_code_kind kind, const char *name)
{
    uint32_t code = 0;
    struct pfq_err err = {0};
    cr_assert_eq(db_intern(kit->batch.db, kind, name, &code, &err), PFQ_OK);
    return code;
}

static void put_judged(struct kit *kit, const char *id, const char *urn, const char *at,
                       const unsigned char outcomes[3], Pfq__V1__Verdict verdict)
{
    Pfq__V1__Envelope *e = kit_put(kit, id, urn);
    kit_judge(kit, e->store_put, at, outcomes, verdict);
    cr_assert_eq(kit_one(kit, e)->store_answer.answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
}

/* The one cell of these keys, unpacked; an empty one when there is none. */
static void load_cell(struct kit *kit, int32_t day, enum db_series series, struct tally *out)
{
    struct db_cell cell = {.force = "43",
                           .day = day,
                           .police_unit = "AA",
                           .case_type = PFQ__V1__CASE_TYPE__CASE_TYPE_MC,
                           .file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP,
                           .series = series};
    struct pfq_bytes packed;
    struct pfq_err err = {0};
    tally_clear(out);
    cr_assert_eq(db_read_cell(kit->batch.db, &cell, &kit->arena, &packed, &err), PFQ_OK);
    cr_assert(tally_unpack(out, packed));
}

static void counts(struct kit *kit, int32_t day, enum db_series series, enum db_code_kind kind,
                   const char *name, int applicable, int failing)
{
    static struct tally tally;
    uint32_t code = code_of(kit, kind, name);
    load_cell(kit, day, series, &tally);
    cr_assert_eq(tally.applicable[code], applicable, "%s applicable: %d", name,
                 (int)tally.applicable[code]);
    cr_assert_eq(tally.failing[code], failing, "%s failing: %d", name, (int)tally.failing[code]);
}

Test(store_rollup, g6_a_theme_counts_a_file_once_and_only_met_and_not_met_apply)
{
    static const unsigned char one[3] = {NOT_MET, NOT_MET, PERSON};
    static const unsigned char two[3] = {MET, NOT_MET, MET};
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    put_judged(&kit, "m1", "43AA0000126", "2026-05-03T09:30:00Z", one,
               PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET);
    put_judged(&kit, "m2", "43AA0000226", "2026-05-03T10:30:00Z", two,
               PFQ__V1__VERDICT__VERDICT_UNDECIDED);
    cr_assert_eq(follow(rollup, &kit), 2);
    counts(&kit, 20260503, DB_SERIES_FIRST, DB_CODE_CHECK, "AA01", 2, 1);
    counts(&kit, 20260503, DB_SERIES_FIRST, DB_CODE_CHECK, "AA02", 2, 2);
    counts(&kit, 20260503, DB_SERIES_FIRST, DB_CODE_CHECK, "BB01", 1, 0);
    counts(&kit, 20260503, DB_SERIES_FIRST, DB_CODE_THEME, "CASE_DATA", 2, 2);
    counts(&kit, 20260503, DB_SERIES_FIRST, DB_CODE_THEME, "INTERVIEW", 1, 0);
    counts(&kit, 20260503, DB_SERIES_FIRST, DB_CODE_REASON, "D02", 2, 2);
    counts(&kit, 20260503, DB_SERIES_FIRST, DB_CODE_VERDICT, "DOES_NOT_MEET", 1, 0);
    counts(&kit, 20260503, DB_SERIES_FIRST, DB_CODE_VERDICT, "UNDECIDED", 1, 0);
    rollup_close(rollup);
    kit_close(&kit);
}

Test(store_rollup, an_earlier_submission_that_comes_later_becomes_the_first)
{
    static const unsigned char bad[3] = {NOT_MET, MET, MET};
    static const unsigned char good[3] = {MET, MET, MET};
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    put_judged(&kit, "m1", "43AA0000126", "2026-05-03T09:30:00Z", good,
               PFQ__V1__VERDICT__VERDICT_MEETS);
    (void)follow(rollup, &kit);
    counts(&kit, 20260503, DB_SERIES_FIRST, DB_CODE_CHECK, "AA01", 1, 0);
    put_judged(&kit, "m2", "43AA0000126", "2026-05-01T09:30:00Z", bad,
               PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS);
    (void)follow(rollup, &kit);
    counts(&kit, 20260503, DB_SERIES_FIRST, DB_CODE_CHECK, "AA01", 0, 0);
    counts(&kit, 20260503, DB_SERIES_LATER, DB_CODE_CHECK, "AA01", 1, 0);
    counts(&kit, 20260501, DB_SERIES_FIRST, DB_CODE_CHECK, "AA01", 1, 1);
    put_judged(&kit, "m3", "43AA0000126", "2026-05-01T09:30:00Z", good,
               PFQ__V1__VERDICT__VERDICT_MEETS);
    (void)follow(rollup, &kit);
    counts(&kit, 20260501, DB_SERIES_FIRST, DB_CODE_CHECK, "AA01", 1, 1);
    counts(&kit, 20260501, DB_SERIES_LATER, DB_CODE_CHECK, "AA01", 1, 0);
    rollup_close(rollup);
    kit_close(&kit);
}

Test(store_rollup, test_messages_reach_no_figure)
{
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    Pfq__V1__Envelope *e = kit_put(&kit, "m1", "43AA0000126");
    e->store_put->has_mode = true;
    e->store_put->mode = PFQ__V1__MODE__MODE_TEST;
    (void)kit_one(&kit, e);
    cr_assert_eq(follow(rollup, &kit), 0);
    struct cells *cells = read_cells(&kit);
    cr_assert_eq(cells->count, 0);
    free(cells);
    rollup_close(rollup);
    kit_close(&kit);
}

/* --- the same figures by another way: each file's first found by looking at all of it --- */

enum {
    FILES = 120,
    SENDINGS = 900
};

struct sending {
    int file;
    int day; /* of May 2026 */
    int minute;
    unsigned char outcomes[3];
    Pfq__V1__Verdict verdict;
};

static bool is_first(const struct sending *all, size_t i)
{
    for (size_t j = 0; j < SENDINGS; j++) {
        int order = (all[j].day * 1440 + all[j].minute) - (all[i].day * 1440 + all[i].minute);
        if (all[j].file == all[i].file && (order < 0 || (order == 0 && j < i))) {
            return false;
        }
    }
    return true;
}

static void count_plainly(struct kit *kit, const struct sending *s, struct tally *out)
{
    static const char *const checks[3] = {"AA01", "AA02", "BB01"};
    bool a = s->outcomes[0] <= NOT_MET;
    bool b = s->outcomes[1] <= NOT_MET;
    bool c = s->outcomes[2] <= NOT_MET;
    bool fa = s->outcomes[0] == NOT_MET;
    bool fb = s->outcomes[1] == NOT_MET;
    bool fc = s->outcomes[2] == NOT_MET;
    for (int i = 0; i < 3; i++) {
        tally_add(out, code_of(kit, DB_CODE_CHECK, checks[i]), s->outcomes[i] <= NOT_MET,
                  s->outcomes[i] == NOT_MET);
    }
    tally_add(out, code_of(kit, DB_CODE_THEME, "CASE_DATA"), a || b, fa || fb);
    tally_add(out, code_of(kit, DB_CODE_THEME, "INTERVIEW"), c, fc);
    tally_add(out, code_of(kit, DB_CODE_REASON, "D01"), a, fa);
    tally_add(out, code_of(kit, DB_CODE_REASON, "D02"), b || c, fb || fc);
    const char *verdict = pfq_enum_name(&pfq__v1__verdict__descriptor, (int)s->verdict);
    tally_add(out, code_of(kit, DB_CODE_VERDICT, verdict), 1, 0);
}

static void compare_with_plain_counting(struct kit *kit, const struct sending *all)
{
    static struct tally plain;
    static struct tally kept;
    for (int day = 1; day <= 28; day++) {
        for (int later = 0; later < 2; later++) {
            tally_clear(&plain);
            for (size_t i = 0; i < SENDINGS; i++) {
                if (all[i].day == day && is_first(all, i) == (later == 0)) {
                    count_plainly(kit, &all[i], &plain);
                }
            }
            load_cell(kit, 20260500 + day, later, &kept);
            cr_assert_eq(memcmp(plain.applicable, kept.applicable, sizeof plain.applicable), 0);
            cr_assert_eq(memcmp(plain.failing, kept.failing, sizeof plain.failing), 0);
        }
    }
}

Test(store_rollup, followed_in_pieces_or_counted_again_or_counted_plainly_the_figures_are_the_same)
{
    static struct sending all[SENDINGS];
    unsigned seed = 20260503;
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    for (int i = 0; i < SENDINGS; i++) {
        char id[16];
        char urn[16];
        char at[32];
        struct sending *s = &all[i];
        *s = (struct sending){.file = rand_r(&seed) % FILES,
                              .day = 1 + rand_r(&seed) % 28,
                              .minute = 600 + rand_r(&seed) % 3,
                              .verdict = (Pfq__V1__Verdict)(1 + rand_r(&seed) % 4)};
        for (int k = 0; k < 3; k++) {
            s->outcomes[k] = (unsigned char)(MET + rand_r(&seed) % 5);
        }
        (void)snprintf(id, sizeof id, "m%d", i);
        (void)snprintf(urn, sizeof urn, "43AA%05d26", s->file % 100000);
        (void)snprintf(at, sizeof at, "2026-05-%02dT%02d:%02d:00Z", s->day % 100,
                       s->minute / 60 % 24, s->minute % 60);
        put_judged(&kit, id, urn, at, s->outcomes, s->verdict);
        if (rand_r(&seed) % 40 == 0) {
            (void)follow(rollup, &kit);
        }
    }
    cr_assert_eq(follow(rollup, &kit), SENDINGS);
    compare_with_plain_counting(&kit, all);
    struct cells *followed = read_cells(&kit);
    cr_assert_eq(rollup_restart(rollup, kit.batch.db, &err), PFQ_OK);
    cr_assert_eq(follow(rollup, &kit), SENDINGS);
    struct cells *again = read_cells(&kit);
    same_cells(followed, again);
    free(followed);
    free(again);
    rollup_close(rollup);
    kit_close(&kit);
}

Test(store_rollup, a_packed_tally_that_is_cut_or_wild_is_refused)
{
    static struct tally tally;
    static const uint8_t wild[][4] = {{1, 2, 0x80, 0x80}, {0xFF, 0xFF, 0x7F, 1}, {1, 0x80, 0, 0}};
    static const size_t sizes[] = {4, 4, 2};
    for (size_t i = 0; i < 3; i++) {
        tally_clear(&tally);
        cr_assert_not(tally_unpack(&tally, (struct pfq_bytes){wild[i], sizes[i]}), "row %zu", i);
    }
}
