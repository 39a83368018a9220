/* The compiled conditions, as C and as the language runs them, and an evaluator that shares
 * nothing with them but the parser (support/slow_eval.h) come to the same, over files at
 * random.
 *
 * PFQ_SEED=n runs the file of one seed alone and prints it. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history.pb-c.h"
#include "pfq/examples.h"
#include "pfq/json.h"
#include "standard/catalogue.h"
#include "standard/language/native.h"
#include "support/golden.h"
#include "support/golden_set.h"
#include "support/random_message.h"
#include "support/slow_eval.h"

enum {
#ifdef __SANITIZE_ADDRESS__
    FILES = 3000, /* ten times as slow */
#else
    FILES = 100000,
#endif
    PASTS = FILES / 10,
    MINUTE_MS = 60000,
    SHOWN_MAX = 500, /* disagreements */
    OUTCOMES = 5,
    BOTH_WAYS_PER_CENT = 90
};

struct bench {
    struct pfq_arena arena; /* for all of it */
    struct pfq_arena one;   /* for one message */
    struct sources sources;
    struct random_pool pool;
    struct slow *slow;
    rule_native_rows *const *native;
    size_t *places;             /* of each row in the sources */
    unsigned (*seen)[OUTCOMES]; /* of each row */
    unsigned *differ;           /* of each row: disagreements */
    unsigned disagreements;
};

static struct bench bench;

static void begin(void)
{
    bench = (struct bench){.disagreements = 0};
    golden_open();
    pfq_arena_open(&bench.arena);
    pfq_arena_open(&bench.one);
    sources_read("services/standard/catalogue", &bench.arena, &bench.sources);
    random_pool_read(&bench.sources, &bench.pool);
    bench.slow = slow_open(&bench.sources, "tests/golden/reference", &bench.arena);
    bench.native = golden_standard()->program.native;
    cr_assert_not_null(bench.native, "the catalogue is not the one that pfq was built with");
    size_t count = golden_texts()->n_checks;
    bench.seen = pfq_arena_alloc(&bench.arena, count, sizeof *bench.seen, alignof(unsigned));
    bench.differ = pfq_arena_new(&bench.arena, unsigned, count);
    bench.places = pfq_arena_new(&bench.arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        bench.places[i] = slow_find(bench.slow, golden_texts()->checks[i]->id);
    }
}

static void end(void)
{
    golden_close();
    pfq_arena_close(&bench.one);
    pfq_arena_close(&bench.arena);
}

TestSuite(agreement, .init = begin, .fini = end, .timeout = 600);

static const char *name(Pfq__V1__Outcome outcome)
{
    return pfq_enum_name(&pfq__v1__outcome__descriptor, (int)outcome);
}

static void compare(size_t check, Pfq__V1__Outcome fast, Pfq__V1__Outcome slow, uint64_t seed,
                    const ProtobufCMessage *message)
{
    const struct sources_row *row = &bench.sources.rows[bench.places[check]];
    bench.seen[check][fast % OUTCOMES]++;
    if (fast == slow) {
        return;
    }
    bench.disagreements++;
    if (bench.differ[check]++ > 0 || bench.disagreements > SHOWN_MAX) {
        return; /* one of each row shows what is wrong */
    }
    cr_log_error("%s, seed %llu: compiled %s, slow %s\n  when  %s\n  check %s\n%s", row->id,
                 (unsigned long long)seed, name(fast), name(slow),
                 row->when == NULL ? "" : row->when, row->check == NULL ? "" : row->check,
                 pfq_json_write(message, PFQ_JSON_SHORT_ENUMS, &bench.one));
}

static bool is_in_force(const struct catalogue_row *row, const Pfq__V1__Judged *judged,
                        Pfq__V1__FileType stage)
{
    bool in_force = false;
    for (size_t i = 0; i <= judged->n_judged_as; i++) {
        Pfq__V1__FileType s = i == 0 ? stage : judged->judged_as[i - 1];
        in_force =
            in_force || ((row->stages & 1U << s) != 0 && row->from[s] <= judged->event_date &&
                         judged->event_date <= row->until[s]);
    }
    return in_force;
}

/* --- files ----------------------------------------------------------------------------------- */

static const Pfq__V1__Judged *judge(Pfq__V1__Submission *submission)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_judgement judgement;
    pfq_problems_init(&problems, &bench.one);
    pfq_problems_init(&warnings, &bench.one);
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_SUBMISSION;
    envelope.submission = submission;
    pfq_judge(golden_standard(), &envelope, submission->submitted_at + MINUTE_MS, &bench.one,
              &problems, &warnings, &judgement);
    cr_assert_not(judgement.refused, "%s", problems.rows[0]->message);
    return judgement.judged;
}

/* Every other file goes through the conditions that were built as C, the rest through the
 * language alone. */
