/* Does it matter what a row says?  Each is changed in one place after another: some example of
 * the row, or some golden file, must then come out otherwise.
 *
 * What survives is in build/<profile>/mutation.txt; PFQ_MUTATION=1 prints it.  A mutant that
 * cannot be told apart by any file at all is listed, with the reason, in
 * mutation_equivalents.txt.  Stages and dates are pinned by test_golden_stages.c. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/examples.h"
#include "support/golden.h"
#include "support/golden_set.h"
#include "support/ast_text.h"
#include "support/mutants.h"
#include "support/mutate.h"
#include "support/vocabulary.h"

enum {
    KILLED_PER_CENT = 95,
    LINE_TEXT = 4096
};

static const char report_path[] = PFQ_TREE "/mutation.txt";
static const char equivalents_path[] = "tests/unit/mutation_equivalents.txt";

struct sweep {
    struct pfq_arena arena; /* for all of it */
    struct catalogue_dir dir;
    struct sources sources;
    struct golden_set golden;
    struct pfq_examples *examples;
    char *equivalents; /* the file's text */
    FILE *report;
    size_t total;
    size_t killed;
    size_t editions; /* mutants of stages and dates, told apart: they are pinned otherwise */
    size_t editions_killed;
    size_t without; /* rows that can be negated or dropped unseen */
};

static char *whole_file(const char *path, struct pfq_arena *arena)
{
    FILE *f = fopen(path, "r");
    cr_assert_not_null(f, "%s", path);
    fseek(f, 0, SEEK_END);
    size_t size = (size_t)ftell(f);
    char *text = pfq_arena_new(arena, char, size + 1);
    rewind(f);
    cr_assert_eq(fread(text, 1, size, f), size);
    fclose(f);
    return text;
}

static void begin(struct sweep *s)
{
    struct pfq_problems problems;
    *s = (struct sweep){.total = 0};
    pfq_arena_open(&s->arena);
    golden_open();
    catalogue_dir_make(&s->dir);
    vocabulary_write_bare(&s->dir);
    sources_read("services/standard/catalogue", &s->arena, &s->sources);
    golden_set_read(&s->arena, &s->golden);
    s->equivalents = whole_file(equivalents_path, &s->arena);
    pfq_problems_init(&problems, &s->arena);
    cr_assert_eq(pfq_examples_load("services/standard/catalogue", golden_standard(), &problems,
                                   &s->examples, NULL),
                 PFQ_OK);
    s->report = fopen(report_path, "w");
    cr_assert_not_null(s->report);
}

static void end(struct sweep *s)
{
    fclose(s->report);
    pfq_examples_close(s->examples);
    catalogue_dir_remove(&s->dir);
    golden_close();
    pfq_arena_close(&s->arena);
}

static void report(struct sweep *s, const char *line)
{
    fprintf(s->report, "%s\n", line);
    if (getenv("PFQ_MUTATION") != NULL) {
        puts(line);
    }
}

/* --- killing -------------------------------------------------------------------------------- */

static void run_example(struct mutants *m, const struct pfq_example *example)
{
    for (size_t i = 0; i < m->count; i++) {
        struct pfq_arena arena;
        struct pfq_example_result result;
        struct pfq_example of_mutant = *example;
        if (m->all[i].killed) {
            continue;
        }
        pfq_arena_open(&arena);
        of_mutant.check = i;
        pfq_example_run(m->standard, &of_mutant, &arena, &result);
        m->all[i].killed = !result.as_expected;
        pfq_arena_close(&arena);
    }
}

/* MET and NOT_APPLICABLE are not told apart by a golden file. */
static Pfq__V1__Outcome finding(const Pfq__V1__Judged *judged, size_t check)
{
    Pfq__V1__Outcome outcome = golden_outcome(judged, check);
    bool found = outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET ||
                 outcome == PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON;
    return found ? outcome : PFQ__V1__OUTCOME__OUTCOME_UNSPECIFIED;
}

