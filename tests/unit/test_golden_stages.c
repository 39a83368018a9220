/* Of which files each check asks, and since when: tests/golden/stages.expect, a line a row.
 *
 * Where it differs, what there is now is in build/<profile>/stages.actual: compare the two,
 * and copy it where the change is meant. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "standard/catalogue.h"
#include "support/golden.h"

enum {
    NO_END = 29991231,
    TEXT_MAX = 256 * 1024
};

TestSuite(golden_stages, .init = golden_open, .fini = golden_close);

static const char *line(const struct catalogue_row *row, struct pfq_arena *arena)
{
    char *text = pfq_arena_printf(arena, "%s", row->texts->id);
    for (int stage = 1; stage < CATALOGUE_STAGES; stage++) {
        int32_t until = row->until[stage];
        if ((row->stages & 1U << stage) != 0) {
            text = pfq_arena_printf(arena, "%s %s:%d", text,
                                    pfq_enum_name(&pfq__v1__file_type__descriptor, stage),
                                    (int)row->from[stage]);
            text = until < NO_END ? pfq_arena_printf(arena, "%s-%d", text, (int)until) : text;
        }
    }
    return text;
}

static const char *read_expected(struct pfq_arena *arena)
{
    char *text = pfq_arena_new(arena, char, TEXT_MAX);
    FILE *f = fopen("tests/golden/stages.expect", "r");
    cr_assert_not_null(f);
    cr_assert_lt(fread(text, 1, TEXT_MAX - 1, f), TEXT_MAX - 1);
    fclose(f);
    return text;
}

Test(golden_stages, every_row_asks_the_stages_it_did_and_since_the_same_day)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    const struct pfq_standard *s = golden_standard();
    const char *expected = read_expected(&arena);
    FILE *actual = fopen(PFQ_TREE "/stages.actual", "w");
    cr_assert_not_null(actual);
    for (size_t i = 0; i < s->row_count; i++) {
        const char *now = line(&s->rows[i], &arena);
        const char *wanted = pfq_arena_strndup(&arena, expected, strcspn(expected, "\n"));
        fprintf(actual, "%s\n", now);
        cr_expect_str_eq(now, wanted);
        expected += strlen(wanted) + (expected[strlen(wanted)] == '\n');
    }
    fclose(actual);
    cr_expect_eq(*expected, '\0', "there are more lines than rows");
    pfq_arena_close(&arena);
}
