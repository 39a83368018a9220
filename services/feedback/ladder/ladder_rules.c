/* ladder_rules.c - how many working days a level has, and which days are none. */
#include "ladder_run.h"

enum pfq_code ladder_rules(struct ladder_run *run, const char *days, struct pfq_err *err)
{
    struct pfq_people_words words = pfq_people_words_default;
    words.ladder_days = days;
    enum pfq_code code = pfq_people_rules_read(&words, &run->rules, err);
    run->rules.holidays = run->holidays;
    run->rules.holiday_count = 0;
    return code;
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