static void run_golden(struct mutants *m, struct pfq_bytes file)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    const Pfq__V1__Judged *judged = golden_set_judge(m->standard, file, &arena);
    for (size_t i = 1; judged != NULL && i < m->count; i++) {
        m->all[i].killed = m->all[i].killed || finding(judged, i) != finding(judged, 0);
    }
    pfq_arena_close(&arena);
}

/* The examples kill the row as it is when one of them is wrong; that is another test's. */
static void run(struct sweep *s, struct mutants *m, size_t check)
{
    for (size_t i = 0; i < pfq_examples_count(s->examples); i++) {
        const struct pfq_example *example = pfq_examples_get(s->examples, i);
        if (example->check == check) {
            run_example(m, example);
        }
    }
    for (size_t i = 0; i < s->golden.count; i++) {
        run_golden(m, s->golden.files[i]);
    }
}

/* Without the row, no file would have what some file must have of it. */
static bool drop_is_seen(const struct sweep *s, const struct mutants *m, size_t check)
{
    bool seen = false;
    for (size_t i = 0; i < pfq_examples_count(s->examples); i++) {
        const struct pfq_example *e = pfq_examples_get(s->examples, i);
        seen =
            seen || (e->check == check && e->outcome != PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE);
    }
    for (size_t i = 0; i < s->golden.count && !seen; i++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        const Pfq__V1__Judged *judged = golden_set_judge(m->standard, s->golden.files[i], &arena);
        seen = judged != NULL && finding(judged, 0) != PFQ__V1__OUTCOME__OUTCOME_UNSPECIFIED;
        pfq_arena_close(&arena);
    }
    return seen;
}

/* --- counting ------------------------------------------------------------------------------- */

static bool is_equivalent(const struct sweep *s, const char *name)
{
    char line[LINE_TEXT];
    cr_assert_lt((size_t)snprintf(line, sizeof line, "\n%s  # ", name), sizeof line);
    return strstr(s->equivalents, line) != NULL;
}

static void count(struct sweep *s, const struct mutants *m, bool drop_seen)
{
    size_t killed = drop_seen;
    size_t total = 1;
    bool negation = false;
    for (size_t i = 1; i < m->count; i++) {
        const struct mutant *mutant = &m->all[i];
        if (mutant->edition) {
            s->editions++;
            s->editions_killed += mutant->killed;
        }
        if (mutant->edition || (!mutant->killed && is_equivalent(s, mutant->name))) {
            continue;
        }
        killed += mutant->killed;
        total++;
        negation = negation || (mutant->negation && mutant->killed);
        if (!mutant->killed) {
            report(s, mutant->name);
        }
    }
    s->killed += killed;
    s->total += total;
    bool asks_always = m->row->when == NULL && m->row->check == NULL;
    bool proven = drop_seen && (negation || asks_always);
    s->without += !proven;
    report(s, pfq_arena_printf(&s->arena, "%s: %zu of %zu killed%s", m->row->id, killed, total,
                               proven ? "" : "; dropped or negated, it is not missed"));
}

static void sweep_row(struct sweep *s, size_t check)
{
    struct mutants m;
    struct pfq_arena arena;
    const char *id = golden_texts()->checks[check]->id;
    pfq_arena_open(&arena);
    mutants_make(&s->sources, sources_find(&s->sources, id), golden_standard(), check, &s->dir,
                 &arena, &m);
    run(s, &m, check);
    count(s, &m, drop_is_seen(s, &m, check));
    pfq_standard_close(m.standard);
    pfq_arena_close(&arena);
}

/* --- words ---------------------------------------------------------------------------------- */

