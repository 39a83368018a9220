/* ladder_acts.c - what has to be done about a challenge or a mute, and its mail. */
#include <stdio.h>
#include <string.h>

#include "feedback/themes/states.h"
#include "ladder_run.h"
#include "pfq/clock.h"

enum {
    MUTE_REMIND_DAYS = 2, /* before it ends */
    UNIT_AT = 2,          /* of a URN */
    UNIT_CHARS = 2
};

static void add(struct ladder_run *run, struct ladder_act act)
{
    run->acts[run->act_count++] = act;
}

/* Of the theme, else of the URN. */
static const char *unit_of(const Pfq__V1__ChallengeRaise *raised, struct pfq_arena *arena)
{
    if (raised->theme != NULL) {
        return raised->theme->police_unit == NULL ? "" : raised->theme->police_unit;
    }
    return raised->urn == NULL || strlen(raised->urn) < UNIT_AT + UNIT_CHARS
               ? ""
               : pfq_arena_strndup(arena, raised->urn + UNIT_AT, UNIT_CHARS);
}

static void add_mail(struct ladder_run *run, const Pfq__V1__ChallengeRow *row,
                     Pfq__V1__DigestKind kind, enum audience audience, struct notice notice)
{
    add(run, (struct ladder_act){.kind = kind,
                                 .audience = audience == AUDIENCE_INSIDE
                                                 ? PFQ__V1__AUDIENCE__AUDIENCE_INSIDE
                                                 : PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE,
                                 .force = row->raised->force,
                                 .unit = unit_of(row->raised, &run->page),
                                 .level = row->level,
                                 .name = ladder_name(row, row->level, &run->page),
                                 .notice = notice});
}

/* The day that its owner reads: a step waits until two days after this. */
static void add_reminder(struct ladder_run *run, Pfq__V1__ChallengeRow *row)
{
    int64_t soonest = run->wall_ms + run->todo.lead_ms;
    row->next_step_at = row->next_step_at > soonest ? row->next_step_at : soonest;
    add_mail(run, row, PFQ__V1__DIGEST_KIND__DIGEST_KIND_REMINDER, AUDIENCE_INSIDE,
             notice_owner(row, &run->page));
    run->acts[run->act_count - 1].staff = row->raised->owner;
}

void ladder_acts_of_challenge(struct ladder_run *run, Pfq__V1__ChallengeRow *row)
{
    run->act = run->act_count = 0;
    if (row->raised == NULL || row->raised->force == NULL) {
        return;
    }
    run->todo = ladder_due(row, &run->facts, &run->rules, run->wall_ms, &run->page);
    ladder_found_sooner(run, row);
    if (run->todo.tell) {
        add_mail(run, row, PFQ__V1__DIGEST_KIND__DIGEST_KIND_CHALLENGE, AUDIENCE_OUTSIDE,
                 notice_level(row, AUDIENCE_OUTSIDE, &run->page));
        add_mail(run, row, PFQ__V1__DIGEST_KIND__DIGEST_KIND_CHALLENGE, AUDIENCE_INSIDE,
                 notice_level(row, AUDIENCE_INSIDE, &run->page));
    }
    if (run->todo.remind) {
        add_reminder(run, row);
    }
    if (run->todo.step_to > 0) {
        add(run, (struct ladder_act){.step_to = run->todo.step_to,
                                     .why = run->todo.why,
                                     .name = ladder_name(row, run->todo.step_to, &run->page)});
    }
}

static const char *name_of_mute(struct ladder_run *run, const Pfq__V1__Mute *mute, const char *what)
{
    return pfq_arena_printf(&run->page, "%s/%s/%d/%d", what, mute->theme->name,
                            mute->theme->has_case_type ? (int)mute->theme->case_type : 0,
                            (int)mute->until_date);
}

/* Silent since it was muted: its last move took it out of what is told of.  That is of a month
 * since then, or of one before that was settled since: then it was not announced, being muted. */
