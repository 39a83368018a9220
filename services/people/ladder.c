/* ladder.c - when a challenge goes up by itself, and what in a case calls for a higher level.
 *
 * Whoever deals with it at a level has that level's working days before the next one hears of
 * it.  Facts that call for a higher level make the days fewer; they never skip anybody.
 */
#include <string.h>

#include "pfq/clock.h"
#include "pfq/people.h"

#define IS(state) PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##state

enum {
    LEVEL_MANAGERS = 2, /* the legal manager, the unit's inspector */
    LEVEL_CHIEFS = 3,
    LEVEL_LAST = 5,
    DAYS_BACK = 60 /* so many working days are fewer than these */
};

static int days_of(const int *days, uint32_t level)
{
    return level < LEVEL_LAST ? days[level] : 0;
}

static bool climbs(const Pfq__V1__ChallengeRow *row)
{
    return row->state == IS(SENT) && row->level < LEVEL_LAST && row->raised != NULL;
}

/* While nobody has acknowledged it: so many working days after it came to this level or, where
 * that is later, after the day by which it was wanted. */
void pfq_challenge_next_step(Pfq__V1__ChallengeRow *row, const struct pfq_people_rules *rules)
{
    int days = days_of(rules->ladder_days, row->level);
    row->has_next_step_at = false;
    if (!climbs(row) || days <= 0) {
        return;
    }
    int64_t from = row->changed_at;
    if (row->raised->has_due_date) {
        int64_t due = pfq_people_end_of_day(row->raised->due_date);
        from = due > from ? due : from;
    }
    row->has_next_step_at = true;
    row->next_step_at = pfq_people_working_days(rules, from, days);
}

void pfq_challenge_next_step_called(Pfq__V1__ChallengeRow *row,
                                    const struct pfq_people_rules *rules, uint32_t level,
                                    int64_t since)
{
    int days = days_of(rules->ladder_strong_days, row->level);
    pfq_challenge_next_step(row, rules);
    if (!climbs(row) || level <= row->level || days <= 0) {
        return;
    }
    int64_t from = since > row->changed_at ? since : row->changed_at;
    int64_t at = pfq_people_working_days(rules, from, days);
    if (!row->has_next_step_at || at < row->next_step_at) {
        row->has_next_step_at = true;
        row->next_step_at = at;
    }
}

/* --- what a case calls for ---------------------------------------------------------------- */

/* The day on which only so many working days are left. */
static int64_t days_before(const struct pfq_people_rules *rules, int64_t hearing_at)
{
    int32_t date = pfq_london_date(hearing_at);
    for (int i = 0; i < DAYS_BACK; i++) {
        int32_t before = pfq_date_add(date, -1);
        int64_t end =
            pfq_people_working_days(rules, pfq_london_ms(before, 0), rules->ladder_hearing_days);
        if (end < hearing_at) {
            break;
        }
        date = before;
    }
    return pfq_london_ms(date, 0);
}

static bool of_custody(const struct pfq_people_rules *rules, const char *check)
{
    size_t size = check == NULL ? 0 : strlen(check);
    for (const char *at = rules->ladder_custody; size > 0 && (at = strstr(at, check)) != NULL;
         at++) {
        if (at > rules->ladder_custody && at[-1] == ' ' && at[size] == ' ') {
            return true;
        }
    }
    return false;
}

uint32_t pfq_challenge_called(const Pfq__V1__ChallengeRow *row,
                              const struct pfq_people_rules *rules, int64_t *since,
                              const char **why)
{
    const Pfq__V1__ChallengeRaise *r = row->raised;
    *since = row->raised_at;
    if (r == NULL || r->theme != NULL) {
        return 0;
    }
    if (r->n_evidence > 1 && r->severity != PFQ__V1__SEVERITY__SEVERITY_MINOR) {
        *why = "The same failing came twice.";
        return LEVEL_CHIEFS;
    }
    if (of_custody(rules, r->check)) {
        *why = "A custody time limit is at risk.";
        return LEVEL_MANAGERS;
    }
    if (r->severity == PFQ__V1__SEVERITY__SEVERITY_CRITICAL && r->has_hearing_at &&
        r->hearing_at > row->raised_at) { /* else it was over when it was raised */
        *since = days_before(rules, r->hearing_at);
        *why = "A critical failing is open shortly before the first hearing.";
        return LEVEL_MANAGERS;
    }
    return 0;
}
