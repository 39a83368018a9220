#include "pfq/people.h"

bool pfq_people_check(Pfq__V1__Event *event, int64_t now_ms, struct pfq_arena *arena,
                      struct pfq_problems *problems)
{
    (void)now_ms;
    (void)arena;
    if (event->what_case == PFQ__V1__EVENT__WHAT__NOT_SET) {
        pfq_problem(problems, "EVENT_EMPTY", "event", "Say what was done.",
                    "The event says nothing.");
        return false;
    }
    return true;
}
