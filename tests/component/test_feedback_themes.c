/* The run over the figures, against a store that the test plays: pages, silence, refusals, and
 * nothing done when nothing changed. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "support/played_store.h"

static struct played_store p;
static uint64_t up_to;
static uint64_t people_up_to;
static bool people;                  /* what they found has figures, too */
static Pfq__V1__MuteRow *mute;       /* NULL: nothing is muted */
static Pfq__V1__ThemesPut *told_all; /* what store was told before; NULL: nothing */
static Pfq__V1__Action *promised;    /* NULL: nothing */
static bool steady;                  /* figures are as ever, and not doubled in the end */

static void begin(void)
{
    played_begin(&p);
    p.rig.options[RIG_FEEDBACK][0] = "themes_ms=50";
    p.rig.options[RIG_FEEDBACK][1] = "sweep_ms=10";
    p.rig.options[RIG_FEEDBACK][2] = "store_timeout_ms=1500";
    p.rig.options[RIG_FEEDBACK][3] = "ladder_ms=100";
    rig_start(&p.rig, RIG_FEEDBACK);
    up_to = 5;
    people_up_to = 0;
    people = false;
    mute = NULL;
    told_all = NULL;
    promised = NULL;
    steady = false;
}

static void end(void)
{
    played_end(&p);
}

TestSuite(feedback_themes, .init = begin, .fini = end, .timeout = 120);

/* No challenge, and that mute; and what was promised. */
static void answer_people(Pfq__V1__PeopleKind kind)
{
    Pfq__V1__ActionRow action = PFQ__V1__ACTION_ROW__INIT;
    Pfq__V1__ActionRow *actions[] = {&action};
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__PeopleRows rows = PFQ__V1__PEOPLE_ROWS__INIT;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS;
    envelope.people_rows = &rows;
    rows.n_mutes = kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_MUTES && mute != NULL;
    rows.mutes = &mute;
    rows.n_actions = kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ACTIONS && promised != NULL;
    rows.actions = actions;
    action.action = promised;
    played_answer(&p, &envelope);
}

/* The ladder asks where a muted theme stands: nowhere yet. */
static void answer_ladder(void)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__ThemeRows rows = PFQ__V1__THEME_ROWS__INIT;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_THEME_ROWS;
    envelope.theme_rows = &rows;
    played_answer(&p, &envelope);
}

/* The next question of a run; its body. */
static Pfq__V1__Envelope__BodyCase next_question(void)
{
    int64_t until = pfq_monotonic_ms() + PLAYED_PATIENCE_MS;
    while (played_next(&p, until - pfq_monotonic_ms())) {
        if (p.asked->body_case == PFQ__V1__ENVELOPE__BODY_DIGEST_READ) {
            continue; /* digests wait for themselves */
        }
        if (p.asked->body_case == PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK) {
            answer_people(p.asked->people_ask->read->kind);
            continue;
        }
        if (p.asked->id[0] == 'l') {
            answer_ladder();
            continue;
        }
        return p.asked->body_case;
    }
    return PFQ__V1__ENVELOPE__BODY__NOT_SET;
}

static void answer_months(void)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MonthRows rows = PFQ__V1__MONTH_ROWS__INIT;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_MONTH_ROWS;
    envelope.month_rows = &rows;
    played_answer(&p, &envelope);
}

static void answer_themes(const char *problem)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__ThemeRows rows = PFQ__V1__THEME_ROWS__INIT;
    Pfq__V1__Problem one = PFQ__V1__PROBLEM__INIT;
    Pfq__V1__Problem *all[] = {&one};
    one.code = one.message = (char *)(uintptr_t)problem;
    rows.n_problems = problem != NULL;
    rows.problems = all;
    rows.n_moves = told_all == NULL ? 0 : told_all->n_moves;
    rows.moves = told_all == NULL ? NULL : told_all->moves;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_THEME_ROWS;
    envelope.theme_rows = &rows;
    played_answer(&p, &envelope);
}

static int32_t month_back(int back)
{
    int32_t today = pfq_london_date(pfq_wall_ms());
    int month = today / 10000 * 12 + today / 100 % 100 - 1 - back;
    return month / 12 * 100 + month % 12 + 1;
}

