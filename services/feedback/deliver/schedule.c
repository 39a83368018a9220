/* schedule.c - see schedule.h. */
#include "schedule.h"

#define STATE(name) PFQ__V1__DELIVERY_STATE__DELIVERY_STATE_##name

/* In units of the first: a minute gives 1 min, 5 min, 30 min, 2 h, 6 h, 6 h ... */
static const int64_t multiples[] = {1, 5, 30, 120, 360};

enum {
    STEPS = sizeof multiples / sizeof *multiples
};

static bool is_refusal(int reply, int hundreds)
{
    return reply / 100 == hundreds;
}

static struct schedule_next later(const struct schedule *schedule, uint32_t attempts,
                                  int64_t age_ms)
{
    uint32_t step = attempts == 0 ? 0 : attempts - 1;
    int64_t wait_ms = schedule->first_ms * multiples[step < STEPS ? step : STEPS - 1];
    wait_ms = wait_ms < UINT32_MAX ? wait_ms : UINT32_MAX;
    if (age_ms + wait_ms > schedule->expire_ms) {
        return (struct schedule_next){.state = STATE(EXPIRED)};
    }
    return (struct schedule_next){.state = STATE(DEFERRED), .wait_ms = (uint32_t)wait_ms};
}

struct schedule_next schedule_next(const struct schedule *schedule,
                                   const struct smtp_outcome *outcome, uint32_t attempts,
                                   int64_t age_ms)
{
    bool ended = outcome->stage == SMTP_STAGE_END;
    bool refused = is_refusal(outcome->reply, 5);
    if (outcome->taken) {
        return (struct schedule_next){.state = STATE(SENT)};
    }
    if (ended && !refused && !is_refusal(outcome->reply, 4)) {
        return (struct schedule_next){.state = STATE(IN_DOUBT)};
    }
    if (refused && outcome->stage >= SMTP_STAGE_RECIPIENT) {
        return (struct schedule_next){.state = STATE(BOUNCED)};
    }
    struct schedule_next next = later(schedule, attempts, age_ms);
    next.relay_trouble = outcome->stage < SMTP_STAGE_RECIPIENT;
    return next;
}

const char *smtp_stage_name(enum smtp_stage stage)
{
    static const char *const names[SMTP_STAGE_COUNT] = {
        [SMTP_STAGE_GREETING] = "connection", [SMTP_STAGE_SENDER] = "sender",
        [SMTP_STAGE_RECIPIENT] = "recipient", [SMTP_STAGE_DATA] = "data",
        [SMTP_STAGE_END] = "end of data",
    };
    return names[stage];
}