static void choose_way(uint64_t seed)
{
    struct pfq_standard *standard = (struct pfq_standard *)(uintptr_t)golden_standard();
    standard->program.native = seed % 2 == 0 ? bench.native : NULL;
}

static void try_file(uint64_t seed)
{
    choose_way(seed);
    Pfq__V1__Submission *s = random_submission(seed, &bench.pool, &bench.one);
    const Pfq__V1__Judged *judged = judge(s);
    for (size_t i = 0; i < golden_standard()->row_count; i++) {
        const struct catalogue_row *row = &golden_standard()->rows[i];
        Pfq__V1__Outcome slow = PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE;
        if (row->history) {
            continue;
        }
        if (is_in_force(row, judged, s->file_type)) {
            slow = slow_outcome(bench.slow, bench.places[i], &s->base, judged->event_date);
        }
        compare(i, golden_outcome(judged, i), slow, seed, &s->base);
    }
    pfq_arena_reset(&bench.one);
}

static void report_reach(void)
{
    size_t rows = 0;
    size_t both = 0;
    size_t pairs = 0;
    const char *missed = "";
    for (size_t i = 0; i < golden_texts()->n_checks; i++) {
        const struct catalogue_row *row = &golden_standard()->rows[i];
        bool met = bench.seen[i][PFQ__V1__OUTCOME__OUTCOME_MET] > 0;
        bool not_met = bench.seen[i][PFQ__V1__OUTCOME__OUTCOME_NOT_MET] > 0;
        for (size_t k = 1; k < OUTCOMES; k++) {
            pairs += bench.seen[i][k] > 0;
        }
        if (!row->person && !row->history) {
            rows++;
            both += met && not_met;
            missed = met && not_met
                         ? missed
                         : pfq_arena_printf(&bench.arena, "%s %s", missed, row->texts->id);
        }
    }
    cr_log_info("%zu of %zu pairs of row and outcome were reached; %zu of %zu rows both ways",
                pairs, golden_texts()->n_checks * (OUTCOMES - 1), both, rows);
    cr_expect_geq(both * 100, rows * BOTH_WAYS_PER_CENT,
                  "only %zu of %zu rows were met and not met; not:%s", both, rows, missed);
}

Test(agreement, two_evaluators_agree_on_files_at_random)
{
    const char *one = getenv("PFQ_SEED");
    if (one != NULL) {
        uint64_t seed = strtoull(one, NULL, 10);
        puts(pfq_json_write(&random_submission(seed, &bench.pool, &bench.one)->base,
                            PFQ_JSON_SHORT_ENUMS | PFQ_JSON_INDENT, &bench.one));
        try_file(seed);
    }
    for (uint64_t seed = 1; seed <= FILES && one == NULL; seed++) {
        try_file(seed);
    }
    cr_expect_eq(bench.disagreements, 0, "%u disagreements", bench.disagreements);
    if (one == NULL) {
        report_reach();
    }
}

/* --- pasts ----------------------------------------------------------------------------------- */

static void try_past(size_t check, uint64_t seed)
{
    const struct catalogue_row *row = &golden_standard()->rows[check];
    ProtobufCMessage *message =
        random_message(&pfq__v1__history__descriptor, seed, &bench.pool, &bench.one);
    Pfq__V1__FileType stage = row->texts->stages[0];
    struct pfq_example example = {.id = row->texts->id,
                                  .check = check,
                                  .stage = stage,
                                  .date = row->from[stage],
                                  .type = &pfq__v1__history__descriptor,
                                  .message = pfq_wire_pack(message, &bench.one)};
    struct pfq_example_result result;
    pfq_example_run(golden_standard(), &example, &bench.one, &result);
    compare(check, result.outcome, slow_outcome(bench.slow, bench.places[check], message, 0), seed,
            message);
    pfq_arena_reset(&bench.one);
}

/* Rows that change places would be answered by each other's C. */
Test(agreement, c_is_for_the_rows_that_it_was_written_from)
{
    struct rule_program program = golden_standard()->program;
    struct rule_row *rows = pfq_arena_new(&bench.one, struct rule_row, program.row_count);
    memcpy(rows, program.rows, program.row_count * sizeof *rows);
    program.rows = rows;
    cr_assert_not_null(rule_native_of(&program));
    size_t other = 1;
    while (memcmp(&rows[0], &rows[other], sizeof *rows) == 0) {
        other++;
    }
    rows[0] = program.rows[other];
    cr_assert_null(rule_native_of(&program));
}

Test(agreement, two_evaluators_agree_on_pasts_at_random)
{
    for (size_t check = 0; check < golden_standard()->row_count; check++) {
        for (uint64_t seed = 1; seed <= PASTS && golden_standard()->rows[check].history; seed++) {
            try_past(check, seed);
        }
    }
    cr_expect_eq(bench.disagreements, 0, "%u disagreements", bench.disagreements);
}