static bool is_silent(const struct ladder_run *run, const Pfq__V1__MuteRow *row)
{
    const Pfq__V1__ThemeMove *move = run->facts.move;
    return move != NULL && (move->muted || move->month >= pfq_london_date(row->since) / 100) &&
           (unsigned)move->state < THEMES_STATES && !themes_states[move->state].problem;
}

void ladder_acts_of_mute(struct ladder_run *run, const Pfq__V1__MuteRow *row)
{
    const Pfq__V1__Mute *mute = row->mute;
    run->act = run->act_count = 0;
    if (is_silent(run, row)) {
        add(run,
            (struct ladder_act){
                .ends = true,
                .why = "The theme has been silent.",
                .name = pfq_arena_printf(
                    &run->page, "%s/%s/%s/%lld", name_of_mute(run, mute, "end"), mute->theme->force,
                    mute->theme->police_unit == NULL ? "" : mute->theme->police_unit,
                    (long long)row->since / 1000)});
        return;
    }
    ladder_found_mute(run, mute->theme);
    if (!pfq_date_valid(mute->until_date) ||
        pfq_date_days(mute->until_date) - pfq_date_days(pfq_london_date(run->wall_ms)) >
            MUTE_REMIND_DAYS) {
        return;
    }
    add(run, (struct ladder_act){
                 .kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_REMINDER,
                 .audience = PFQ__V1__AUDIENCE__AUDIENCE_INSIDE,
                 .force = mute->theme->force,
                 .unit = mute->theme->police_unit == NULL ? "" : mute->theme->police_unit,
                 .staff = mute->owner,
                 .name = name_of_mute(run, mute, "mute"),
                 .notice = notice_mute(row, &run->page)});
}

/* --- its mail ------------------------------------------------------------------------------ */

static uint64_t name_of(struct ladder_run *run, const struct ladder_act *act)
{
    return pfq_name_key(pfq_arena_printf(&run->page, "%s/%s/%d/%d", act->force, act->unit,
                                         (int)act->kind, (int)act->audience),
                        act->name);
}

static const struct ladder_told *was_told(struct ladder_run *run, const struct ladder_act *act)
{
    uint64_t name = name_of(run, act);
    for (size_t i = 0; i < LADDER_TOLD_MAX; i++) {
        if (run->told[i].name == name) {
            return &run->told[i];
        }
    }
    return NULL;
}

void ladder_remember(struct ladder_run *run)
{
    run->told[run->told_at] =
        (struct ladder_told){name_of(run, &run->acts[run->act]), run->queued_at};
    run->told_at = (run->told_at + 1) % LADDER_TOLD_MAX;
}

/* Without any route there is no mail, which is no alarm. */
static bool has_mail(const struct ladder_run *run)
{
    return run->deliver->routes.count > 0 || run->deliver->routes.staff_count > 0;
}

enum pfq_code ladder_queue(struct ladder_run *run, size_t *count, struct pfq_err *err)
{
    const struct ladder_act *act = &run->acts[run->act];
    const struct ladder_told *told = was_told(run, act);
    struct mail mail = {.subject = act->notice.subject, .text = act->notice.text};
    struct deliver_item item = {.force = act->force,
                                .unit = act->unit,
                                .kind = act->kind,
                                .audience = act->audience,
                                .period = act->name,
                                .mail = &mail,
                                .token = LADDER_TOKENS + ++run->token,
                                .level = act->level,
                                .staff = act->staff};
    *count = 0;
    run->queued_at = told != NULL ? told->queued_at : INT64_MIN;
    run->deadline_ms = run->now_ms + pfq_service_number(run->service, "store_timeout_ms");
    if (!has_mail(run) || told != NULL) {
        return PFQ_OK;
    }
    enum pfq_code code = deliver_queue(run->deliver, &item, run->wall_ms, count, err);
    run->queued_at = *count > 0 ? INT64_MAX : INT64_MIN; /* the earliest of those to come */
    return code;
}