/* Twelve months of 60 files with 6 failing, then three with 20. */
static Pfq__V1__Figure *figure(int back, int day, Pfq__V1__FigureKind kind)
{
    Pfq__V1__Figure *row = pfq_arena_new(&p.arena, Pfq__V1__Figure, 1);
    uint64_t failing = steady ? 12 : back > 3 ? 6 : 20;
    pfq__v1__figure__init(row);
    row->force = (char *)(uintptr_t) "43";
    row->name = (char *)(uintptr_t) "INTERVIEW";
    row->has_period = row->has_kind = row->has_applicable = row->has_failing = true;
    row->has_failing_days = day == 0;
    row->kind = kind;
    row->period = day == 0 ? month_back(back) : month_back(back) * 100 + day;
    row->applicable = day == 0 ? 60 : 30;
    row->failing = day == 0 ? failing : failing / 2;
    row->failing_days = 4;
    return row;
}

/* Two pages of all case types together; of the case types nothing. */
static void answer_figures(void)
{
    const Pfq__V1__FiguresRead *read = p.asked->figures_read;
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__Figures figures = PFQ__V1__FIGURES__INIT;
    Pfq__V1__Figure *rows[128];
    bool days = read->grain == PFQ__V1__GRAIN__GRAIN_DAY;
    bool second = read->after.len == 4 && memcmp(read->after.data, "more", 4) == 0;
    cr_assert_eq(read->n_kinds, 3);
    cr_assert_eq(read->series, PFQ__V1__SERIES__SERIES_FIRST);
    for (int back = second ? 9 : 18; !read->by_case_type && back > (second ? 0 : 9); back--) {
        for (size_t k = 0; k < (people ? read->n_kinds : 1); k++) {
            rows[figures.n_rows++] = figure(back, days ? 10 : 0, read->kinds[k]);
            if (days) {
                rows[figures.n_rows++] = figure(back, 20, read->kinds[k]);
            }
        }
    }
    figures.rows = rows;
    figures.has_up_to = figures.has_people_up_to = true;
    figures.people_up_to = people_up_to;
    figures.up_to = up_to;
    if (!read->by_case_type && !second) {
        figures.has_next = true;
        figures.next = (ProtobufCBinaryData){4, (uint8_t *)(uintptr_t) "more"};
    }
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_FIGURES;
    envelope.figures = &figures;
    played_answer(&p, &envelope);
}

/* Play store until a put comes (left unanswered), or `questions` were answered. */
static bool play_until_put(int questions)
{
    for (int i = 0; i < questions; i++) {
        switch ((int)next_question()) {
        case PFQ__V1__ENVELOPE__BODY_MONTHS_READ:
            answer_months();
            break;
        case PFQ__V1__ENVELOPE__BODY_THEMES_READ:
            answer_themes(NULL);
            break;
        case PFQ__V1__ENVELOPE__BODY_FIGURES_READ:
            answer_figures();
            break;
        case PFQ__V1__ENVELOPE__BODY_THEMES_PUT:
            return true;
        default:
            cr_assert_fail("an unexpected question, or none: %d", (int)p.asked->body_case);
        }
    }
    return false;
}

Test(feedback_themes, figures_are_read_page_by_page_and_what_moved_is_put)
{
    cr_assert(play_until_put(40));
    const Pfq__V1__ThemesPut *put = p.asked->themes_put;
    cr_assert_eq(put->up_to, 5);
    cr_assert_geq(put->n_moves, 2);
    const Pfq__V1__ThemeMove *first = put->moves[0];
    const Pfq__V1__ThemeMove *second = put->moves[1];
    cr_assert_str_eq(first->key->force, "43");
    cr_assert_str_eq(first->key->name, "INTERVIEW");
    cr_assert_eq(first->key->system, PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE);
    cr_assert_eq(first->state, PFQ__V1__THEME_STATE__THEME_STATE_WATCHING);
    cr_assert_eq(first->month, month_back(3));
    cr_assert_eq(second->state, PFQ__V1__THEME_STATE__THEME_STATE_RECURRING);
    cr_assert_eq(second->files, 60);
    cr_assert_eq(second->failing, 20);
    cr_assert(second->announced);
}

Test(feedback_themes, nothing_is_done_when_nothing_changed)
{
    cr_assert(play_until_put(40));
    answer_themes(NULL);
    cr_assert(!play_until_put(9), "three questions a time find that it is as it was");
    up_to = 6;
    cr_assert(play_until_put(40));
    cr_assert_eq(p.asked->themes_put->up_to, 6);
}

Test(feedback_themes, a_put_that_was_refused_is_made_again)
{
    cr_assert(play_until_put(40));
    answer_themes("OLD_RUN");
    cr_assert(play_until_put(40));
}

