/* ladder_rules.c - how many working days a level has, and which days are none. */
#include <stdio.h>
#include <string.h>

#include "ladder_run.h"
#include "pfq/data.h"
#include "pfq/reference.h"

/* The canonical form of the table is a line a day after a head. */
static void keep_days(struct ladder_run *run, const struct pfq_table_text *table)
{
    const char *at = (const char *)table->canonical.data;
    const char *end = at + table->canonical.size;
    while (at < end && run->rules.holiday_count < LADDER_HOLIDAYS_MAX) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t size = stop == NULL ? (size_t)(end - at) : (size_t)(stop - at);
        char day[16];
        int32_t date = 0;
        (void)snprintf(day, sizeof day, "%.*s", (int)(size < 15 ? size : 15), at);
        if (pfq_date_parse(day, &date)) {
            run->holidays[run->rules.holiday_count++] = date;
        }
        at = stop == NULL ? end : stop + 1;
    }
}

static enum pfq_code read_holidays(struct ladder_run *run, struct pfq_err *err)
{
    char dir[PFQ_DATA_PATH];
    struct pfq_table_text table;
    struct pfq_problems problems;
    enum pfq_code code = pfq_data_dir(NULL, "reference", dir, err);
    if (code != PFQ_OK) {
        return code;
    }
    pfq_problems_init(&problems, &run->page);
    const char *path = pfq_arena_printf(&run->page, "%s/bank_holidays.csv", dir);
    code = pfq_table_read(PFQ_TABLE_HOLIDAYS, path, "bank_holidays.csv", &run->page, &problems,
                          &table, err);
    if (code == PFQ_OK) {
        keep_days(run, &table);
    }
    return code;
}

enum pfq_code ladder_rules(struct ladder_run *run, const char *days, struct pfq_err *err)
{
    struct pfq_people_words words = pfq_people_words_default;
    words.ladder_days = days;
    enum pfq_code code = pfq_people_rules_read(&words, &run->rules, err);
    run->rules.holidays = run->holidays;
    run->rules.holiday_count = 0;
    code = code != PFQ_OK ? code : read_holidays(run, err);
    pfq_arena_reset(&run->page);
    return code;
}

void ladder_run_date(const struct ladder_run *run, const Pfq__V1__PeopleRows *rows)
{
    for (size_t i = 0; i < rows->n_challenges; i++) {
        pfq_challenge_next_step(rows->challenges[i], &run->rules);
    }
}
