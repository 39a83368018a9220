/* timers.c - at most eight deadlines, searched one by one: see loop.h. */
#include <stdint.h>

#include "loop.h"
#include "pfq/bug.h"

void net_timers_add(struct net_timers *timers, const struct pfq_timer_row *row, int64_t every_ms,
                    int64_t now_ms)
{
    PFQ_ASSERT(timers->count < NET_TIMERS_MAX && every_ms > 0);
    timers->rows[timers->count++] = (struct net_timer){row, every_ms, now_ms + every_ms};
}

static struct net_timer *earliest(struct net_timers *timers)
{
    struct net_timer *first = NULL;
    for (size_t i = 0; i < timers->count; i++) {
        if (first == NULL || timers->rows[i].due_ms < first->due_ms) {
            first = &timers->rows[i];
        }
    }
    return first;
}

void net_timers_run(struct net_timers *timers, void *self, int64_t wall_ms, int64_t now_ms)
{
    struct net_timer *timer = earliest(timers);
    while (timer != NULL && timer->due_ms <= now_ms) {
        timer->due_ms = now_ms + timer->every_ms;
        timer->row->on_due(self, wall_ms, now_ms);
        timer = earliest(timers);
    }
}

int64_t net_timers_next(const struct net_timers *timers)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < timers->count; i++) {
        next = timers->rows[i].due_ms < next ? timers->rows[i].due_ms : next;
    }
    return next;
}
