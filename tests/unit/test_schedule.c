/* What an attempt to send came to, and when the next is: deliver/schedule.h. */
#include <criterion/criterion.h>

#include "feedback/deliver/schedule.h"

#define STATE(name) PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_##name

enum {
    MINUTE = 60000
};

static const struct schedule usual = {MINUTE, 3LL * 24 * 60 * MINUTE};

Test(schedule, an_outcome_decides_the_state)
{
    static const struct {
        struct smtp_outcome outcome;
        Pfq__V1__DeliveryState state;
        bool trouble;
    } rows[] = {
        {{true, SMTP_STAGE_END, 250}, STATE(SENT), false},
        {{false, SMTP_STAGE_GREETING, 0}, STATE(DEFERRED), true},
        {{false, SMTP_STAGE_GREETING, 554}, STATE(DEFERRED), true},
        {{false, SMTP_STAGE_GREETING, 535}, STATE(DEFERRED), true},
        {{false, SMTP_STAGE_SENDER, 530}, STATE(DEFERRED), true},
        {{false, SMTP_STAGE_RECIPIENT, 550}, STATE(BOUNCED), false},
        {{false, SMTP_STAGE_RECIPIENT, 450}, STATE(DEFERRED), false},
        {{false, SMTP_STAGE_RECIPIENT, 250}, STATE(DEFERRED), false}, /* no answer to it */
        {{false, SMTP_STAGE_DATA, 354}, STATE(DEFERRED), false},
        {{false, SMTP_STAGE_DATA, 554}, STATE(BOUNCED), false},
        {{false, SMTP_STAGE_END, 354}, STATE(IN_DOUBT), false},
        {{false, SMTP_STAGE_END, 451}, STATE(DEFERRED), false},
        {{false, SMTP_STAGE_END, 554}, STATE(BOUNCED), false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct schedule_next next = schedule_next(&usual, &rows[i].outcome, 1, 0);
        cr_expect_eq(next.state, rows[i].state, "row %zu", i);
        cr_expect_eq(next.relay_trouble, rows[i].trouble, "row %zu", i);
    }
}

Test(schedule, waits_grow_and_end_after_three_days)
{
    static const int64_t minutes[] = {1, 5, 30, 120, 360, 360, 360};
    const struct smtp_outcome grey = {false, SMTP_STAGE_RECIPIENT, 450};
    for (uint32_t i = 0; i < sizeof minutes / sizeof *minutes; i++) {
        struct schedule_next next = schedule_next(&usual, &grey, i + 1, 0);
        cr_expect_eq(next.wait_ms, minutes[i] * MINUTE, "attempt %u", i + 1);
    }
    int64_t age_ms = 0;
    uint32_t attempts = 1;
    struct schedule_next next = schedule_next(&usual, &grey, attempts, age_ms);
    while (next.state == STATE(DEFERRED)) {
        age_ms += next.wait_ms;
        next = schedule_next(&usual, &grey, ++attempts, age_ms);
    }
    cr_expect_eq(next.state, STATE(EXPIRED));
    cr_expect_gt(age_ms, 2LL * 24 * 60 * MINUTE);
    cr_expect_leq(age_ms, usual.expire_ms);
}
