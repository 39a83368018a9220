/* Random histories of one assessment: whatever the order of arrival, and whatever is said, the
 * promises of pfq/people.h hold.  The rules are written here a second time, from the process
 * and not from the program. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/wire.h"
#include "support/people_events.h"

enum {
    HISTORIES = 4000,
    ORDERS = 4,
    NUMBERS = 4,
    LAST_DAY = 90
};

static struct pfq_arena arena;
static struct pfq_people_rules rules;
static uint64_t seed;
static unsigned history; /* which: its seed */

#define HOLDS(claim) cr_assert((claim), "history %u", history)

static void open_arena(void)
{
    pfq_arena_open(&arena);
    pfq_people_rules_default(&rules);
}

static void close_arena(void)
{
    pfq_arena_close(&arena);
}

TestSuite(people_property, .init = open_arena, .fini = close_arena);

static unsigned any(unsigned below)
{
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(seed >> 33) % below;
}

struct history {
    struct pfq_people_event events[PEOPLE_EVENTS_MAX];
    size_t count;
};

/* --- histories at random ----------------------------------------------------------------- */

static Pfq__V1__Event *any_version(int day)
{
    uint32_t numbers[NUMBERS];
    size_t count = 0;
    for (uint32_t n = 1; n <= NUMBERS; n++) {
        if (any(3) != 0) {
            numbers[count++] = n;
        }
    }
    Pfq__V1__Event *event = people_assess(&arena, day, numbers, count);
    for (size_t i = 0; i < count; i++) { /* under one number now this failure, now that */
        if (any(3) == 0) {
            event->assessment->failures[i]->reason = pfq_arena_strdup(&arena, "D07");
        }
    }
    return event;
}

/* Few days, so that many things are told at one instant. */
static Pfq__V1__Event *any_event(void)
{
    static const int days[] = {1, 2, 3, 10, 30, 60, 72, 73, 74, 85};
    int day = days[any(sizeof days / sizeof *days)];
    uint32_t number = 1 + any(NUMBERS + 1);
    switch (any(10)) {
    case 0:
        return any_version(day);
    case 1:
        return any(3) == 0 ? people_withdraw(&arena, day) : any_version(day);
    case 2:
    case 3:
    case 4:
    case 5:
        return people_say(&arena, day, number, (Pfq__V1__ResponseKind)(1 + any(4)));
    default:
        return people_decide(&arena, day, number, (Pfq__V1__DisputeResult)(1 + any(3)),
                             any(3) == 0);
    }
}

static void add(struct history *h, Pfq__V1__Event *event)
{
    h->events[h->count] = (struct pfq_people_event){event, any(2) == 0 ? "cps" : "force",
                                                    pfq_arena_printf(&arena, "e%02zu", h->count)};
    h->count++;
}

static void any_history(struct history *h)
{
    size_t count = 1 + any(14);
    h->count = 0;
    if (any(20) != 0) {
        add(h, any_version(1 + (int)any(3)));
    }
    while (h->count < count) {
        add(h, any_event());
    }
}

static void shuffle(struct history *h)
{
    for (size_t i = h->count; i > 1; i--) {
        size_t k = any((unsigned)i);
        struct pfq_people_event other = h->events[k];
        h->events[k] = h->events[i - 1];
        h->events[i - 1] = other;
    }
}

/* --- the rules again --------------------------------------------------------------------- */

static bool later(const struct pfq_people_event *a, const struct pfq_people_event *b)
{
    if (a->event->happened_at != b->event->happened_at) {
        return a->event->happened_at > b->event->happened_at;
    }
    int source = strcmp(a->source, b->source);
    return source != 0 ? source > 0 : strcmp(a->id, b->id) > 0;
}

typedef bool (*wanted)(const Pfq__V1__Event *event, uint32_t number, int64_t deadline);

static const Pfq__V1__Event *latest(const struct history *h, wanted is, uint32_t number,
                                    int64_t deadline)
{
    const struct pfq_people_event *best = NULL;
    for (size_t i = 0; i < h->count; i++) {
        const struct pfq_people_event *e = &h->events[i];
        if (is(e->event, number, deadline) && (best == NULL || later(e, best))) {
            best = e;
        }
    }
    return best == NULL ? NULL : best->event;
}

static bool is_version(const Pfq__V1__Event *e, uint32_t number, int64_t deadline)
{
    (void)number;
    (void)deadline;
    return e->what_case == PFQ__V1__EVENT__WHAT_ASSESSMENT;
}

static bool is_version_or_withdrawal(const Pfq__V1__Event *e, uint32_t number, int64_t deadline)
{
    return is_version(e, number, deadline) || e->what_case == PFQ__V1__EVENT__WHAT_WITHDRAWAL;
}

/* NULL: it does not name the number. */
static const char *reason_of(const Pfq__V1__Event *e, uint32_t number)
{
    for (size_t i = 0; i < e->assessment->n_failures; i++) {
        if (e->assessment->failures[i]->number == number) {
            return e->assessment->failures[i]->reason;
        }
    }
    return NULL;
}

static bool names(const Pfq__V1__Event *e, uint32_t number)
{
    return reason_of(e, number) != NULL;
}

