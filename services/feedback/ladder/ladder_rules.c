/* ladder_rules.c - how many working days a level has, and which days are none. */
#include <stdlib.h>
#include <string.h>

#include "ladder_run.h"

enum {
    DAYS_MOST = 366
};

/* "5 2 0 10": of levels 1 to 4. */
static enum pfq_code read_days(const char *text, int days[LADDER_TOP + 1], struct pfq_err *err)
{
    const char *at = text;
    for (int level = 1; level < LADDER_TOP; level++) {
        char *end = NULL;
        long value = strtol(at, &end, 10);
        if (end == at || value < 0 || value > DAYS_MOST) {
            return pfq_fail(err, PFQ_E_CONFIG,
                            "ladder_days: four numbers of working days, 0 to %d, one for each of "
                            "levels 1 to 4, such as \"5 2 0 10\"",
                            DAYS_MOST);
        }
        days[level] = (int)value;
        at = end + strspn(end, " ");
    }
    return *at == '\0' ? PFQ_OK
                       : pfq_fail(err, PFQ_E_CONFIG, "ladder_days: more than four numbers");
}

enum pfq_code ladder_rules(struct ladder_run *run, const char *days, struct pfq_err *err)
{
    pfq_people_rules_default(&run->rules);
    run->rules.holidays = run->holidays;
    run->rules.holiday_count = 0;
    return read_days(days, run->rules.ladder_days, err);
}

void ladder_run_holidays(struct ladder_run *run, const struct pfq_standard *standard)
{
    run->rules.holiday_count =
        standard == NULL ? 0 : pfq_standard_holidays(standard, run->holidays, LADDER_HOLIDAYS_MAX);
}

void ladder_run_date(const struct ladder_run *run, const Pfq__V1__PeopleRows *rows)
{
    for (size_t i = 0; i < rows->n_challenges; i++) {
        pfq_challenge_next_step(rows->challenges[i], &run->rules);
    }
}
