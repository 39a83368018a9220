/* The run over the challenges, against a store that the test plays, with a steered clock: what is
 * told, to whom, under which name, and that nothing is done twice. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "pfq/people.h"
#include "pfq/sock.h"
#include "support/challenge_kit.h"
#include "support/rig.h"

#define STATE(name) PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##name

enum {
    PATIENCE_MS = 20000,
    SEEN_MAX = 32
};

static struct rig rig;
static struct pfq_sock *store;
static struct pfq_arena arena;
static struct pfq_peer asker;
static char asked_id[PFQ_ID_BYTES + 1];
static char config[96];
static char ahead[48];
static Pfq__V1__ChallengeRow *row;
static Pfq__V1__MuteRow *mute;
static Pfq__V1__AssessmentRow *plan; /* of DEADLINES */
static Pfq__V1__ThemeMove *move;
static Pfq__V1__StoreRows submissions; /* of the case */
static int64_t queued_ago_ms;          /* of each mail, as store says */
static const char *seen[SEEN_MAX];     /* "mail 7 2 TH-12/1/0 supt@p.example", "step ladder/..." */
static size_t seen_count;

static void write_config(void)
{
    (void)snprintf(config, sizeof config, "%s/pfq.conf", rig.dir);
    FILE *out = fopen(config, "w");
    cr_assert_not_null(out);
    fputs("[routes]\n43 = unit@p.example challenge_1 outside\n"
          "43 = supt@p.example challenge_2,challenge_3,challenge_4 outside\n"
          "43 = owner@c.example reminder,challenge inside\n"
          "43 = plans@p.example reminder outside\n"
          "[staff]\nS21 = s21@c.example\n",
          out);
    fclose(out);
    rig.config = config;
}

static void begin(void)
{
    char endpoint[128];
    struct pfq_err err;
    rig_begin(&rig);
    (void)snprintf(endpoint, sizeof endpoint, "ipc://%s/run/store.sock", rig.dir);
    cr_assert_eq(pfq_sock_open(PFQ_SOCK_HUB, endpoint, &store, &err), PFQ_OK, "%s", err.text);
    pfq_arena_open(&arena);
    write_config();
    rig.options[RIG_FEEDBACK][0] = "ladder_ms=50";
    rig.options[RIG_FEEDBACK][1] = "sweep_ms=10";
    rig.options[RIG_FEEDBACK][2] = "store_timeout_ms=1000";
    rig.options[RIG_FEEDBACK][3] = "mail_from=pfq@c.example";
    row = challenge_kit_row(&arena);
    row->raised->has_due_date = false;
    mute = NULL;
    plan = NULL;
    move = NULL;
    pfq__v1__store_rows__init(&submissions);
    queued_ago_ms = 3 * 86400000LL;
    seen_count = 0;
}

static void end(void)
{
    rig_end(&rig);
    pfq_sock_close(store);
    pfq_arena_close(&arena);
}

TestSuite(feedback_ladder, .init = begin, .fini = end, .timeout = 120);

/* The service's clock shows so many days after the row's last change. */
static void start_after(int days)
{
    row->changed_at = pfq_wall_ms();
    (void)snprintf(ahead, sizeof ahead, "ladder_ahead_ms=%lld", days * 86400000LL);
    rig.options[RIG_FEEDBACK][4] = ahead;
    rig_start(&rig, RIG_FEEDBACK);
}

/* --- store ------------------------------------------------------------------------------ */

static void answer(Pfq__V1__Envelope *with)
{
    with->id = asked_id;
    with->source = (char *)(uintptr_t) "pfq-store";
    cr_assert_eq(pfq_sock_send(store, &asker, pfq_wire_pack(&with->base, &arena)), PFQ_OK);
}

static void answer_people(const Pfq__V1__PeopleRead *read)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__PeopleRows rows = PFQ__V1__PEOPLE_ROWS__INIT;
    rows.n_challenges = read->kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_CHALLENGES;
    rows.challenges = &row;
    rows.n_mutes = read->kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_MUTES && mute != NULL;
    rows.mutes = &mute;
    rows.n_assessments =
        read->kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS && plan != NULL;
    rows.assessments = &plan;
    rows.n_assessments = rows.n_assessments > 0 && read->from_month == plan->month;
    cr_assert(read->open_only || read->kind == PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS);
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_PEOPLE_ROWS;
    envelope.people_rows = &rows;
    answer(&envelope);
}

static void answer_themes(void)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__ThemeRows rows = PFQ__V1__THEME_ROWS__INIT;
    rows.n_moves = move != NULL;
    rows.moves = &move;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_THEME_ROWS;
    envelope.theme_rows = &rows;
    answer(&envelope);
}