Test(feedback_themes, a_store_that_says_nothing_holds_nobody_up)
{
    cr_assert_eq(next_question(), PFQ__V1__ENVELOPE__BODY_MONTHS_READ);
    char *late = p.asked->id;
    struct pfq_arena own;
    pfq_arena_open(&own);
    cr_assert_not_null(rig_status(&p.rig, RIG_FEEDBACK, &own)); /* it answers all the same */
    pfq_arena_close(&own);
    cr_assert_eq(next_question(), PFQ__V1__ENVELOPE__BODY_MONTHS_READ, "it asks again");
    char *now = p.asked->id;
    cr_assert_str_neq(now, late);
    p.asked->id = late;
    answer_months(); /* too late: to a question that nobody waits for */
    p.asked->id = now;
    answer_months();
    cr_assert_eq(next_question(), PFQ__V1__ENVELOPE__BODY_THEMES_READ);
}

/* Nobody promised anything; then somebody did, which may be overdue; then it is done. */
Test(feedback_themes, what_was_promised_is_looked_at)
{
    Pfq__V1__Action a = PFQ__V1__ACTION__INIT;
    Pfq__V1__ThemeKey key = PFQ__V1__THEME_KEY__INIT;
    cr_assert(play_until_put(40));
    answer_themes(NULL);
    cr_assert(!play_until_put(9), "nothing changed");
    key.force = (char *)(uintptr_t) "43";
    key.name = (char *)(uintptr_t) "INTERVIEW";
    a.theme = &key;
    a.has_due_date = true;
    a.due_date = month_back(2) * 100 + 5;
    promised = &a;
    cr_assert(play_until_put(40));
    answer_themes(NULL);
    cr_assert(!play_until_put(9), "nothing changed");
    a.has_done = a.done = a.has_date = true;
    a.date = month_back(1) * 100 + 5;
    cr_assert(play_until_put(40));
}

static void write_targets(const char *path, const char *targets)
{
    FILE *file = fopen(path, "we");
    cr_assert_not_null(file);
    fprintf(file, "[targets]\n%s\n", targets);
    (void)fclose(file);
}

/* From its month on; set anew with HUP, and kept with an alarm where the file is faulty. */
/* It has taken in what store said of that many puts. */
static void wait_runs(uint64_t runs)
{
    uint64_t seen = 0;
    for (int tries = 0; tries < 200 && seen < runs; tries++) {
        struct pfq_arena own;
        pfq_arena_open(&own);
        const Pfq__V1__ServiceStatus *status = rig_status(&p.rig, RIG_FEEDBACK, &own);
        for (size_t i = 0; i < status->n_counters; i++) {
            seen = strcmp(status->counters[i]->name, "theme_runs") == 0 ? status->counters[i]->value
                                                                        : seen;
        }
        pfq_arena_close(&own);
    }
    cr_assert_geq(seen, runs);
}

Test(feedback_themes, a_target_is_measured_against_and_read_again_on_hup)
{
    char path[128];
    char line[64];
    struct pfq_arena own;
    rig_signal(&p.rig, RIG_FEEDBACK, 9);
    (void)rig_reap(&p.rig, RIG_FEEDBACK);
    (void)snprintf(path, sizeof path, "%s/pfq.conf", p.rig.dir);
    write_targets(path, "");
    p.rig.config = path;
    steady = true;
    rig_start(&p.rig, RIG_FEEDBACK);
    cr_assert(play_until_put(40));
    cr_assert_eq(p.asked->themes_put->n_moves, 0, "as ever");
    answer_themes(NULL);
    wait_runs(1);

    int32_t from = month_back(5);
    (void)snprintf(line, sizeof line, "43 INTERVIEW from %04d-%02d = 10%%", from / 100, from % 100);
    write_targets(path, line);
    rig_signal(&p.rig, RIG_FEEDBACK, SIGHUP);
    cr_assert(play_until_put(60));
    cr_assert_eq(p.asked->themes_put->n_moves, 1);
    const Pfq__V1__ThemeMove *move = p.asked->themes_put->moves[0];
    cr_expect_str_eq(move->rule, "TARGET");
    cr_expect_eq(move->month, month_back(3), "the third month that it measures");
    cr_expect_eq(move->target_ppm, 100000U);
    cr_expect(move->announced);
    answer_themes(NULL);
    wait_runs(2);

    write_targets(path, "43 INTERVIEW = 10%");
    rig_signal(&p.rig, RIG_FEEDBACK, SIGHUP);
    cr_expect(!play_until_put(9), "those of before are the same");
    pfq_arena_open(&own);
    const Pfq__V1__ServiceStatus *status = rig_status(&p.rig, RIG_FEEDBACK, &own);
    cr_assert_geq(status->n_alarms, 1U);
    cr_expect_not_null(strstr(status->alarms[status->n_alarms - 1], "The [targets] of pfq.conf"));
    pfq_arena_close(&own);
}

