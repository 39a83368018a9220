/* The examples beside the rows of a catalogue: pfq/examples.h, and those that we ship. */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/examples.h"
#include "support/catalogue_dir.h"
#include "support/golden.h"

static const char vocabulary[] = "label: \"test\"\nwords:\n  - {word: victim, means: \"witness "
                                 "where is_victim\", named: victim}\n";

struct bench {
    struct pfq_arena arena;
    struct catalogue_dir dir;
    struct pfq_standard *standard;
    struct pfq_problems problems;
    struct pfq_examples *examples;
    enum pfq_code code;
};

static void begin(struct bench *b, const char *examples)
{
    pfq_arena_open(&b->arena);
    catalogue_dir_make(&b->dir);
    catalogue_dir_write(&b->dir, "standard.yaml", vocabulary);
    catalogue_dir_write(
        &b->dir, "a.yaml",
        pfq_arena_printf(
            &b->arena, "%s%s%s%s",
            catalogue_dir_row(&b->arena, "VW01",
                              "check: \"each victim: vps_status in (MADE, DECLINED)\"", NULL,
                              "[FH_GAP, FH_CC]", "{FH_CC: 2021-01-01, default: 2015-06-01}"),
            catalogue_dir_row(&b->arena, "CD01", "check: \"urn_readable\"", NULL, NULL, NULL),
            catalogue_dir_row(&b->arena, "TM01",
                              "check: \"time(submitted_at) = 12:00 and event_date < "
                              "2020-01-01\"",
                              NULL, NULL, "2016-01-01\n  until: 2018-02-03"),
            catalogue_dir_row(&b->arena, "TM11", "check: \"earlier < 2\"\n  scope: history", NULL,
                              "[FH_GAP]", NULL)));
    catalogue_dir_write(&b->dir, "examples/a.yaml", examples);
    b->standard = catalogue_dir_load(&b->dir, &b->arena);
    pfq_problems_init(&b->problems, &b->arena);
    b->code = pfq_examples_load(b->dir.path, b->standard, &b->problems, &b->examples, NULL);
}

static void end(struct bench *b)
{
    pfq_examples_close(b->examples);
    pfq_standard_close(b->standard);
    catalogue_dir_remove(&b->dir);
    pfq_arena_close(&b->arena);
}

Test(examples, each_outcome_can_be_shown)
{
    struct bench b;
    begin(&b, "VW01:\n"
              "  - met: {witnesses: {witness: [{is_victim: true, vps_status: DECLINED}]}}\n"
              "  - not_met: {witnesses: [{is_victim: true, vpsStatus: NOT_STATED}]}\n"
              "    items: [victim 1]\n"
              "  - needs_person: {witnesses: [{is_victim: true}]}\n"
              "    stage: FH_CC\n"
              "  - not_applicable: {}\n"
              "    stage: FH_CC\n"
              "    date: 2017-03-01\n"
              "  - not_applicable: {}\n"
              "    stage: SJP\n"
              "TM01:\n  - met: {}\n"
              "TM11:\n"
              "  - met: {earlier: 1}\n"
              "  - not_met: {earlier: 2}\n"
              "  - needs_person: {}\n"
              "  - not_applicable: {earlier: 2}\n"
              "    date: 2014-01-01\n"
              "CD01:\n"
              "  - met: {}\n"
              "  - not_met: {urn: null}\n"
              "  - not_met: {urn: 012}\n");
    cr_assert_eq(b.code, PFQ_OK, "%s: %s", b.problems.rows[0]->path, b.problems.rows[0]->message);
    cr_assert_eq(pfq_examples_count(b.examples), 13);
    for (size_t i = 0; i < pfq_examples_count(b.examples); i++) {
        struct pfq_example_result result;
        const struct pfq_example *e = pfq_examples_get(b.examples, i);
        pfq_example_run(b.standard, e, &b.arena, &result);
        cr_expect(result.as_expected, "%s %s: %s, not %s", e->place, e->id, result.came,
                  result.expected);
    }
    cr_expect_str_eq(pfq_examples_get(b.examples, 0)->place, "examples/a.yaml:2:5");
    cr_expect_str_eq(pfq_examples_get(b.examples, 5)->id, "CD01", "rows are in their order");
    cr_expect_eq(pfq_examples_get(b.examples, 8)->date, 20180203, "the last day of an ended row");
    end(&b);
}