static void answer_case(void)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_STORE_ROWS;
    envelope.store_rows = &submissions;
    answer(&envelope);
}

static void answer_step(const Pfq__V1__EventPut *put)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__StoreAnswer with = PFQ__V1__STORE_ANSWER__INIT;
    const Pfq__V1__Event *event = put->event;
    with.has_answer = true;
    with.answer = PFQ__V1__ANSWER__ANSWER_ACCEPTED;
    if (event->what_case == PFQ__V1__EVENT__WHAT_CHALLENGE_MOVE) {
        challenge_kit_step(row, STATE(SENT), event->challenge_move->level, &arena);
        row->changed_at = event->happened_at;
    } else {
        mute->active = false;
    }
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_STORE_ANSWER;
    envelope.store_answer = &with;
    answer(&envelope);
}

static void answer_mail(Pfq__V1__OutboxPut *put)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__OutboxRows rows = PFQ__V1__OUTBOX_ROWS__INIT;
    rows.n_rows = 1;
    rows.rows = &put->delivery;
    put->delivery->has_queued_at = true;
    put->delivery->queued_at = pfq_wall_ms() - queued_ago_ms;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_OUTBOX_ROWS;
    envelope.outbox_rows = &rows;
    answer(&envelope);
}

static void answer_line(void)
{
    Pfq__V1__Envelope envelope = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__DigestRows rows = PFQ__V1__DIGEST_ROWS__INIT;
    envelope.body_case = PFQ__V1__ENVELOPE__BODY_DIGEST_ROWS;
    envelope.digest_rows = &rows;
    answer(&envelope);
}

static void note(const char *text)
{
    cr_assert_lt(seen_count, SEEN_MAX);
    seen[seen_count++] = text;
}

static void deal_with(Pfq__V1__Envelope *asked, bool answer_steps)
{
    if (asked->body_case == PFQ__V1__ENVELOPE__BODY_PEOPLE_ASK) {
        answer_people(asked->people_ask->read);
    } else if (asked->body_case == PFQ__V1__ENVELOPE__BODY_THEMES_READ &&
               asked->themes_read->latest_only) {
        answer_themes();
    } else if (asked->body_case == PFQ__V1__ENVELOPE__BODY_CASE_READ) {
        answer_case();
    } else if (asked->body_case == PFQ__V1__ENVELOPE__BODY_EVENT_PUT) {
        const Pfq__V1__Event *event = asked->event_put->event;
        bool steps = event->what_case == PFQ__V1__EVENT__WHAT_CHALLENGE_MOVE;
        note(pfq_arena_printf(&arena, "%s %s %s", steps ? "step" : "end", asked->event_put->id,
                              steps ? event->challenge_move->reason : event->mute->reason));
        if (answer_steps) {
            answer_step(asked->event_put);
        }
    } else if (asked->body_case == PFQ__V1__ENVELOPE__BODY_DIGEST_PUT) {
        const Pfq__V1__DigestRow *d = asked->digest_put->row;
        note(pfq_arena_printf(&arena, "line %s %d %s %s", d->force, (int)d->audience, d->period,
                              d->digest->first_thing));
        answer_line();
    } else if (asked->body_case == PFQ__V1__ENVELOPE__BODY_OUTBOX_PUT) {
        const Pfq__V1__Delivery *d = asked->outbox_put->delivery;
        note(pfq_arena_printf(&arena, "mail %d %d %s %s %s", (int)d->kind, (int)d->audience,
                              d->police_unit, d->period, d->recipient));
        answer_mail(asked->outbox_put);
    }
}

static Pfq__V1__Envelope *receive(struct pfq_bytes frame)
{
    struct pfq_problems problems;
    struct pfq_problems warnings;
    struct pfq_wire wire;
    pfq_problems_init(&problems, &arena);
    pfq_problems_init(&warnings, &arena);
    cr_assert(pfq_wire_read(frame, &arena, &problems, &warnings, &wire));
    (void)snprintf(asked_id, sizeof asked_id, "%s", wire.id);
    return wire.envelope;
}

static bool saw(const char *text)
{
    for (size_t i = 0; i < seen_count; i++) {
        if (strncmp(seen[i], text, strlen(text)) == 0) {
            return true;
        }
    }
    return false;
}