static bool example_kills(const struct sweep *s, const struct pfq_standard *standard)
{
    struct pfq_arena arena;
    struct pfq_example_result result = {.as_expected = true};
    pfq_arena_open(&arena);
    for (size_t i = 0; i < pfq_examples_count(s->examples) && result.as_expected; i++) {
        pfq_example_run(standard, pfq_examples_get(s->examples, i), &arena, &result);
        pfq_arena_reset(&arena);
    }
    pfq_arena_close(&arena);
    return !result.as_expected;
}

static bool golden_kills(const struct sweep *s, const struct pfq_standard *standard)
{
    bool same = true;
    for (size_t i = 0; i < s->golden.count && same; i++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        const Pfq__V1__Judged *now = golden_set_judge(standard, s->golden.files[i], &arena);
        const Pfq__V1__Judged *was =
            golden_set_judge(golden_standard(), s->golden.files[i], &arena);
        for (size_t k = 0; was != NULL && k < golden_texts()->n_checks; k++) {
            same = same && finding(now, k) == finding(was, k);
        }
        pfq_arena_close(&arena);
    }
    return !same;
}

/* False: the word has no such mutant. */
static bool sweep_word(struct sweep *s, const struct sources_word *word, size_t n)
{
    struct mutate_change change;
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    bool more = mutate(ast_parse_word(word->means, &arena), n, &s->sources, &arena, &change);
    struct pfq_problems problems;
    struct pfq_standard *standard = NULL;
    pfq_problems_init(&problems, &arena);
    if (more) {
        vocabulary_write(&s->dir, word->name, ast_text(change.ast, &arena));
        standard = catalogue_dir_try(&s->dir, "tests/golden/reference", &problems);
    }
    if (standard != NULL) {
        const char *name = pfq_arena_printf(&arena, "word %s, %s: %s -> %s", word->name,
                                            change.what, change.where, change.now);
        bool killed = example_kills(s, standard) || golden_kills(s, standard);
        if (killed || !is_equivalent(s, name)) {
            s->killed += killed;
            s->total++;
        }
        if (!killed) {
            report(s, name);
        }
        pfq_standard_close(standard);
    }
    pfq_arena_close(&arena);
    return more;
}

static void sweep_words(struct sweep *s)
{
    catalogue_dir_remove(&s->dir);
    catalogue_dir_make(&s->dir);
    vocabulary_add_themes(&s->dir);
    for (size_t i = 0; i < s->sources.word_count; i++) {
        size_t n = 0;
        while (sweep_word(s, &s->sources.words[i], n)) {
            n++;
        }
    }
}

static size_t bare_rows(const struct sweep *s)
{
    size_t bare = 0;
    for (size_t check = 0; check < golden_texts()->n_checks; check++) {
        bool shown = false;
        for (size_t i = 0; i < pfq_examples_count(s->examples); i++) {
            shown = shown || pfq_examples_get(s->examples, i)->check == check;
        }
        bare += !shown;
    }
    return bare;
}

Test(mutation, nearly_every_change_of_a_row_is_noticed, .timeout = 300)
{
    struct sweep s;
    begin(&s);
    for (size_t i = 0; i < golden_texts()->n_checks; i++) {
        sweep_row(&s, i);
    }
    sweep_words(&s);
    size_t bare = bare_rows(&s);
    size_t killed = s.killed;
    size_t total = s.total;
    size_t without = s.without;
    report(&s, pfq_arena_printf(&s.arena, "all: %zu of %zu killed (%zu per cent)", killed, total,
                                killed * 100 / total));
    report(&s, pfq_arena_printf(&s.arena, "stages and dates: %zu of %zu killed by the files",
                                s.editions_killed, s.editions));
    end(&s);
    if (bare > 0) {
        cr_skip("%zu rows have no example yet; %zu of %zu killed", bare, killed, total);
    }
    cr_expect_geq(killed * 100, total * KILLED_PER_CENT, "%zu of %zu killed: see %s", killed, total,
                  report_path);
    cr_expect_eq(without, 0, "%zu rows can be dropped or negated unseen: see %s", without,
                 report_path);
}
