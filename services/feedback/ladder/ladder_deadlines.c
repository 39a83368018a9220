/* ladder_deadlines.c - reminders of a month whose outcomes are soon taken for the last time, and
 * what had no answer then: see feedback/reminders/reminders.h. */
#include <stdio.h>
#include <string.h>

#include "ladder_run.h"
#include "pfq/clock.h"

enum {
    MONTHS_BACK = 3, /* besides those of the days until the deadline */
    DAYS_A_MONTH = 30
};

static bool is_wanted(const struct ladder_run *run, int32_t month)
{
    const int64_t day_ms = 86400000;
    int64_t left = pfq_people_deadline(month, run->rules.deadline_days) - run->wall_ms;
    return run->over ? left < 0 && left >= -LADDER_OVER_DAYS * day_ms && month != run->month_told
                     : left >= 0 && left <= LADDER_NEAR_DAYS * day_ms;
}

int32_t ladder_month(const struct ladder_run *run)
{
    int32_t today = pfq_london_date(run->wall_ms);
    int months_back = MONTHS_BACK + run->rules.deadline_days / DAYS_A_MONTH;
    for (int back = 0; back <= months_back; back++) {
        int at = today / 10000 * 12 + today / 100 % 100 - 1 - back;
        int32_t month = at / 12 * 100 + at % 12 + 1;
        if (is_wanted(run, month)) {
            return month;
        }
    }
    return 0;
}

static struct ladder_tally *tally_of(struct ladder_run *run, const char *force)
{
    for (size_t i = 0; i < run->tally_count; i++) {
        if (strcmp(run->tallies[i].force, force) == 0) {
            return &run->tallies[i];
        }
    }
    if (run->tally_count == LADDER_FORCES_MAX) {
        return NULL;
    }
    struct ladder_tally *t = &run->tallies[run->tally_count++];
    memset(t, 0, sizeof *t);
    (void)snprintf(t->force, sizeof t->force, "%s", force);
    return t;
}

static void add_rows(struct ladder_run *run, const char *force, Pfq__V1__AssessmentRow *const *rows,
                     size_t count)
{
    struct reminder r = {.files = 0};
    struct ladder_tally *t = tally_of(run, force);
    if (t == NULL || !(run->over ? reminder_over : reminder_due)(rows, count, run->wall_ms, &r)) {
        return;
    }
    r.files += t->reminder.files;
    r.awaited += t->reminder.awaited;
    r.disputed += t->reminder.disputed;
    r.unanswered += t->reminder.unanswered;
    t->reminder = r;
    t->reminder.force = t->force;
}

static const char *force_of(const Pfq__V1__AssessmentRow *row)
{
    return row->file == NULL || row->file->force == NULL ? "" : row->file->force;
}

/* Rows come in order of their files, so those of a force stand together. */
void ladder_add_page(struct ladder_run *run, const Pfq__V1__PeopleRows *rows)
{
    size_t from = 0;
    for (size_t i = 1; i <= rows->n_assessments; i++) {
        const char *force = force_of(rows->assessments[from]);
        if (i == rows->n_assessments || strcmp(force, force_of(rows->assessments[i])) != 0) {
            add_rows(run, force, rows->assessments + from, i - from);
            from = i;
        }
    }
}

static void add_mail(struct ladder_run *run, const struct ladder_tally *tally, enum reminder_to to)
{
    const struct reminder *r = &tally->reminder;
    if (!reminder_concerns(r, to)) {
        return;
    }
    run->acts[run->act_count++] = (struct ladder_act){
        .kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_REMINDER,
        .audience = to == REMINDER_CPS ? PFQ__V1__AUDIENCE__AUDIENCE_INSIDE
                                       : PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE,
        .force = tally->force,
        .unit = "",
        .name = pfq_arena_printf(&run->page, "deadline/%d/%d", (int)r->month, r->days),
        .notice = {reminder_subject(r, to, &run->page), reminder_text(r, to, &run->page)}};
}

void ladder_acts_of_deadline(struct ladder_run *run, const struct ladder_tally *tally)
{
    run->act = run->act_count = 0;
    if (tally->reminder.unanswered > 0) {
        run->acts[run->act_count++] = (struct ladder_act){.line = &tally->reminder};
    }
    if (tally->reminder.files > 0) {
        add_mail(run, tally, REMINDER_FORCE);
        add_mail(run, tally, REMINDER_CPS);
    }
}