static void make_mute(void)
{
    Pfq__V1__Mute *m = pfq_arena_new(&p.arena, Pfq__V1__Mute, 1);
    pfq__v1__mute__init(m);
    m->theme = pfq_arena_new(&p.arena, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(m->theme);
    m->theme->force = (char *)(uintptr_t) "43";
    m->theme->name = (char *)(uintptr_t) "INTERVIEW";
    m->theme->has_system = m->has_until_date = true;
    m->theme->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE;
    m->until_date = pfq_date_add(pfq_london_date(pfq_wall_ms()), 30);
    mute = pfq_arena_new(&p.arena, Pfq__V1__MuteRow, 1);
    pfq__v1__mute_row__init(mute);
    mute->has_active = mute->active = true;
    mute->mute = m;
}

Test(feedback_themes, what_moved_while_it_was_muted_is_put_again_when_that_is_over)
{
    rig_signal(&p.rig, RIG_FEEDBACK, 9);
    (void)rig_reap(&p.rig, RIG_FEEDBACK);
    make_mute();
    rig_start(&p.rig, RIG_FEEDBACK);
    cr_assert(play_until_put(40));
    told_all = p.asked->themes_put;
    const Pfq__V1__ThemeMove *last = told_all->moves[told_all->n_moves - 1];
    cr_assert(!last->announced && last->muted);
    answer_themes(NULL);
    cr_assert(play_until_put(40), "what was told is another thing to depend on");
    cr_assert_eq(p.asked->themes_put->n_moves, 0, "nothing is told while it is muted");
    answer_themes(NULL);
    cr_assert(!play_until_put(9), "nothing changed");
    mute = NULL;
    cr_assert(play_until_put(60));
    cr_assert_eq(p.asked->themes_put->n_moves, 1, "where it stands");
    cr_assert(p.asked->themes_put->moves[0]->announced);
    cr_assert_eq(p.asked->themes_put->moves[0]->state, last->state);
}

/* --- what people found ----------------------------------------------------------------- */

/* Its last move; NULL: it did not move. */
static const Pfq__V1__ThemeMove *last_of(Pfq__V1__ThemeSystem system)
{
    const Pfq__V1__ThemesPut *put = p.asked->themes_put;
    const Pfq__V1__ThemeMove *last = NULL;
    for (size_t i = 0; i < put->n_moves; i++) {
        last = put->moves[i]->key->system == system ? put->moves[i] : last;
    }
    return last;
}

Test(feedback_themes, triage_and_assessments_are_themes_of_their_own)
{
    people = true;
    cr_assert(play_until_put(40));
    const Pfq__V1__ThemeMove *machine = last_of(PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE);
    const Pfq__V1__ThemeMove *triage = last_of(PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_TRIAGE);
    const Pfq__V1__ThemeMove *assessed = last_of(PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_ASSESSED);
    cr_assert(machine != NULL && triage != NULL && assessed != NULL);
    cr_expect(machine->announced && triage->announced && assessed->announced);
    cr_expect_eq(assessed->files, 60U, "never added up");
    cr_expect_str_eq(assessed->key->name, "INTERVIEW");
    cr_expect_not_null(strstr(machine->sentence, " of 60 files ("));
    cr_expect_not_null(strstr(triage->sentence, " of 60 files triaged ("));
    cr_expect_not_null(strstr(assessed->sentence, " of 60 files assessed ("));
}

Test(feedback_themes, an_assessment_alone_is_a_reason_to_look_again)
{
    people = true;
    cr_assert(play_until_put(40));
    answer_themes(NULL);
    cr_assert(!play_until_put(9), "nothing changed");
    people_up_to = 1; /* and no submission came */
    cr_assert(play_until_put(40));
}

Test(feedback_themes, a_mute_is_of_one_system)
{
    rig_signal(&p.rig, RIG_FEEDBACK, 9);
    (void)rig_reap(&p.rig, RIG_FEEDBACK);
    people = true;
    make_mute();
    mute->mute->theme->system = PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_ASSESSED;
    rig_start(&p.rig, RIG_FEEDBACK);
    cr_assert(play_until_put(40));
    cr_expect(last_of(PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_MACHINE)->announced);
    cr_expect(last_of(PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_TRIAGE)->announced);
    cr_expect(last_of(PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_ASSESSED)->muted);
}