static bool is_naming_in_time(const Pfq__V1__Event *e, uint32_t number, int64_t deadline)
{
    return is_version(e, number, deadline) && names(e, number) && e->happened_at <= deadline;
}

static bool is_response(const Pfq__V1__Event *e, uint32_t number, int64_t deadline)
{
    return e->what_case == PFQ__V1__EVENT__WHAT_RESPONSE && e->response->failure == number &&
           e->happened_at <= deadline;
}

static bool is_outcome(const Pfq__V1__Event *e, uint32_t number, int64_t deadline)
{
    return e->what_case == PFQ__V1__EVENT__WHAT_OUTCOME && e->outcome->failure == number &&
           (e->happened_at <= deadline || e->outcome->correction);
}

static bool is_against(const Pfq__V1__Event *response)
{
    return response != NULL &&
           (response->response->response == PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE ||
            response->response->response == PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_NOT_OURS);
}

/* The failure that an answer was to is that of the last version before it that names the number,
 * or of the first. */
static const char *reason_told(const struct history *h, uint32_t number, int64_t deadline,
                               int64_t told)
{
    const struct pfq_people_event *before = NULL;
    const struct pfq_people_event *first = NULL;
    for (size_t i = 0; i < h->count; i++) {
        const struct pfq_people_event *e = &h->events[i];
        if (!is_naming_in_time(e->event, number, deadline)) {
            continue;
        }
        first = first == NULL || later(first, e) ? e : first;
        if (e->event->happened_at <= told && (before == NULL || later(e, before))) {
            before = e;
        }
    }
    return reason_of((before == NULL ? first : before)->event, number);
}

/* Without the answers that were told while the number had another reason than in the end. */
static struct history of_reason(const struct history *h, uint32_t number, int64_t deadline)
{
    const char *own = reason_told(h, number, deadline, deadline);
    struct history out = {.count = 0};
    for (size_t i = 0; i < h->count; i++) {
        const Pfq__V1__Event *e = h->events[i].event;
        bool answer = e->what_case == PFQ__V1__EVENT__WHAT_RESPONSE ||
                      e->what_case == PFQ__V1__EVENT__WHAT_OUTCOME;
        if (!answer || strcmp(reason_told(h, number, deadline, e->happened_at), own) == 0) {
            out.events[out.count++] = h->events[i];
        }
    }
    return out;
}

/* Does the latest version hold the failure that the number was in time? */
static bool is_held(const struct history *h, uint32_t number, int64_t deadline)
{
    const char *now = reason_of(latest(h, is_version, 0, 0), number);
    return now != NULL && strcmp(now, reason_told(h, number, deadline, deadline)) == 0;
}

/* Which standing the process gives a failure; UNSPECIFIED: it was never taken. */
static Pfq__V1__Standing expected(const struct history *all, uint32_t number, int64_t deadline,
                                  int64_t now)
{
    if (latest(all, is_naming_in_time, number, deadline) == NULL) {
        return PFQ__V1__STANDING__STANDING_UNSPECIFIED;
    }
    if (latest(all, is_version_or_withdrawal, 0, 0)->what_case == PFQ__V1__EVENT__WHAT_WITHDRAWAL ||
        !is_held(all, number, deadline)) {
        return PFQ__V1__STANDING__STANDING_WITHDRAWN;
    }
    struct history h = of_reason(all, number, deadline);
    const Pfq__V1__Event *said = latest(&h, is_response, number, deadline);
    const Pfq__V1__Event *decided = latest(&h, is_outcome, number, deadline);
    if (decided == NULL && said == NULL) {
        return now <= deadline ? PFQ__V1__STANDING__STANDING_AWAITED
                               : PFQ__V1__STANDING__STANDING_NO_RESPONSE;
    }
    if (decided == NULL) {
        return is_against(said) ? PFQ__V1__STANDING__STANDING_DISPUTED
                                : PFQ__V1__STANDING__STANDING_AGREED;
    }
    if (decided->outcome->result == PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_ACCEPTED) {
        return PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED;
    }
    if (decided->outcome->result == PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_REJECTED) {
        return PFQ__V1__STANDING__STANDING_DISPUTE_REJECTED;
    }
    return is_against(said) && said->happened_at > decided->happened_at
               ? PFQ__V1__STANDING__STANDING_DISPUTED
               : PFQ__V1__STANDING__STANDING_NOT_DISPUTED;
}