/* Play store for so long, or until the text was seen. */
static void play(int64_t for_ms, const char *until_seen, bool answer_steps)
{
    int64_t until = pfq_monotonic_ms() + for_ms;
    while (pfq_monotonic_ms() < until && (until_seen == NULL || !saw(until_seen))) {
        struct pfq_bytes frame;
        struct pfq_err err;
        bool ready = false;
        cr_assert_eq(pfq_sock_wait(&store, 1, NULL, 0, 50, &ready, &err), PFQ_OK);
        while (pfq_sock_receive(store, &asker, &frame)) {
            deal_with(receive(frame), answer_steps);
        }
    }
}

static size_t times(const char *text)
{
    size_t count = 0;
    for (size_t i = 0; i < seen_count; i++) {
        count += strcmp(seen[i], text) == 0;
    }
    return count;
}

static void expect_once(const char *text)
{
    cr_expect_eq(times(text), 1, "'%s' was seen %zu times", text, times(text));
}

/* --- tests ------------------------------------------------------------------------------- */

Test(feedback_ladder, what_is_sent_reaches_both_sides_at_its_level_once)
{
    start_after(0);
    play(PATIENCE_MS, "mail 7 1", true);
    play(500, NULL, true);
    expect_once("mail 7 2 BA TH-12/1/0 unit@p.example");
    expect_once("mail 7 1 BA TH-12/1/0 owner@c.example");
    cr_expect_eq(seen_count, 2, "the superintendent is not told of level 1, nor the owner yet");
}

Test(feedback_ladder, unanswered_it_climbs_once_and_the_next_level_is_told)
{
    start_after(30);
    play(PATIENCE_MS, "mail 7 1 BA TH-12/2/0", true);
    play(500, NULL, true);
    cr_expect_eq(times("mail 7 2 BA TH-12/2/0 supt@p.example"), 1);
    cr_expect(saw("step ladder/TH-12/2/0 Nobody acknowledged it by "));
    size_t steps = 0;
    for (size_t i = 0; i < seen_count; i++) {
        steps += strncmp(seen[i], "step", 4) == 0;
    }
    cr_expect_eq(steps, 1, "the new level has working days of its own");
}

Test(feedback_ladder, killed_in_a_step_it_tells_the_same_step_again)
{
    start_after(30);
    play(PATIENCE_MS, "step", false);
    const char *first = seen[seen_count - 1];
    rig_signal(&rig, RIG_FEEDBACK, 9);
    (void)rig_reap(&rig, RIG_FEEDBACK);
    rig_start(&rig, RIG_FEEDBACK);
    size_t before = seen_count;
    int64_t until = pfq_monotonic_ms() + PATIENCE_MS;
    while (times(first) < 2 && pfq_monotonic_ms() < until) {
        play(50, NULL, false);
    }
    cr_expect_geq(times(first), 2, "the same name: store takes it once");
    cr_expect_gt(seen_count, before);
}

Test(feedback_ladder, an_acknowledgement_stops_it)
{
    challenge_kit_step(row, STATE(ACKNOWLEDGED), 1, &arena);
    start_after(30);
    play(PATIENCE_MS, "mail 7 1", true);
    play(500, NULL, true);
    cr_expect_not(saw("step"));
    cr_expect_not(saw("mail 6"), "nobody needs a reminder");
}

Test(feedback_ladder, its_owner_is_reminded_before_it_climbs)
{
    rig.options[RIG_FEEDBACK][5] = "ladder_days=1 1 1 1";
    start_after(0);
    play(PATIENCE_MS, "mail 6", true);
    play(500, NULL, true);
    bool soon = times("mail 6 1 BA TH-12/1/0 owner@c.example") == 1;
    int weekday = pfq_date_weekday(pfq_london_date(pfq_wall_ms()));
    cr_expect(soon || weekday >= 4, "a working day that is further off than two days: Friday's");
    cr_expect_not(saw("step"));
}

/* The level that the signal calls for is 3: level 2 hears of it first, and has its days. */
Test(feedback_ladder, a_strong_signal_takes_it_up_before_its_time_one_level)
{
    row->raised->has_due_date = true;
    row->raised->due_date = pfq_date_add(pfq_london_date(pfq_wall_ms()), 90);
    move = challenge_kit_move(row, &arena);
    move->months_above = 2;
    start_after(7);
    play(PATIENCE_MS, "mail 7 2 BA TH-12/2/0", true);
    play(500, NULL, true);
    cr_expect(
        saw("step ladder/TH-12/2/0 The unit has been above its baseline for 2 months in a row. "
            "Nobody acknowledged it by "));
    cr_expect_not(saw("step ladder/TH-12/3/0"));
}