Test(examples, one_body_may_stand_for_several_stages)
{
    static const struct {
        const char *example;
        size_t count;
        Pfq__V1__FileType last;
    } rows[] = {
        {"VW01:\n  - met: {witnesses: []}\n    stage: [FH_CC, FH_GAP]\n", 2,
         PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC},
        {"VW01:\n  - met: {witnesses: []}\n    stage: ALL\n", 2,
         PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC},
        {"CD01:\n  - met: {}\n    stage: ALL\n", 12, PFQ__V1__FILE_TYPE__FILE_TYPE_SJP},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench b;
        begin(&b, rows[i].example);
        cr_assert_eq(b.code, PFQ_OK, "%s", rows[i].example);
        cr_assert_eq(pfq_examples_count(b.examples), rows[i].count, "%s", rows[i].example);
        const struct pfq_example *last = pfq_examples_get(b.examples, rows[i].count - 1);
        struct pfq_example_result result;
        pfq_example_run(b.standard, last, &b.arena, &result);
        cr_expect_eq(last->stage, rows[i].last);
        cr_expect(result.as_expected, "%s: %s", rows[i].example, result.came);
        end(&b);
    }
}

Test(examples, a_wrong_example_says_what_came)
{
    static const struct {
        const char *example, *expected, *came;
    } rows[] = {
        {"VW01:\n  - met: {witnesses: [{is_victim: true, vps_status: NOT_STATED}]}\n", "MET",
         "NOT_MET"},
        {"VW01:\n  - not_met: {witnesses: [{is_victim: true, vps_status: NOT_STATED}]}\n"
         "    items: [victim 2]\n",
         "NOT_MET: victim 2", "NOT_MET: victim 1"},
        {"VW01:\n  - not_met: {witnesses: [{is_victim: true, vps_status: NOT_STATED}]}\n"
         "    items: []\n",
         "NOT_MET", "NOT_MET: victim 1"},
        {"VW01:\n  - not_applicable: {}\n", "NOT_APPLICABLE", "NEEDS_PERSON"},
        {"CD01:\n  - met: {submitting_force: null}\n", "MET",
         "refused: The submitting force is missing."},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench b;
        struct pfq_example_result result;
        begin(&b, rows[i].example);
        cr_assert_eq(b.code, PFQ_OK);
        pfq_example_run(b.standard, pfq_examples_get(b.examples, 0), &b.arena, &result);
        cr_expect_not(result.as_expected, "%s", rows[i].example);
        cr_expect_str_eq(result.expected, rows[i].expected);
        cr_expect_str_eq(result.came, rows[i].came);
        end(&b);
    }
}

Test(examples, every_fault_is_told_with_its_place)
{
    static const struct {
        const char *path, *sentence, *fix;
    } faults[] = {
        {"examples/a.yaml:1:1", "There is no row VX01.", "Did you mean VW01?"},
        {"examples/a.yaml:4:5", "There is no key 'mett'.", "Did you mean met?"},
        {"examples/a.yaml:4:5", "An example has one outcome; here are 0.", NULL},
        {"examples/a.yaml:5:41", "$.witnesses[0].vps_state: This name is not known here.",
         "Did you mean vpsStatus?"},
        {"examples/a.yaml:6:12", "FH_CX is no stage.", "Did you mean FH_CC?"},
        {"examples/a.yaml:8:12", "The row VW01 is not for the stage SJP.", NULL},
        {"examples/a.yaml:10:11", "Here a date is needed.", "Write it as 2021-01-01."},
        {"examples/a.yaml:11:5", "An example has one outcome; here are 2.", NULL},
        {"examples/a.yaml:13:11", "Here the fields of a Submission are needed.", NULL},
        {"examples/a.yaml:14:42", "$.witnesses[0].is_victim", NULL},
        {"examples/a.yaml:15:1", "Here a list of examples is needed.", NULL},
    };
    struct bench b;
    begin(&b, "VX01:\n  - met: {}\nVW01:\n"
              "  - mett: {}\n"
              "  - met: {witnesses: [{is_victim: true, vps_state: MADE}]}\n"
              "    stage: FH_CX\n"
              "  - met: {}\n"
              "    stage: SJP\n"
              "  - not_met: {}\n"
              "    date: 2021-02-31\n"
              "  - met: {}\n"
              "    not_met: {}\n"
              "  - met: [1]\n"
              "  - met: {witnesses: [{vps_status: MADE, is_victim: yes}]}\n"
              "CD01:\n");
    cr_assert_eq(b.code, PFQ_E_CATALOGUE);
    cr_assert_null(b.examples);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        bool told = false;
        for (size_t k = 0; k < b.problems.count; k++) {
            const Pfq__V1__Problem *p = b.problems.rows[k];
            told = told || (strcmp(p->path, faults[i].path) == 0 &&
                            strstr(p->message, faults[i].sentence) != NULL &&
                            (faults[i].fix == NULL || strcmp(p->fix, faults[i].fix) == 0));
        }
        cr_expect(told, "%s: %s", faults[i].path, faults[i].sentence);
    }
    cr_expect_eq(b.problems.count, sizeof faults / sizeof *faults);
    end(&b);
}

