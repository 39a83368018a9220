/* The arena, the error codes and the assert macro: pfq/arena.h, pfq/err.h, pfq/bug.h. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>

#include "pfq/arena.h"
#include "pfq/bug.h"
#include "pfq/err.h"

Test(arena, memory_is_zeroed_and_aligned_and_comes_back_after_a_reset)
{
    static unsigned char block[256];
    memset(block, 0xFF, sizeof block);
    struct pfq_arena a;
    pfq_arena_init(&a, block, sizeof block);
    char *c = pfq_arena_try(&a, 1, 1);
    uint64_t *n = pfq_arena_try(&a, sizeof *n, alignof(uint64_t));
    cr_assert_not_null(c);
    cr_assert_eq((uintptr_t)n % alignof(uint64_t), 0);
    cr_assert_eq(*n, 0);
    cr_assert_null(pfq_arena_try(&a, sizeof block, 1));
    pfq_arena_reset(&a);
    cr_assert_not_null(pfq_arena_try(&a, sizeof block - 1, 1));
}

Test(arena, sealing_fails_when_the_reserve_is_gone)
{
    static unsigned char block[128];
    struct pfq_arena a;
    pfq_arena_init(&a, block, sizeof block);
    (void)pfq_arena_try(&a, 64, 1);
    cr_assert(pfq_arena_seal(&a, 64));
    cr_assert_not(pfq_arena_seal(&a, 65));
}

Test(arena, an_absurd_size_is_refused_not_wrapped)
{
    static unsigned char block[64];
    struct pfq_arena a;
    pfq_arena_init(&a, block, sizeof block);
    cr_assert_null(pfq_arena_try(&a, SIZE_MAX, 1));
    cr_assert_null(pfq_arena_try(&a, SIZE_MAX - 8, 16));
}

Test(arena, the_grow_kind_takes_what_it_needs)
{
    struct pfq_arena a;
    pfq_arena_open(&a);
    char *first = pfq_arena_strdup(&a, "first");
    for (int i = 0; i < 100; i++) {
        memset(pfq_arena_alloc(&a, 1, 100000, 1), i, 100000);
    }
    cr_assert_str_eq(first, "first");
    cr_assert_str_eq(pfq_arena_printf(&a, "%s %d", first, 2), "first 2");
    pfq_arena_close(&a);
}

Test(bug, the_assert_macro_takes_its_claim_whole, .signal = SIGABRT)
{
    int a = 1;
    int b = 1;
    PFQ_ASSERT(a == b); /* a macro that wrote !claim would test !a == b */
    PFQ_ASSERT(a == b + 1);
}

Test(err, every_code_has_a_name_a_sentence_and_a_disposition)
{
    for (int code = PFQ_OK + 1; code < PFQ_CODE_COUNT; code++) {
        cr_assert(strlen(pfq_code_name((enum pfq_code)code)) > 0);
        cr_assert(strlen(pfq_code_text((enum pfq_code)code)) > 0);
    }
    struct pfq_err err;
    cr_assert_eq(pfq_fail(&err, PFQ_E_DB_FULL, "%s", "here"), PFQ_E_DB_FULL);
    cr_assert_str_eq(err.text, "no space is left for the database: here");
    cr_assert_eq(pfq_disposition(PFQ_E_DB_FULL), PFQ_RETRY);
}
