/* What people say is stored once, and where it leaves things is read back: store/people.h. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/people_kit.h"

#define ANSWER(name) PFQ__V1__ANSWER__ANSWER_##name
#define KIND(name)   PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name
#define ROLE(name)   PFQ__V1__ROLE__ROLE_##name
#define STATE(name)  PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##name

static const char *const two[] = {"D13", "D20"};
static const char *const may = "2026-05-04T10:00:00Z";

Test(people_store, an_event_is_stored_once)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__Event *e = people_assessment(&kit, "2026-05-03T09:00:00Z", "A1", two, 2);
    const Pfq__V1__StoreAnswer *answer = people_tell(&kit, "1", e, NULL, may);
    cr_assert_eq(answer->answer, ANSWER(ACCEPTED));
    cr_assert_str_eq(answer->stored->urn, "43AA0000126");
    int64_t first = answer->stored->committed_at;
    answer = people_tell(&kit, "1", e, NULL, "2026-05-05T10:00:00Z");
    cr_assert_eq(answer->answer, ANSWER(DUPLICATE));
    cr_assert_eq(answer->stored->committed_at, first, "the first receipt again");
    e->assessment->failures[0]->reason = (char *)(uintptr_t) "D01";
    answer = people_tell(&kit, "1", e, NULL, may);
    cr_assert_eq(answer->answer, ANSWER(CONFLICT));
    kit_reopen(&kit);
    const Pfq__V1__PeopleRows *rows = people_every(&kit, KIND(ASSESSMENTS), may);
    cr_assert_eq(rows->n_assessments, 1);
    cr_assert_eq(rows->assessments[0]->n_failures, 2);
    cr_assert_str_eq(rows->assessments[0]->failures[0]->reason, "D13");
    cr_assert_eq(rows->up_to, 1);
    kit_close(&kit);
}

Test(people_store, each_kind_is_read_back)
{
    struct kit kit;
    kit_open(&kit);
    const char *at = "2026-05-03T09:00:00Z";
    Pfq__V1__Event *events[] = {
        people_assessment(&kit, at, "A1", two, 2),
        people_review(&kit, at, "R1"),
        people_raise(&kit, at, "C1"),
        people_mute(&kit, at, 20260601),
        people_action(&kit, at, "T1"),
    };
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        const char *id = pfq_arena_printf(&kit.arena, "%zu", i);
        cr_assert_eq(people_tell(&kit, id, events[i], NULL, may)->answer, ANSWER(ACCEPTED));
    }
    cr_assert_eq(people_every(&kit, KIND(ASSESSMENTS), may)->n_assessments, 1);
    cr_assert_eq(people_every(&kit, KIND(REVIEWS), may)->n_reviews, 1);
    cr_assert_eq(people_every(&kit, KIND(CHALLENGES), may)->n_challenges, 1);
    cr_assert(people_every(&kit, KIND(MUTES), may)->mutes[0]->active);
    cr_assert_eq(people_every(&kit, KIND(ACTIONS), may)->n_actions, 1);
    cr_assert_not(people_every(&kit, KIND(MUTES), "2026-06-02T09:00:00Z")->mutes[0]->active,
                  "its last day has passed");
    kit_close(&kit);
}

/* Who answered for it, and until when, is asked of a mute that is over. */
Test(people_store, a_mute_that_was_ended_keeps_its_owner_and_last_day)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__Event *muted = people_mute(&kit, "2026-05-03T09:00:00Z", 20260601);
    Pfq__V1__Event *ended = people_mute(&kit, "2026-05-04T09:00:00Z", 0);
    Pfq__V1__Event *again = people_mute(&kit, "2026-05-05T09:00:00Z", 20260507);
    muted->mute->owner = pfq_arena_strdup(&kit.arena, "S1");
    again->mute->owner = pfq_arena_strdup(&kit.arena, "S2");
    ended->mute->has_until_date = false;
    ended->mute->has_end = ended->mute->end = true;
    ended->mute->reason = NULL;
    people_tell(&kit, "1", muted, NULL, may);
    people_tell(&kit, "2", ended, NULL, may);
    const Pfq__V1__MuteRow *row = people_every(&kit, KIND(MUTES), may)->mutes[0];
    cr_expect_not(row->active);
    cr_expect_eq(row->ended_at, ended->happened_at);
    cr_expect_str_eq(row->mute->owner, "S1");
    cr_expect_eq(row->mute->until_date, 20260601);
    cr_expect_str_eq(row->mute->reason, "A new form comes in May.");
    people_tell(&kit, "3", again, NULL, may);
    ended->happened_at = again->happened_at + INT64_C(5) * 86400000; /* it was over by then */
    people_tell(&kit, "4", ended, NULL, may);
    row = people_every(&kit, KIND(MUTES), may)->mutes[0];
    cr_expect_eq(row->since, again->happened_at);
    cr_expect_not(row->has_ended_at, "not before its last day");
    cr_expect_str_eq(row->mute->owner, "S2");
    kit_close(&kit);
}