Test(examples, a_catalogue_without_examples_has_none)
{
    struct bench b;
    begin(&b, "{}\n");
    cr_expect_eq(pfq_examples_count(b.examples), 0);
    pfq_examples_close(b.examples);
    b.code = pfq_examples_load("tests/golden", b.standard, &b.problems, &b.examples, NULL);
    cr_assert_eq(b.code, PFQ_OK);
    cr_expect_eq(pfq_examples_count(b.examples), 0);
    end(&b);
}

/* --- those that are shipped ---------------------------------------------------------------- */

static struct pfq_examples *shipped(struct pfq_arena *arena)
{
    struct pfq_problems problems;
    struct pfq_examples *examples = NULL;
    pfq_problems_init(&problems, arena);
    enum pfq_code code = pfq_examples_load("services/standard/catalogue", golden_standard(),
                                           &problems, &examples, NULL);
    for (size_t i = 0; i < problems.count; i++) {
        cr_log_error("%s: %s %s", problems.rows[i]->path, problems.rows[i]->message,
                     problems.rows[i]->fix);
    }
    cr_assert_eq(code, PFQ_OK, "%zu faults in the examples", problems.count);
    return examples;
}

Test(shipped_examples, each_row_comes_to_what_its_example_says, .init = golden_open,
     .fini = golden_close)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_examples *examples = shipped(&arena);
    for (size_t i = 0; i < pfq_examples_count(examples); i++) {
        struct pfq_example_result result;
        const struct pfq_example *e = pfq_examples_get(examples, i);
        pfq_example_run(golden_standard(), e, &arena, &result);
        cr_expect(result.as_expected, "%s: %s is %s, not %s", e->place, e->id, result.came,
                  result.expected);
        pfq_arena_reset(&arena);
    }
    pfq_examples_close(examples);
    pfq_arena_close(&arena);
}

/* A row shows what its check comes to; a question shows when it is asked. */
static bool is_shown(const struct pfq_examples *examples, size_t check, bool person)
{
    bool good = false;
    bool bad = false;
    for (size_t i = 0; i < pfq_examples_count(examples); i++) {
        const struct pfq_example *e = pfq_examples_get(examples, i);
        if (e->check == check) {
            good = good || e->outcome == PFQ__V1__OUTCOME__OUTCOME_MET;
            bad = bad || e->outcome == (person ? PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON
                                               : PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
        }
    }
    return bad && (good || person);
}

Test(shipped_examples, every_row_is_shown_met_and_not_met, .init = golden_open,
     .fini = golden_close)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_examples *examples = shipped(&arena);
    const Pfq__V1__Catalogue *texts = golden_texts();
    size_t without = 0;
    const char *ids = "";
    for (size_t i = 0; i < texts->n_checks; i++) {
        if (!is_shown(examples, i, texts->checks[i]->person)) {
            without++;
            ids = pfq_arena_printf(&arena, "%s %s", ids, texts->checks[i]->id);
        }
    }
    pfq_examples_close(examples);
    if (without > 0) {
        cr_skip("%zu of %zu rows lack an example:%s", without, texts->n_checks, ids);
    }
    pfq_arena_close(&arena);
}
