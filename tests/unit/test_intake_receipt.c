/* Which receipt intake gives for what store has: by whose texts it was judged. */
#include <criterion/criterion.h>
#include <string.h>

#include "intake/intake.h"
#include "support/golden.h"

static struct pfq_arena arena;

static void setup(void)
{
    golden_open();
    pfq_arena_open(&arena);
}

static void teardown(void)
{
    pfq_arena_close(&arena);
    golden_close();
}

TestSuite(intake_receipt, .init = setup, .fini = teardown);

/* What store answers to a repeat. */
struct reply {
    struct intake intake;
    uint8_t digest[PFQ_DIGEST_BYTES];
    Pfq__V1__Stored stored;
    Pfq__V1__StoreAnswer answer;
};

static void fill(struct reply *r, const Pfq__V1__Catalogue *judge)
{
    static uint8_t outcomes[1024];
    Pfq__V1__Judged judged = PFQ__V1__JUDGED__INIT;
    judged.has_outcomes = true;
    judged.outcomes = (ProtobufCBinaryData){(judge->n_checks + 1) / 2, outcomes};
    struct pfq_bytes packed = pfq_wire_pack(&judged.base, &arena);
    *r =
        (struct reply){.intake = {.standard = (struct pfq_standard *)(uintptr_t)golden_standard()}};
    pfq__v1__stored__init(&r->stored);
    r->stored.source = r->stored.id = "m1";
    r->stored.urn = "43AA1234526";
    r->stored.force = "43";
    r->stored.has_ordinal = r->stored.has_number = r->stored.has_sequence = true;
    r->stored.sequence = 91;
    r->stored.ordinal = 2;
    r->stored.number = 7;
    r->stored.has_judged = true;
    r->stored.judged = (ProtobufCBinaryData){packed.size, (uint8_t *)(uintptr_t)packed.data};
    memcpy(r->digest, judge->digest.data, sizeof r->digest);
    r->stored.has_catalogue_digest = true;
    r->stored.catalogue_digest = (ProtobufCBinaryData){sizeof r->digest, r->digest};
    pfq__v1__store_answer__init(&r->answer);
    r->answer.has_answer = true;
    r->answer.answer = PFQ__V1__ANSWER__ANSWER_DUPLICATE;
    r->answer.stored = &r->stored;
}

static Pfq__V1__Receipt *receipt_of(struct reply *r)
{
    struct pfq_err err = {0};
    return intake_receipt(&r->intake, &r->answer, &arena, &err);
}

Test(intake_receipt, what_our_own_catalogue_judged_needs_no_texts_from_store)
{
    struct reply r;
    fill(&r, golden_texts());
    const Pfq__V1__Receipt *receipt = receipt_of(&r);
    cr_assert_not_null(receipt);
    cr_assert_not_null(receipt->counts);
    cr_assert_eq(receipt->ordinal, 2);
    cr_assert_eq(receipt->sequence, 91);
    r.stored.has_mode = true;
    r.stored.mode = PFQ__V1__MODE__MODE_TEST;
    cr_assert_not(receipt_of(&r)->has_sequence, "nothing can be said of a test");
}

/* What a person did is answered with what store warned of. */
Test(intake_receipt, warnings_on_an_event_reach_its_sender)
{
    struct reply r;
    Pfq__V1__Problem warning = PFQ__V1__PROBLEM__INIT;
    Pfq__V1__Problem *warnings[] = {&warning};
    fill(&r, golden_texts());
    warning.code = "NO_SUCH_FAILURE";
    r.stored.has_judged = false;
    r.answer.warnings = warnings;
    r.answer.n_warnings = 1;
    const Pfq__V1__Receipt *receipt = receipt_of(&r);
    cr_assert_eq(receipt->n_warnings, 1);
    cr_assert_str_eq(receipt->warnings[0]->code, "NO_SUCH_FAILURE");
    cr_assert_not(receipt->has_sequence, "that is of submissions");
}

Test(intake_receipt, what_another_catalogue_judged_is_told_in_its_texts)
{
    struct reply r;
    fill(&r, golden_texts());
    r.digest[0] ^= 1;
    Pfq__V1__Catalogue other = *golden_texts();
    other.digest = r.stored.catalogue_digest;
    struct pfq_bytes texts = pfq_wire_pack(&other.base, &arena);
    r.answer.has_catalogue = true;
    r.answer.catalogue = (ProtobufCBinaryData){texts.size, (uint8_t *)(uintptr_t)texts.data};
    const Pfq__V1__Receipt *receipt = receipt_of(&r);
    cr_assert_not_null(receipt);
    cr_assert_not_null(receipt->counts);
    r.answer.catalogue.len--;
    cr_assert_null(receipt_of(&r), "damaged texts tell nothing");
}

Test(intake_receipt, when_those_texts_fit_no_frame_the_repeat_is_known_all_the_same)
{
    struct reply r;
    fill(&r, golden_texts());
    r.digest[0] ^= 1;
    const Pfq__V1__Receipt *receipt = receipt_of(&r);
    cr_assert_not_null(receipt);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_DUPLICATE, "not to be asked again");
    cr_assert_eq(receipt->ordinal, 2);
    cr_assert_eq(receipt->feedback_number, 7);
    cr_assert_eq(receipt->sequence, 91);
    cr_assert_eq(receipt->n_problems, 1);
    cr_assert_str_eq(receipt->problems[0]->code, "TEXTS_TOO_LARGE");
    cr_assert_null(receipt->counts);
}
