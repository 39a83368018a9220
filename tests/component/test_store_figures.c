/* The same figures by other ways: plainly, again from nothing, in another order (G3). */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/command.h"
#include "support/figures.h"

TestSuite(store_figures, .timeout = 120);

enum {
    MET = PFQ__V1__OUTCOME__OUTCOME_MET,
    NOT_MET = PFQ__V1__OUTCOME__OUTCOME_NOT_MET,
    PERSON = PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON,
    NOT_RUN = PFQ__V1__OUTCOME__OUTCOME_NOT_RUN
};

/* --- by another way: each file's first and final found by looking at all of it ------------ */

enum {
    FILES = 120,
    SENDINGS = 900
};

struct sending {
    int file;
    int day; /* of May 2026 */
    int minute;
    unsigned char outcomes[3];
    const Pfq__V1__Judged *judged; /* as stored */
};

/* Whether all[i] comes before (sign -1) or after (1) every other of its file. */
static bool is_end(const struct sending *all, size_t i, int sign)
{
    for (size_t j = 0; j < SENDINGS; j++) {
        int order = (all[j].day * 1440 + all[j].minute) - (all[i].day * 1440 + all[i].minute);
        order = order != 0 ? order : (int)j - (int)i;
        if (all[j].file == all[i].file && order * sign > 0) {
            return false;
        }
    }
    return true;
}

static bool is_in(const struct sending *all, size_t i, enum figures_kind which)
{
    return which == FIGURES_FINAL ? is_end(all, i, 1)
                                  : is_end(all, i, -1) == (which == FIGURES_FIRST);
}

static void count_verdict(struct kit *kit, enum db_code_kind kind, Pfq__V1__Verdict verdict,
                          struct tally *out)
{
    const char *name = pfq_enum_name(&pfq__v1__verdict__descriptor, (int)verdict);
    tally_add(out, figures_code(kit, kind, name), 1, 0);
}

static bool is_open(unsigned char outcome)
{
    return outcome == PERSON || outcome == NOT_RUN;
}

/* AA01 and AA02 are of one theme, BB01 of another. */
static void count_coverage(struct kit *kit, const unsigned char o[3], struct tally *out)
{
    bool asked_a = o[0] <= NOT_MET || o[1] <= NOT_MET || is_open(o[0]) || is_open(o[1]);
    bool open_a = (is_open(o[0]) || is_open(o[1])) && o[0] != NOT_MET && o[1] != NOT_MET;
    bool asked_b = o[2] <= NOT_MET || is_open(o[2]);
    tally_add(out, figures_code(kit, DB_CODE_UNDECIDED_THEME, "CASE_DATA"), asked_a, open_a);
    tally_add(out, figures_code(kit, DB_CODE_UNDECIDED_THEME, "INTERVIEW"), asked_b, is_open(o[2]));
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
        tally_add(out, figures_code(kit, DB_CODE_CHECK, checks[i]), s->outcomes[i] <= NOT_MET,
                  s->outcomes[i] == NOT_MET);
    }
    tally_add(out, figures_code(kit, DB_CODE_THEME, "CASE_DATA"), a || b, fa || fb);
    tally_add(out, figures_code(kit, DB_CODE_THEME, "INTERVIEW"), c, fc);
    tally_add(out, figures_code(kit, DB_CODE_REASON, "D01"), a, fa);
    tally_add(out, figures_code(kit, DB_CODE_REASON, "D02"), b || c, fb || fc);
    count_coverage(kit, s->outcomes, out);
    count_verdict(kit, DB_CODE_VERDICT, s->judged->verdict, out);
    count_verdict(kit, DB_CODE_PRESENCE, s->judged->presence, out);
    count_verdict(kit, DB_CODE_QUALITY, s->judged->quality, out);
}

static void compare_with_plain_counting(struct kit *kit, const struct sending *all)
{
    static struct tally plain;
    static struct tally kept;
    for (int day = 1; day <= 28; day++) {
        for (enum figures_kind which = FIGURES_FIRST; which <= FIGURES_FINAL; which++) {
            tally_clear(&plain);
            for (size_t i = 0; i < SENDINGS; i++) {
                if (all[i].day == day && is_in(all, i, which)) {
                    count_plainly(kit, &all[i], &plain);
                }
            }
            figures_of(kit, 20260500 + day, which, &kept);
            cr_assert_eq(memcmp(plain.applicable, kept.applicable, sizeof plain.applicable), 0);
            cr_assert_eq(memcmp(plain.failing, kept.failing, sizeof plain.failing), 0);
        }
    }
}

/* As message `id`. */
static void send(struct kit *kit, struct sending *s, int id, Pfq__V1__Verdict verdict)
{
    char name[16];
    char urn[16];
    char at[32];
    (void)snprintf(name, sizeof name, "m%d", id);
    (void)snprintf(urn, sizeof urn, "43AA%05d26", s->file % 100000);
    (void)snprintf(at, sizeof at, "2026-05-%02dT%02d:%02d:00Z", s->day % 100, s->minute / 60 % 24,
                   s->minute % 60);
    s->judged = figures_put(kit, name, urn, at, s->outcomes, verdict);
}

