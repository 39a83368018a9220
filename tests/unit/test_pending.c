/* The table of conversations: pfq/pending.h. */
#include <criterion/criterion.h>

#include "pfq/pending.h"

static struct pfq_pending table_of(uint32_t capacity)
{
    struct pfq_pending p;
    struct pfq_err err;
    cr_assert_eq(pfq_pending_init(&p, capacity, sizeof(int), &err), PFQ_OK);
    return p;
}

Test(pending, a_released_token_is_never_found_again_even_when_its_place_is_used)
{
    struct pfq_pending p = table_of(1);
    uint64_t first = 0;
    uint64_t second = 0;
    *(int *)pfq_pending_take(&p, &first) = 7;
    cr_assert_eq(*(int *)pfq_pending_find(&p, first), 7);
    pfq_pending_release(&p, first);
    cr_assert_null(pfq_pending_find(&p, first));
    cr_assert_eq(*(int *)pfq_pending_take(&p, &second), 0);
    cr_assert_neq(first, second);
    cr_assert_null(pfq_pending_find(&p, first));
    pfq_pending_fini(&p);
}

Test(pending, a_full_table_gives_nothing_and_foreign_tokens_find_nothing)
{
    struct pfq_pending p = table_of(2);
    uint64_t token = 0;
    cr_assert_not_null(pfq_pending_take(&p, &token));
    cr_assert_not_null(pfq_pending_take(&p, &token));
    cr_assert_null(pfq_pending_take(&p, &token));
    static const uint64_t foreign[] = {0, 3, UINT64_MAX, UINT64_C(1) << 32};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        cr_assert_null(pfq_pending_find(&p, foreign[i]));
    }
    pfq_pending_fini(&p);
}

Test(pending, entries_come_oldest_first_whatever_was_released_between)
{
    struct pfq_pending p = table_of(4);
    uint64_t t[5];
    for (int i = 0; i < 4; i++) {
        *(int *)pfq_pending_take(&p, &t[i]) = i;
    }
    pfq_pending_release(&p, t[0]);
    pfq_pending_release(&p, t[2]);
    *(int *)pfq_pending_take(&p, &t[4]) = 4;
    static const int expected[] = {1, 3, 4};
    uint64_t token = 0;
    for (int i = 0; i < 3; i++) {
        token = pfq_pending_next(&p, token);
        cr_assert_eq(*(int *)pfq_pending_find(&p, token), expected[i]);
    }
    cr_assert_eq(pfq_pending_next(&p, token), 0);
    pfq_pending_fini(&p);
}