/* Store says that the reminder was queued a day ago, though the step is long due. */
Test(feedback_ladder, a_step_waits_until_its_owner_has_known_for_two_days)
{
    queued_ago_ms = 86400000;
    row->changed_at = pfq_wall_ms() - 30 * 86400000LL;
    rig_start(&rig, RIG_FEEDBACK);
    play(PATIENCE_MS, "mail 6 1 BA TH-12/1/0 owner@c.example", true);
    play(500, NULL, true);
    cr_expect_not(saw("step"), "a day is not two");
}

/* Neither its owner has an address nor the routes have anybody: no step waits for ever, and none
 * hides that nobody knew. */
Test(feedback_ladder, where_nobody_is_there_to_be_reminded_the_step_says_so)
{
    static const struct {
        const char *routes;
        bool unreminded;
    } rows[] = {{NULL, true},
                {"[routes]\n43 = unit@p.example challenge outside\n", true},
                {"[routes]\n43 = owner@c.example reminder inside\n", false}};

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        FILE *out = fopen(config, "w");
        cr_assert_not_null(out);
        fputs(rows[i].routes == NULL ? "" : rows[i].routes, out);
        fclose(out);
        row = challenge_kit_row(&arena);
        row->raised->has_due_date = false;
        seen_count = 0;
        start_after(30);
        play(PATIENCE_MS, "step ladder/TH-12/2/0", true);
        cr_assert(saw("step ladder/TH-12/2/0 Nobody acknowledged it by "));
        bool said = false;
        for (size_t k = 0; k < seen_count; k++) {
            said = said || strstr(seen[k], "Nobody at the CPS was reminded before.") != NULL;
        }
        cr_expect_eq(said, rows[i].unreminded, "row %zu", i);
        rig_signal(&rig, RIG_FEEDBACK, 9);
        (void)rig_reap(&rig, RIG_FEEDBACK);
    }
}

Test(feedback_ladder, an_owner_with_an_address_is_reminded_there_and_nobody_else)
{
    row->raised->owner = (char *)(uintptr_t) "S21";
    start_after(30);
    play(PATIENCE_MS, "step", true);
    expect_once("mail 6 1 BA TH-12/1/0 s21@c.example");
    cr_expect_eq(times("mail 6 1 BA TH-12/1/0 owner@c.example"), 0);
}

/* Domain 3.4: the same failing twice.  That the file came again with it is in its history. */
Test(feedback_ladder, the_same_failing_twice_hurries_the_challenge_of_a_case)
{
    static char *again[] = {(char *)(uintptr_t) "VW01"};
    Pfq__V1__History history = PFQ__V1__HISTORY__INIT;
    Pfq__V1__Stored stored = PFQ__V1__STORED__INIT;
    Pfq__V1__Stored *rows[] = {&stored};
    history.failing_again = again;
    history.n_failing_again = 1;
    stored.history = &history;
    stored.has_received_at = true;
    stored.received_at = pfq_wall_ms();
    submissions.rows = rows;
    submissions.n_rows = 1;
    row->raised->theme = NULL;
    row->raised->n_evidence = 1;
    row->raised->urn = (char *)(uintptr_t) "43BA1001926";
    row->raised->check = (char *)(uintptr_t) "VW01";
    row->raised->has_due_date = true;
    row->raised->due_date = pfq_date_add(pfq_london_date(pfq_wall_ms()), 90);
    start_after(7);
    play(PATIENCE_MS, "mail 7 2 BA TH-12/2/0", true);
    cr_expect(saw("step ladder/TH-12/2/0 The same failing came twice. Nobody acknowledged it by "));
}

/* Muted today until then; nothing else is open. */
static void make_mute(int days)
{
    Pfq__V1__Mute *m = pfq_arena_new(&arena, Pfq__V1__Mute, 1);
    mute = pfq_arena_new(&arena, Pfq__V1__MuteRow, 1);
    pfq__v1__mute__init(m);
    pfq__v1__mute_row__init(mute);
    m->theme = row->raised->theme;
    m->has_until_date = mute->has_active = mute->active = mute->has_since = true;
    m->until_date = pfq_date_add(pfq_london_date(pfq_wall_ms()), days);
    m->reason = (char *)(uintptr_t) "New system from May";
    mute->since = pfq_wall_ms();
    mute->mute = m;
    challenge_kit_step(row, STATE(CLOSED), 1, &arena);
}

