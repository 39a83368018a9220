/* The figures: what they count, and that they follow. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/figures.h"

TestSuite(store_rollup, .timeout = 120);

enum {
    MET = PFQ__V1__OUTCOME__OUTCOME_MET,
    NOT_MET = PFQ__V1__OUTCOME__OUTCOME_NOT_MET,
    NOT_HERE = PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE,
    PERSON = PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON,
    NOT_RUN = PFQ__V1__OUTCOME__OUTCOME_NOT_RUN
};

static void counts(struct kit *kit, int32_t day, enum figures_kind which, enum db_code_kind kind,
                   const char *name, int applicable, int failing)
{
    static struct tally tally;
    uint32_t code = figures_code(kit, kind, name);
    figures_of(kit, day, which, &tally);
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
    (void)figures_put(&kit, "m1", "43AA0000126", "2026-05-03T09:30:00Z", one,
                      PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET);
    (void)figures_put(&kit, "m2", "43AA0000226", "2026-05-03T10:30:00Z", two,
                      PFQ__V1__VERDICT__VERDICT_UNDECIDED);
    cr_assert_eq(figures_follow(rollup, &kit), 2);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_CHECK, "AA01", 2, 1);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_CHECK, "AA02", 2, 2);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_CHECK, "BB01", 1, 0);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_THEME, "CASE_DATA", 2, 2);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_THEME, "INTERVIEW", 1, 0);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_REASON, "D02", 2, 2);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_VERDICT, "DOES_NOT_MEET", 1, 0);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_VERDICT, "UNDECIDED", 1, 0);
    rollup_close(rollup);
    kit_close(&kit);
}

/* The theme of the first two checks. */
static const struct {
    unsigned char outcomes[3];
    int asked;
    int undecided;
    int applicable; /* of its rate */
} coverage_rows[] = {
    {{MET, MET, MET}, 1, 0, 1},           {{NOT_MET, PERSON, MET}, 1, 0, 1},
    {{PERSON, NOT_MET, MET}, 1, 0, 1},    {{MET, PERSON, MET}, 1, 1, 1},
    {{PERSON, NOT_HERE, MET}, 1, 1, 0},   {{NOT_RUN, NOT_HERE, MET}, 1, 1, 0},
    {{NOT_HERE, NOT_HERE, MET}, 0, 0, 0}, {{NOT_HERE, MET, PERSON}, 1, 0, 1},
};

Test(store_rollup, a_theme_is_undecided_where_nothing_failed_and_a_check_lacks_data)
{
    for (size_t i = 0; i < sizeof coverage_rows / sizeof *coverage_rows; i++) {
        struct kit kit;
        struct rollup *rollup = NULL;
        struct pfq_err err = {0};
        kit_open(&kit);
        cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
        (void)figures_put(&kit, "m1", "43AA0000126", "2026-05-03T09:30:00Z",
                          coverage_rows[i].outcomes, kit_verdict(coverage_rows[i].outcomes, 3));
        cr_assert_eq(figures_follow(rollup, &kit), 1);
        counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_UNDECIDED_THEME, "CASE_DATA",
               coverage_rows[i].asked, coverage_rows[i].undecided);
        counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_THEME, "CASE_DATA",
               coverage_rows[i].applicable,
               coverage_rows[i].outcomes[0] == NOT_MET || coverage_rows[i].outcomes[1] == NOT_MET);
        rollup_close(rollup);
        kit_close(&kit);
    }
}

Test(store_rollup, a_question_for_a_person_leaves_no_theme_undecided)
{
    static const unsigned char outcomes[3] = {MET, PERSON, PERSON};
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    Pfq__V1__Envelope *asks = kit_catalogue(&kit, 2);
    Pfq__V1__Catalogue *catalogue = asks->store_catalogue->catalogue;
    for (size_t i = 1; i < 3; i++) {
        catalogue->checks[i]->has_person = catalogue->checks[i]->person = true;
    }
    (void)kit_one(&kit, asks);
    Pfq__V1__Envelope *e = kit_put(&kit, "m1", "43AA0000126");
    kit_judge(&kit, e->store_put, "2026-05-03T09:30:00Z", outcomes,
              PFQ__V1__VERDICT__VERDICT_MEETS);
    e->store_put->catalogue_digest = catalogue->digest;
    (void)kit_one(&kit, e);
    cr_assert_eq(figures_follow(rollup, &kit), 1);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_UNDECIDED_THEME, "CASE_DATA", 1, 0);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_UNDECIDED_THEME, "INTERVIEW", 0, 0);
    rollup_close(rollup);
    kit_close(&kit);
}