/* From the row's failures alone, in the words of the process. */
static Pfq__V1__RollUp expected_roll_up(const Pfq__V1__AssessmentRow *row, bool closed)
{
    unsigned live = 0;
    unsigned open = 0;
    unsigned against = 0;
    unsigned accepted = 0;
    for (size_t i = 0; i < row->n_failures; i++) {
        Pfq__V1__Standing s = row->failures[i]->standing;
        live += s != PFQ__V1__STANDING__STANDING_WITHDRAWN;
        open +=
            s == PFQ__V1__STANDING__STANDING_AWAITED || s == PFQ__V1__STANDING__STANDING_DISPUTED;
        against += s == PFQ__V1__STANDING__STANDING_DISPUTE_REJECTED ||
                   s == PFQ__V1__STANDING__STANDING_DISPUTED;
        accepted += s == PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED;
    }
    if (live == 0) {
        return PFQ__V1__ROLL_UP__ROLL_UP_NO_FAILURES;
    }
    if (!closed && open > 0) {
        return PFQ__V1__ROLL_UP__ROLL_UP_PENDING;
    }
    if (against > 0) {
        return PFQ__V1__ROLL_UP__ROLL_UP_DISPUTED_UNSUCCESSFULLY;
    }
    return accepted > 0 ? PFQ__V1__ROLL_UP__ROLL_UP_DISPUTED_SUCCESSFULLY
                        : PFQ__V1__ROLL_UP__ROLL_UP_NOT_DISPUTED;
}

/* --- properties -------------------------------------------------------------------------- */

static bool fold(const struct history *h, int64_t now, Pfq__V1__AssessmentRow *row)
{
    return pfq_people_fold(h->events, h->count, &rules, now, &arena, row);
}

static bool same(const Pfq__V1__AssessmentRow *a, const Pfq__V1__AssessmentRow *b)
{
    struct pfq_bytes x = pfq_wire_pack(&a->base, &arena);
    struct pfq_bytes y = pfq_wire_pack(&b->base, &arena);
    return x.size == y.size && memcmp(x.data, y.data, x.size) == 0;
}

static const Pfq__V1__FailureRow *failure_of(const Pfq__V1__AssessmentRow *row, uint32_t number)
{
    const Pfq__V1__FailureRow *found = NULL;
    for (size_t i = 0; i < row->n_failures; i++) {
        if (row->failures[i]->number == number) {
            cr_assert_null(found, "history %u: failure %u stands twice", history, number);
            found = row->failures[i];
        }
    }
    return found;
}

static void follows(const struct history *h, const Pfq__V1__AssessmentRow *row, int64_t now)
{
    for (uint32_t n = 1; n <= NUMBERS + 1; n++) {
        const Pfq__V1__FailureRow *f = failure_of(row, n);
        Pfq__V1__Standing is = f == NULL ? PFQ__V1__STANDING__STANDING_UNSPECIFIED : f->standing;
        cr_assert_eq(is, expected(h, n, row->deadline, now), "history %u: failure %u", history, n);
        HOLDS(f == NULL || strcmp(f->reason, reason_told(h, n, row->deadline, row->deadline)) == 0);
    }
    HOLDS(row->roll_up == expected_roll_up(row, now > row->deadline));
}

/* What is told late and is no correction moves no failure. */
static void is_frozen(const struct history *h, const Pfq__V1__AssessmentRow *row, int64_t now)
{
    struct history more = *h;
    Pfq__V1__AssessmentRow after;
    while (more.count < h->count + 4) {
        int day = 110 + (int)any(20); /* a month later, if it was made on the last day of it */
        uint32_t number = 1 + any(NUMBERS);
        add(&more,
            any(2) == 0
                ? people_say(&arena, day, number, (Pfq__V1__ResponseKind)(1 + any(4)))
                : people_decide(&arena, day, number, (Pfq__V1__DisputeResult)(1 + any(3)), false));
    }
    HOLDS(fold(&more, now, &after));
    HOLDS(after.n_failures == row->n_failures);
    for (size_t i = 0; i < row->n_failures; i++) {
        HOLDS(after.failures[i]->standing == row->failures[i]->standing);
        HOLDS(after.failures[i]->result == row->failures[i]->result);
    }
    HOLDS(after.roll_up == row->roll_up);
}

static void withdrawing_twice_is_withdrawing(const struct history *h, int64_t now)
{
    struct history more = *h;
    Pfq__V1__AssessmentRow once;
    Pfq__V1__AssessmentRow twice;
    add(&more, people_withdraw(&arena, LAST_DAY));
    HOLDS(fold(&more, now, &once));
    add(&more, people_withdraw(&arena, LAST_DAY + 1));
    HOLDS(fold(&more, now, &twice));
    HOLDS(same(&once, &twice));
    HOLDS(once.withdrawn);
}

static void try_history(struct history *h, int64_t now)
{
    Pfq__V1__AssessmentRow row;
    Pfq__V1__AssessmentRow other;
    bool made = fold(h, now, &row);
    HOLDS(made == (latest(h, is_version, 0, 0) != NULL));
    for (int i = 0; made && i < ORDERS; i++) {
        shuffle(h);
        HOLDS(fold(h, now, &other));
        HOLDS(same(&row, &other));
    }
    if (made) {
        follows(h, &row, now);
        withdrawing_twice_is_withdrawing(h, now);
        if (now > row.deadline && row.deadline < people_day(110)) {
            is_frozen(h, &row, now);
        }
    }
}

Test(people_property, any_order_of_arrival_comes_to_what_the_process_says)
{
    for (history = 0; history < HISTORIES; history++) {
        struct history h;
        seed = history;
        any_history(&h);
        try_history(&h, people_day(5 + (int)any(130)));
        pfq_arena_reset(&arena);
    }
}
