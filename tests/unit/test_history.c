/* What is judged beside earlier submissions: pfq_history_open(), pfq_history_decide(). */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/history.h"
#include "support/catalogue_dir.h"
#include "support/file_facts.h"

enum {
    ARRIVAL = 1777971660 /* 2026-05-05T09:01:00Z, in seconds */
};

/* A catalogue of a test's own, and what it comes to. */
struct book {
    struct catalogue_dir dir;
    struct pfq_standard *standard;
    const Pfq__V1__Catalogue *texts;
    struct pfq_history *history;
};

static struct pfq_arena arena;

static void open_arena(void)
{
    pfq_arena_open(&arena);
}

static void close_arena(void)
{
    pfq_arena_close(&arena);
}

TestSuite(history, .init = open_arena, .fini = close_arena);

static struct book open_book(const char *shared, const char *rows)
{
    struct book b;
    struct pfq_err err;
    catalogue_dir_make(&b.dir);
    catalogue_dir_write(&b.dir, "standard.yaml", shared);
    catalogue_dir_write(&b.dir, "a.yaml", rows);
    b.standard = catalogue_dir_load(&b.dir, &arena);
    b.texts = pfq_standard_texts(b.standard);
    cr_assert_eq(pfq_history_open(b.texts, &b.history, &err), PFQ_OK, "%s", err.text);
    return b;
}

static void close_book(struct book *b)
{
    pfq_history_close(b->history);
    pfq_standard_close(b->standard);
    catalogue_dir_remove(&b->dir);
}

static char *row(const char *id, const char *condition, const char *severity)
{
    return catalogue_dir_row(&arena, id, condition, severity, NULL, NULL);
}

static struct pfq_judgement judge(const struct book *b, Pfq__V1__Submission *file)
{
    struct pfq_judgement out;
    struct pfq_problems problems;
    struct pfq_problems warnings;
    pfq_problems_init(&problems, &arena);
    pfq_problems_init(&warnings, &arena);
    pfq_judge(b->standard, file_facts_envelope(&arena, file), (int64_t)ARRIVAL * 1000, &arena,
              &problems, &warnings, &out);
    cr_assert_not(out.refused);
    return out;
}

/* "NOT_MET" of the check with that id. */
static const char *outcome(const struct book *b, const Pfq__V1__Judged *judged, const char *id)
{
    for (size_t i = 0; i < b->texts->n_checks; i++) {
        if (strcmp(b->texts->checks[i]->id, id) == 0) {
            return pfq_enum_name(&pfq__v1__outcome__descriptor,
                                 judged->outcomes.data[i / 2] >> (i % 2 * 4) & 0x0F);
        }
    }
    return "no such check";
}

static const char *joined(char *const *ids, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        text = pfq_arena_printf(&arena, "%s%s%s", text, i > 0 ? " " : "", ids[i]);
    }
    return text;
}

/* Checks hang on two facts of the file, so that a test chooses what fails. */
#define ON_UPDATE  "check: \"not is_update\""
#define ON_STALLED "check: \"not emergency_charge\""
#define ON_CUSTODY "check: \"co_suspects_elsewhere\""

static Pfq__V1__Submission *make_file(bool update, bool emergency)
{
    Pfq__V1__Submission *file = file_facts(&arena);
    file->has_is_update = file->has_emergency_charge = 1;
    file->is_update = update;
    file->emergency_charge = emergency;
    return file;
}

Test(history, a_first_submission_is_decided_by_intake_as_if_nothing_came_before)
{
    struct book b = open_book(
        "label: \"test\"\n",
        pfq_arena_printf(&arena, "%s%s", row("CD01", "check: \"true\"", "major"),
                         row("CD02", "scope: history\n  check: \"earlier > 0\"", "major")));
    struct pfq_judgement now = judge(&b, make_file(false, false));
    cr_assert_eq(now.judged->n_history_checks, 1);
    cr_assert_eq(now.judged->history_checks[0], 1);
    cr_assert_str_eq(outcome(&b, now.judged, "CD02"), "NOT_MET");
    cr_assert_eq(now.judged->verdict, PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS);
    struct pfq_past past = {.earlier = 1};
    Pfq__V1__History *over = pfq_history_decide(b.history, now.facts, &past, &arena, now.judged);
    cr_assert_str_eq(outcome(&b, now.judged, "CD02"), "MET");
    cr_assert_eq(now.judged->n_findings, 0);
    cr_assert_eq(now.judged->verdict, PFQ__V1__VERDICT__VERDICT_MEETS);
    cr_assert_eq(over->earlier, 1);
    cr_assert_eq(over->now, now.facts);
    close_book(&b);
}

Test(history, each_failing_is_fixed_still_open_or_new)
{
    struct book b = open_book("label: \"test\"\n",
                              pfq_arena_printf(&arena, "%s%s%s", row("CD01", ON_UPDATE, "major"),
                                               row("CD02", ON_STALLED, "minor"),
                                               row("CD03", ON_CUSTODY, "major")));
    struct pfq_judgement then = judge(&b, make_file(true, false));
    struct pfq_judgement now = judge(&b, make_file(false, true));
    struct pfq_past past = {.previous = then.judged,
                            .previous_texts = b.texts,
                            .previous_facts = then.facts,
                            .earlier = 1};
    Pfq__V1__History *over = pfq_history_decide(b.history, now.facts, &past, &arena, now.judged);
    const Pfq__V1__Resubmission *r = now.judged->resubmission;
    cr_assert_eq(r->of_ordinal, 1);
    cr_assert_str_eq(joined(r->fixed, r->n_fixed), "CD01");
    cr_assert_str_eq(joined(r->still_open, r->n_still_open), "CD03");
    cr_assert_str_eq(joined(r->new_failing, r->n_new_failing), "CD02");
    cr_assert(r->failing_twice);
    cr_assert_eq(now.judged->findings[0]->change, PFQ__V1__CHANGE__CHANGE_NEW);
    cr_assert_eq(now.judged->findings[1]->change, PFQ__V1__CHANGE__CHANGE_STILL_OPEN);
    cr_assert_str_eq(joined(over->failing_again, over->n_failing_again), "CD03");
    cr_assert_eq(over->previous_verdict, PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET);
    cr_assert(over->previous->is_update);
    close_book(&b);
}