Test(people_store, failures_reach_the_force_as_it_may_see_them)
{
    struct kit kit;
    kit_open(&kit);
    people_tell(&kit, "1", people_assessment(&kit, "2026-05-03T09:00:00Z", "A1", two, 2), NULL,
                may);
    people_tell(&kit, "2",
                people_response(&kit, "2026-05-04T09:00:00Z", "A1", 1,
                                PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE),
                people_peer(&kit, ROLE(FORCE), "43"), may);
    people_tell(&kit, "3",
                people_outcome(&kit, "2026-05-05T09:00:00Z", "A1", 1,
                               PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_ACCEPTED),
                NULL, may);
    cr_assert_eq(kit_mailbox(&kit, "43", 0)->n_rows, 1, "one failure is open yet");
    people_tell(&kit, "4",
                people_outcome(&kit, "2026-05-05T09:30:00Z", "A1", 2,
                               PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_NOT_DISPUTED),
                NULL, may);
    const Pfq__V1__StoreRows *rows = kit_mailbox(&kit, "43", 0);
    cr_assert_eq(rows->n_rows, 2, "all outcomes in one item, and what the force says is no news");
    cr_assert_eq(rows->rows[1]->plan->roll_up, PFQ__V1__ROLL_UP__ROLL_UP_DISPUTED_SUCCESSFULLY);
    cr_assert_eq(rows->rows[0]->number, 1);
    const Pfq__V1__AssessmentRow *plan = rows->rows[0]->plan;
    cr_assert_not_null(plan);
    cr_assert_null(plan->by);
    cr_assert_str_eq(plan->failures[0]->detail, "detail 1");
    cr_assert_null(plan->failures[1]->detail, "not released");
    plan = rows->rows[1]->plan;
    cr_assert_eq(plan->failures[0]->standing, PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED);
    cr_assert_null(plan->failures[0]->result_reason);
    cr_assert_eq(rows->rows[0]->plan->failures[0]->standing, PFQ__V1__STANDING__STANDING_AWAITED,
                 "the first number reads as it did");
    kit_close(&kit);
}

Test(people_store, a_challenge_moves_as_its_state_allows)
{
    struct kit kit;
    kit_open(&kit);
    const char *at = "2026-05-03T09:00:00Z";
    const Pfq__V1__StoreAnswer *answer =
        people_tell(&kit, "0", people_move(&kit, at, "C1", STATE(SENT)), NULL, may);
    cr_assert_eq(answer->answer, ANSWER(REFUSED));
    cr_assert_str_eq(answer->problems[0]->code, "NO_SUCH_CHALLENGE");
    people_tell(&kit, "1", people_raise(&kit, at, "C1"), NULL, may);
    cr_assert_eq(kit_mailbox(&kit, "43", 0)->n_rows, 0, "it was not sent yet");
    answer = people_tell(&kit, "2", people_move(&kit, at, "C1", STATE(MAINTAINED)), NULL, may);
    cr_assert_eq(answer->answer, ANSWER(REFUSED));
    cr_assert_str_eq(answer->problems[0]->code, "ILLEGAL_MOVE");
    answer = people_tell(&kit, "3", people_move(&kit, at, "C1", STATE(SENT)), NULL, may);
    cr_assert_eq(answer->answer, ANSWER(ACCEPTED));
    const Pfq__V1__StoreRows *rows = kit_mailbox(&kit, "43", 0);
    cr_assert_eq(rows->n_rows, 1);
    cr_assert_eq(rows->rows[0]->challenge->state, STATE(SENT));
    cr_assert_null(rows->rows[0]->challenge->raised->note);
    cr_expect_not(rows->rows[0]->challenge->has_next_step_at, "feedback alone knows the days");
    cr_expect_not(people_every(&kit, KIND(CHALLENGES), may)->challenges[0]->has_next_step_at);
    answer = people_tell(&kit, "4", people_move(&kit, at, "C1", STATE(ACKNOWLEDGED)),
                         people_peer(&kit, ROLE(FORCE), "40"), may);
    cr_assert_str_eq(answer->problems[0]->code, "NOT_GRANTED");
    answer = people_tell(&kit, "5", people_move(&kit, at, "C1", STATE(ACKNOWLEDGED)),
                         people_peer(&kit, ROLE(FORCE), "43"), may);
    cr_assert_eq(answer->answer, ANSWER(ACCEPTED));
    answer = people_tell(&kit, "6", people_raise(&kit, at, "C1"), NULL, may);
    cr_assert_str_eq(answer->problems[0]->code, "ID_TAKEN");
    cr_assert_eq(people_every(&kit, KIND(CHALLENGES), may)->challenges[0]->n_steps, 3);
    kit_close(&kit);
}