Test(feedback_ladder, whoever_muted_a_theme_is_reminded_before_it_is_told_of_again)
{
    make_mute(2);
    start_after(0);
    play(PATIENCE_MS, "mail 6", true);
    play(500, NULL, true);
    expect_once(pfq_arena_printf(&arena, "mail 6 1 BA mute/INTERVIEW/0/%d owner@c.example",
                                 (int)mute->mute->until_date));
    cr_expect_eq(seen_count, 1, "what is closed is told of no more");
}

Test(feedback_ladder, a_mute_ends_when_its_theme_has_fallen_silent)
{
    make_mute(60);
    move = challenge_kit_move(row, &arena);
    move->month = pfq_london_date(mute->since) / 100;
    start_after(0);
    play(500, NULL, true);
    cr_expect_eq(seen_count, 0, "it goes on as long as there is something to mute");
    move->state = PFQ__V1__THEME_STATE__THEME_STATE_RESOLVED;
    play(PATIENCE_MS, "end ladder/end/INTERVIEW/0/", true);
    play(500, NULL, true);
    cr_expect_eq(seen_count, 1, "once");
}

/* A month is settled weeks after its end: what was resolved before it was muted ends no mute, what
 * was found to be resolved since does, whatever its month. */
Test(feedback_ladder, a_month_before_the_mute_ends_it_when_it_was_settled_since)
{
    make_mute(60);
    move = challenge_kit_move(row, &arena);
    move->month = pfq_date_add(pfq_london_date(mute->since) / 100 * 100 + 1, -1) / 100;
    move->state = PFQ__V1__THEME_STATE__THEME_STATE_RESOLVED;
    start_after(0);
    play(500, NULL, true);
    cr_expect_eq(seen_count, 0, "it was known when it was muted");
    move->has_muted = move->muted = true;
    play(PATIENCE_MS, "end ladder/end/INTERVIEW/0/", true);
}

/* An assessment of this month with one failure. */
static void make_plan(Pfq__V1__Standing standing)
{
    Pfq__V1__FileRef *file = pfq_arena_new(&arena, Pfq__V1__FileRef, 1);
    Pfq__V1__FailureRow *failure = pfq_arena_new(&arena, Pfq__V1__FailureRow, 1);
    plan = pfq_arena_new(&arena, Pfq__V1__AssessmentRow, 1);
    pfq__v1__file_ref__init(file);
    pfq__v1__failure_row__init(failure);
    pfq__v1__assessment_row__init(plan);
    file->force = (char *)(uintptr_t) "43";
    file->urn = (char *)(uintptr_t) "43BA1001926";
    failure->has_standing = true;
    failure->standing = standing;
    plan->file = file;
    plan->failures = pfq_arena_new(&arena, Pfq__V1__FailureRow *, 1);
    plan->failures[plan->n_failures++] = failure;
    plan->has_month = plan->has_deadline = true;
    plan->month = pfq_people_month(pfq_wall_ms());
    plan->deadline = pfq_people_deadline(plan->month, 42);
    challenge_kit_step(row, STATE(CLOSED), 1, &arena);
}

/* Last month's outcomes are taken for 42 days after its end: ten days before that. */
Test(feedback_ladder, a_force_is_reminded_before_outcomes_are_taken_for_the_last_time)
{
    make_plan(PFQ__V1__STANDING__STANDING_AWAITED);
    start_after((int)((plan->deadline - pfq_wall_ms()) / 86400000) - 10);
    play(PATIENCE_MS, "mail 6 1", true);
    play(500, NULL, true);
    expect_once(
        pfq_arena_printf(&arena, "mail 6 2  deadline/%d/14 plans@p.example", (int)plan->month));
    expect_once(
        pfq_arena_printf(&arena, "mail 6 1  deadline/%d/14 owner@c.example", (int)plan->month));
    cr_expect_eq(seen_count, 2);
}

Test(feedback_ladder, what_time_alone_settles_is_told_in_the_mailbox_and_by_mail_once)
{
    make_plan(PFQ__V1__STANDING__STANDING_NO_RESPONSE);
    start_after((int)((plan->deadline - pfq_wall_ms()) / 86400000) + 3);
    play(PATIENCE_MS, "mail 6 1", true);
    play(500, NULL, true);
    cr_expect(
        saw(pfq_arena_printf(&arena, "line 43 2 unanswered-%d 1 failure that the CPS recorded",
                             (int)plan->month % 10000)));
    expect_once(
        pfq_arena_printf(&arena, "mail 6 2  deadline/%d/0 plans@p.example", (int)plan->month));
    expect_once(
        pfq_arena_printf(&arena, "mail 6 1  deadline/%d/0 owner@c.example", (int)plan->month));
    cr_expect_eq(seen_count, 3);
}