Test(store_figures, followed_in_pieces_or_counted_again_or_counted_plainly_the_figures_are_the_same)
{
    static struct sending all[SENDINGS];
    unsigned seed = 20260503;
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    for (int i = 0; i < SENDINGS; i++) {
        struct sending *s = &all[i];
        *s = (struct sending){.file = rand_r(&seed) % FILES,
                              .day = 1 + rand_r(&seed) % 28,
                              .minute = 600 + rand_r(&seed) % 3};
        for (int k = 0; k < 3; k++) {
            s->outcomes[k] = (unsigned char)(MET + rand_r(&seed) % 5);
        }
        send(&kit, s, i, (Pfq__V1__Verdict)(1 + rand_r(&seed) % 4));
        if (rand_r(&seed) % 40 == 0) {
            (void)figures_follow(rollup, &kit);
        }
    }
    cr_assert_eq(figures_follow(rollup, &kit), SENDINGS);
    compare_with_plain_counting(&kit, all);
    struct figures *followed = figures_read(&kit);
    cr_assert_eq(rollup_restart(rollup, kit.batch.db, &err), PFQ_OK);
    cr_assert_eq(figures_follow(rollup, &kit), SENDINGS);
    struct figures *again = figures_read(&kit);
    figures_same(followed, again);
    free(followed);
    free(again);
    rollup_close(rollup);
    kit_close(&kit);
}

/* Cells are lost, and nothing notices: `pfq-store --recount` brings them back. */
Test(store_figures, the_operator_has_them_counted_again_from_nothing)
{
    struct kit kit;
    struct pfq_err err;
    struct sending s = {.file = 1, .day = 3, .minute = 600, .outcomes = {NOT_MET, MET, MET}};
    char database[160];
    kit_open(&kit);
    struct rollup *rollup = NULL;
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    send(&kit, &s, 0, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET);
    cr_assert_eq(figures_follow(rollup, &kit), 1);
    struct figures *before = figures_read(&kit);
    cr_assert_eq(db_begin(kit.batch.db, &err), PFQ_OK);
    cr_assert_eq(db_clear_cells(kit.batch.db, &err), PFQ_OK);
    cr_assert_eq(db_commit(kit.batch.db, &err), PFQ_OK);
    (void)snprintf(database, sizeof database, "database=%s", kit.path);
    struct command ran =
        command_run((const char *[]){"pfq-store", "--recount", "-o", database, NULL}, NULL);
    cr_expect_eq(ran.code, 0, "%s", ran.err);
    cr_expect_str_eq(ran.out, "counted again up to submission 1\n");
    command_free(&ran);
    struct figures *after = figures_read(&kit);
    figures_same(before, after);
    free(before);
    free(after);
    rollup_close(rollup);
    kit_close(&kit);
    ran = command_run(
        (const char *[]){"pfq-store", "--recount", "-o", "database=/tmp/no-such.db", NULL}, NULL);
    cr_expect_eq(ran.code, 4, "%s", ran.err);
    cr_expect_neq(access("/tmp/no-such.db", F_OK), 0, "it makes none");
    command_free(&ran);
}

/* --- the same files in whatever order they arrive ---------------------------------------- */

/* No two of one instant: then nothing but the order of events decides. */
static void make_story(struct sending *all, unsigned *seed)
{
    for (int i = 0; i < SENDINGS; i++) {
        all[i] = (struct sending){
            .file = rand_r(seed) % FILES, .day = 1 + i * 28 / SENDINGS, .minute = i % 1440};
        for (int k = 0; k < 3; k++) {
            int dice = rand_r(seed) % 4;
            all[i].outcomes[k] = dice == 0 ? NOT_MET : dice == 1 ? PERSON : MET;
        }
    }
}

static void shuffle(struct sending *all, unsigned *seed)
{
    for (int i = SENDINGS - 1; i > 0; i--) {
        int j = rand_r(seed) % (i + 1);
        struct sending other = all[i];
        all[i] = all[j];
        all[j] = other;
    }
}

static struct figures *cells_of(struct sending *all, unsigned *seed)
{
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    for (int i = 0; i < SENDINGS; i++) {
        send(&kit, &all[i], i, kit_verdict(all[i].outcomes, 3));
        if (rand_r(seed) % 30 == 0) {
            (void)figures_follow(rollup, &kit);
        }
    }
    (void)figures_follow(rollup, &kit);
    struct figures *cells = figures_read(&kit);
    rollup_close(rollup);
    kit_close(&kit);
    return cells;
}

Test(store_figures, late_and_reordered_arrivals_end_the_same_as_ordered_ones)
{
    static const unsigned seeds[] = {1, 20260503, 77};
    static struct sending all[SENDINGS];
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) {
        unsigned seed = seeds[i];
        make_story(all, &seed);
        struct figures *ordered = cells_of(all, &seed);
        cr_assert_gt(ordered->count, 50);
        shuffle(all, &seed);
        struct figures *reordered = cells_of(all, &seed);
        figures_same(ordered, reordered);
        free(ordered);
        free(reordered);
    }
}
