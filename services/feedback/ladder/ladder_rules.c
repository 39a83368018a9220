/* ladder_rules.c - how many working days a level has, which days are none, and when challenges
 * climb by that, for whoever reads them. */
#include <stdio.h>
#include <string.h>

#include "ladder_run.h"

static enum pfq_code read_rules(const struct pfq_config *config, struct pfq_people_rules *rules,
                                struct pfq_err *err)
{
    const struct pfq_people_words words = {
        .deadline_days = pfq_config_text(config, "deadline_days"),
        .ladder_days = pfq_config_text(config, "ladder_days"),
        .ladder_strong_days = pfq_config_text(config, "ladder_strong_days"),
        .ladder_months = pfq_config_text(config, "ladder_months"),
        .ladder_hearing_days = pfq_config_text(config, "ladder_hearing_days"),
        .ladder_custody = pfq_config_text(config, "ladder_custody")};
    return pfq_people_rules_read(&words, rules, err);
}

enum pfq_code ladder_check(const struct pfq_config *config, struct pfq_err *err)
{
    struct pfq_people_rules rules;
    return read_rules(config, &rules, err);
}

enum pfq_code ladder_rules(struct ladder_run *run, const struct pfq_config *config,
                           struct pfq_err *err)
{
    enum pfq_code code = read_rules(config, &run->rules, err);
    run->rules.holidays = run->holidays;
    run->rules.holiday_count = 0;
    return code;
}

void ladder_run_holidays(struct ladder_run *run, const struct pfq_standard *standard)
{
    run->rules.holiday_count =
        standard == NULL ? 0 : pfq_standard_holidays(standard, run->holidays, LADDER_HOLIDAYS_MAX);
}

/* --- when they climb ----------------------------------------------------------------------- */

void ladder_found_sooner(struct ladder_run *run, const Pfq__V1__ChallengeRow *row)
{
    struct ladder_soon *soon = &run->soon_next;
    Pfq__V1__ChallengeRow by_time = *row;
    pfq_challenge_next_step(&by_time, &run->rules);
    if (!row->has_next_step_at ||
        (by_time.has_next_step_at && by_time.next_step_at <= row->next_step_at) ||
        soon->count == LADDER_SOONER_MAX) {
        return;
    }
    struct ladder_sooner *s = &soon->rows[soon->count++];
    (void)snprintf(s->id, sizeof s->id, "%s", row->raised->id);
    s->changed_at = row->changed_at;
    s->at = row->next_step_at;
}

void ladder_keep_sooner(struct ladder_run *run)
{
    run->soon = run->soon_next;
    run->soon_next.count = 0;
}

/* What was found holds until it moves again. */
static void date_row(const struct ladder_run *run, Pfq__V1__ChallengeRow *row)
{
    pfq_challenge_next_step(row, &run->rules);
    for (size_t i = 0; i < run->soon.count && row->raised != NULL && row->raised->id != NULL; i++) {
        const struct ladder_sooner *s = &run->soon.rows[i];
        if (s->changed_at == row->changed_at && strcmp(s->id, row->raised->id) == 0) {
            row->has_next_step_at = true;
            row->next_step_at = s->at;
        }
    }
}

void ladder_run_date(const struct ladder_run *run, const Pfq__V1__PeopleRows *rows)
{
    for (size_t i = 0; i < rows->n_challenges; i++) {
        date_row(run, rows->challenges[i]);
    }
}