/* Sent again with what was missing: the first stays undecided, what counts at last is not. */
Test(store_rollup, a_resubmission_moves_the_undecided_as_it_moves_all_else)
{
    static const unsigned char open[3] = {MET, PERSON, MET};
    static const unsigned char good[3] = {MET, MET, MET};
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    (void)figures_put(&kit, "m1", "43AA0000126", "2026-05-03T09:30:00Z", open,
                      PFQ__V1__VERDICT__VERDICT_UNDECIDED);
    (void)figures_follow(rollup, &kit);
    counts(&kit, 20260503, FIGURES_FINAL, DB_CODE_UNDECIDED_THEME, "CASE_DATA", 1, 1);
    (void)figures_put(&kit, "m2", "43AA0000126", "2026-05-03T10:30:00Z", good,
                      PFQ__V1__VERDICT__VERDICT_MEETS);
    kit_reopen(&kit); /* and it is counted after a restart */
    (void)figures_follow(rollup, &kit);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_UNDECIDED_THEME, "CASE_DATA", 1, 1);
    counts(&kit, 20260503, FIGURES_LATER, DB_CODE_UNDECIDED_THEME, "CASE_DATA", 1, 0);
    counts(&kit, 20260503, FIGURES_FINAL, DB_CODE_UNDECIDED_THEME, "CASE_DATA", 1, 0);
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
    (void)figures_put(&kit, "m1", "43AA0000126", "2026-05-03T09:30:00Z", good,
                      PFQ__V1__VERDICT__VERDICT_MEETS);
    (void)figures_follow(rollup, &kit);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_CHECK, "AA01", 1, 0);
    (void)figures_put(&kit, "m2", "43AA0000126", "2026-05-01T09:30:00Z", bad,
                      PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS);
    (void)figures_follow(rollup, &kit);
    counts(&kit, 20260503, FIGURES_FIRST, DB_CODE_CHECK, "AA01", 0, 0);
    counts(&kit, 20260503, FIGURES_LATER, DB_CODE_CHECK, "AA01", 1, 0);
    counts(&kit, 20260501, FIGURES_FIRST, DB_CODE_CHECK, "AA01", 1, 1);
    (void)figures_put(&kit, "m3", "43AA0000126", "2026-05-01T09:30:00Z", good,
                      PFQ__V1__VERDICT__VERDICT_MEETS);
    (void)figures_follow(rollup, &kit);
    counts(&kit, 20260501, FIGURES_FIRST, DB_CODE_CHECK, "AA01", 1, 1);
    counts(&kit, 20260501, FIGURES_LATER, DB_CODE_CHECK, "AA01", 1, 0);
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
    cr_assert_eq(figures_follow(rollup, &kit), 0);
    struct figures *cells = figures_read(&kit);
    cr_assert_eq(cells->count, 0);
    free(cells);
    rollup_close(rollup);
    kit_close(&kit);
}

Test(store_rollup, the_latest_submission_of_a_file_alone_is_in_the_final_figures)
{
    static const unsigned char bad[3] = {NOT_MET, MET, MET};
    static const unsigned char good[3] = {MET, MET, MET};

    static const struct {
        const char *at;
        const unsigned char *outcomes;
        int final_1; /* of 1 May: applicable * 10 + failing */
        int final_3;
        int final_5;
    } rows[] = {
        {"2026-05-03T09:30:00Z", bad, 0, 11, 0}, /* alone: first and final */
        {"2026-05-01T09:30:00Z", bad, 0, 11, 0}, /* an earlier one arrives late */
        {"2026-05-05T09:30:00Z", good, 0, 0, 10}, {"2026-05-03T12:30:00Z", bad, 0, 0, 10},
        {"2026-05-05T09:30:00Z", bad, 0, 0, 11}, /* of one instant: the later arrival */
    };
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "m%zu", i);
        (void)figures_put(&kit, id, "43AA0000126", rows[i].at, rows[i].outcomes,
                          kit_verdict(rows[i].outcomes, 3));
        (void)figures_follow(rollup, &kit);
        const int wanted[3] = {rows[i].final_1, rows[i].final_3, rows[i].final_5};
        for (int k = 0; k < 3; k++) {
            counts(&kit, 20260501 + 2 * k, FIGURES_FINAL, DB_CODE_CHECK, "AA01", wanted[k] / 10,
                   wanted[k] % 10);
        }
    }
    rollup_close(rollup);
    kit_close(&kit);
}

Test(store_rollup, verdicts_on_presence_and_on_quality_are_counted_apart_where_they_were_given)
{
    static const unsigned char outcomes[3] = {NOT_MET, MET, MET};
    struct kit kit;
    struct rollup *rollup = NULL;
    struct pfq_err err = {0};
    kit_open(&kit);
    cr_assert_eq(rollup_open(&rollup, &err), PFQ_OK);
    (void)figures_put(&kit, "m1", "43AA0000126", "2026-05-03T09:30:00Z", outcomes,
                      PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS);
    Pfq__V1__Envelope *old = kit_put(&kit, "m2", "43AA0000226"); /* aspects were not told apart */
    Pfq__V1__Judged judged = PFQ__V1__JUDGED__INIT;
    judged.has_event_date = true;
    judged.event_date = 20260503;
    struct pfq_bytes packed = job_pack(&judged.base, &kit.arena);
    old->store_put->judged.data = (uint8_t *)(uintptr_t)packed.data;
    old->store_put->judged.len = packed.size;
    (void)kit_one(&kit, old);
    cr_assert_eq(figures_follow(rollup, &kit), 2);
    for (enum figures_kind which = FIGURES_FIRST; which <= FIGURES_FINAL; which++) {
        int once = which != FIGURES_LATER;
        counts(&kit, 20260503, which, DB_CODE_VERDICT, "PARTLY_MEETS", once, 0);
        counts(&kit, 20260503, which, DB_CODE_VERDICT, "UNSPECIFIED", once, 0);
        counts(&kit, 20260503, which, DB_CODE_PRESENCE, "PARTLY_MEETS", once, 0);
        counts(&kit, 20260503, which, DB_CODE_PRESENCE, "UNSPECIFIED", 0, 0);
        counts(&kit, 20260503, which, DB_CODE_QUALITY, "MEETS", once, 0);
        counts(&kit, 20260503, which, DB_CODE_QUALITY, "PARTLY_MEETS", 0, 0);
        counts(&kit, 20260503, which, DB_CODE_QUALITY, "UNSPECIFIED", 0, 0);
    }
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
        cr_assert_not(tally_unpack(&tally, (struct pfq_bytes){wild[i], sizes[i]}, 1), "row %zu", i);
    }
}
