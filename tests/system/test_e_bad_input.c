/* Random bytes, truncations and bit flips: an answer or quarantine, never a crash, a hang
 * or growth (G8).  Run under ASan by `make test-asan`. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/rig.h"

static struct rig rig;

static void begin(void)
{
    rig_begin(&rig);
    rig_start_all(&rig);
}

static void end(void)
{
    rig_end(&rig);
}

TestSuite(e_bad_input, .init = begin, .fini = end, .timeout = 240);

static struct pfq_bytes valid_frame(struct pfq_arena *arena)
{
    return pfq_wire_pack(&rig_envelope("t", "43", 1, arena)->base, arena);
}

/* Each frame gets one answer; the answers of `count` frames are waited for. */
static void take_answers(struct pfq_client *client, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct pfq_arena arena;
        struct pfq_err err = {0};
        Pfq__V1__Envelope *answer = NULL;
        pfq_arena_open(&arena);
        cr_assert_eq(pfq_client_next(client, 15000, &arena, &answer, &err), PFQ_OK,
                     "answer %zu of %zu: %s", i + 1, count, err.text);
        cr_assert_eq(answer->body_case, PFQ__V1__ENVELOPE__BODY_RECEIPT);
        cr_assert_neq(answer->receipt->answer, PFQ__V1__ANSWER__ANSWER_UNSPECIFIED);
        pfq_arena_close(&arena);
    }
}

static void send_bytes(struct pfq_client *client, const uint8_t *data, size_t size)
{
    struct pfq_err err = {0};
    cr_assert_eq(pfq_client_send_bytes(client, (struct pfq_bytes){data, size}, &err), PFQ_OK, "%s",
                 err.text);
}

static void assert_all_well(void)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    const Pfq__V1__Receipt *receipt =
        rig_submit(client, rig_envelope("after", "43", 2, &arena), &arena);
    cr_assert_eq(receipt->answer, PFQ__V1__ANSWER__ANSWER_ACCEPTED);
    for (int i = 0; i < RIG_SERVICES; i++) {
        cr_assert_eq(kill(rig.pids[i], 0), 0);
    }
    pfq_client_close(client);
    pfq_arena_close(&arena);
}

Test(e_bad_input, a_message_cut_off_at_every_byte_is_answered)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    struct pfq_bytes frame = valid_frame(&arena);
    for (size_t size = 0; size < frame.size; size++) {
        send_bytes(client, frame.data, size);
        take_answers(client, 1);
    }
    pfq_client_close(client);
    assert_all_well();
    pfq_arena_close(&arena);
}

Test(e_bad_input, a_message_with_any_bit_flipped_is_answered)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    struct pfq_bytes frame = valid_frame(&arena);
    uint8_t *copy = pfq_arena_new(&arena, uint8_t, frame.size);
    for (size_t i = 0; i < frame.size; i++) {
        for (int bit = 0; bit < 8; bit++) {
            memcpy(copy, frame.data, frame.size);
            copy[i] ^= (uint8_t)(1U << bit);
            send_bytes(client, copy, frame.size);
        }
        take_answers(client, 8);
    }
    pfq_client_close(client);
    assert_all_well();
    pfq_arena_close(&arena);
}

Test(e_bad_input, random_bytes_are_answered_kept_in_quarantine_and_do_not_make_a_service_grow)
{
    enum {
        FRAMES = 4000,
        BATCH = 50
    };

    static uint8_t noise[4096];
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    uint64_t before = 0;
    srand(7);
    for (int n = 0; n < FRAMES; n += BATCH) {
        for (int i = 0; i < BATCH; i++) {
            size_t size = (size_t)rand() % sizeof noise;
            for (size_t k = 0; k < size; k++) {
                noise[k] = (uint8_t)rand();
            }
            send_bytes(client, noise, size);
        }
        take_answers(client, BATCH);
        if (n == FRAMES / 2) {
            before = rig_status(&rig, RIG_INTAKE, &arena)->rss_bytes;
        }
    }
    uint64_t after = rig_status(&rig, RIG_INTAKE, &arena)->rss_bytes;
#ifndef PFQ_DEBUG
    cr_assert_lt(after, before + 4 * 1024 * 1024, "intake grew from %lu to %lu", before, after);
#else
    (void)after; /* the sanitizers keep what was freed */
    (void)before;
#endif
    cr_assert_gt(rig_status(&rig, RIG_STORE, &arena)->quarantined, 0);
    pfq_client_close(client);
    assert_all_well();
    pfq_arena_close(&arena);
}

Test(e_bad_input, a_frame_of_noise_as_large_as_a_frame_may_be_is_answered)
{
    static uint8_t noise[PFQ_FRAME_BYTES];
    struct pfq_client *client = rig_client(&rig, RIG_INTAKE);
    srand(11);
    for (size_t k = 0; k < sizeof noise; k++) {
        noise[k] = (uint8_t)rand();
    }
    for (size_t size = sizeof noise; size > sizeof noise / 2; size -= 20000) {
        send_bytes(client, noise, size);
        take_answers(client, 1);
    }
    pfq_client_close(client);
    assert_all_well();
}
