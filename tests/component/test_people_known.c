/* What answers nothing that is known is taken, and its sender is told; a challenge is not moved
 * back in time: store/people_known.h, store/people.h P4. */
#include <criterion/criterion.h>
#include <string.h>

#include "support/people_kit.h"

TestSuite(people_known, .timeout = 60);

#define ANSWER(name) PFQ__V1__ANSWER__ANSWER_##name
#define STATE(name)  PFQ__V1__CHALLENGE_STATE__CHALLENGE_STATE_##name
#define DISPUTE      PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_DISPUTE
#define REJECTED     PFQ__V1__DISPUTE_RESULT__DISPUTE_RESULT_REJECTED

static const char *const two[] = {"D13", "D20"};
static const char *const day = "2026-05-03T09:00:00Z";
static const char *const now = "2026-05-04T10:00:00Z";

/* "CODE at path"; "": it was taken without a word. */
static const char *word_on(struct kit *kit, const char *id, Pfq__V1__Event *event)
{
    const Pfq__V1__StoreAnswer *answer = people_tell(kit, id, event, NULL, now);
    cr_assert(answer->answer == ANSWER(ACCEPTED) || answer->answer == ANSWER(DUPLICATE));
    return answer->n_warnings == 0
               ? ""
               : pfq_arena_printf(&kit->arena, "%s at %s", answer->warnings[0]->code,
                                  answer->warnings[0]->path);
}

Test(people_known, what_answers_nothing_is_taken_with_a_warning)
{
    struct kit kit;
    kit_open(&kit);
    cr_expect_str_eq(word_on(&kit, "r1", people_response(&kit, day, "A1", 1, DISPUTE)),
                     "NO_SUCH_ASSESSMENT at event.response.assessment");
    cr_expect_str_eq(word_on(&kit, "o1", people_outcome(&kit, day, "A1", 1, REJECTED)),
                     "NO_SUCH_ASSESSMENT at event.outcome.assessment");
    cr_expect_str_eq(word_on(&kit, "w1", people_withdrawal(&kit, day, "A9")),
                     "NO_SUCH_ASSESSMENT at event.withdrawal.assessment");
    cr_expect_str_eq(word_on(&kit, "a1", people_assessment(&kit, day, "A1", two, 2)),
                     "NO_SUCH_FILE at event.file");
    cr_expect_str_eq(word_on(&kit, "v1", people_review(&kit, day, "R1")),
                     "NO_SUCH_FILE at event.file");
    cr_expect_str_eq(word_on(&kit, "r2", people_response(&kit, day, "A1", 2, DISPUTE)), "");
    cr_expect_str_eq(word_on(&kit, "r3", people_response(&kit, day, "A1", 3, DISPUTE)),
                     "NO_SUCH_FAILURE at event.response.failure");
    Pfq__V1__Event *stage = people_response(&kit, day, "A1", 1, DISPUTE);
    stage->file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP;
    cr_expect_str_eq(word_on(&kit, "r4", stage), "NO_SUCH_ASSESSMENT at event.response.assessment");
    Pfq__V1__Event *kind = people_response(&kit, day, "A1", 1, DISPUTE);
    kind->response->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE;
    cr_expect_str_eq(word_on(&kit, "r5", kind), "NO_SUCH_ASSESSMENT at event.response.assessment");
    kit_close(&kit);
}

Test(people_known, a_file_is_known_at_the_stages_at_which_it_came)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__Event *before = people_assessment(&kit, day, "A1", two, 2);
    cr_expect_str_eq(word_on(&kit, "a1", before), "NO_SUCH_FILE at event.file");
    struct job *job = kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    cr_assert_eq(job->store_answer.answer, ANSWER(ACCEPTED));
    cr_expect_str_eq(word_on(&kit, "a2", people_assessment(&kit, day, "A2", two, 2)), "");
    cr_expect_str_eq(word_on(&kit, "v1", people_review(&kit, day, "R1")), "");
    Pfq__V1__Event *stage = people_assessment(&kit, day, "A3", two, 2);
    stage->file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP;
    cr_expect_str_eq(word_on(&kit, "a3", stage), "NO_SUCH_FILE at event.file");
    kit_close(&kit);
}

/* G2: what was said of a file is said again when it has come since. */
Test(people_known, a_repeat_is_told_of_the_file_as_it_was_told_first)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__Event *event = people_assessment(&kit, day, "A1", two, 2);
    (void)people_tell(&kit, "a1", event, NULL, "2026-05-03T09:19:59Z"); /* before the kit's files */
    kit_one(&kit, kit_put(&kit, "s1", "43AA0000126"));
    cr_expect_str_eq(word_on(&kit, "a1", event), "NO_SUCH_FILE at event.file");
    kit_close(&kit);
}

/* G2: the same receipt again, whatever has come since. */
Test(people_known, a_repeat_is_told_what_was_told_first)
{
    struct kit kit;
    kit_open(&kit);
    Pfq__V1__Event *early = people_response(&kit, day, "A1", 1, DISPUTE);
    const char *first = word_on(&kit, "r1", early);
    (void)word_on(&kit, "a1", people_assessment(&kit, day, "A1", two, 2));
    cr_expect_str_eq(word_on(&kit, "r1", early), first);
    Pfq__V1__Event *late = people_response(&kit, day, "A1", 1, DISPUTE);
    cr_expect_str_eq(word_on(&kit, "r2", late), "");
    cr_expect_str_eq(word_on(&kit, "r2", late), "");
    const Pfq__V1__PeopleRows *rows =
        people_every(&kit, PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_ASSESSMENTS, now);
    cr_assert_eq(rows->assessments[0]->failures[0]->standing, PFQ__V1__STANDING__STANDING_DISPUTED,
                 "it holds as soon as that comes");
    kit_close(&kit);
}

Test(people_known, a_challenge_is_not_moved_before_its_last_step)
{
    struct kit kit;
    kit_open(&kit);
    people_tell(&kit, "1", people_raise(&kit, "2026-05-03T09:00:00Z", "C1"), NULL, now);
    const Pfq__V1__StoreAnswer *answer = people_tell(
        &kit, "2", people_move(&kit, "2026-05-03T08:59:59Z", "C1", STATE(SENT)), NULL, now);
    cr_assert_eq(answer->answer, ANSWER(REFUSED));
    cr_assert_str_eq(answer->problems[0]->code, "OUT_OF_ORDER");
    cr_assert_not_null(strstr(answer->problems[0]->message, "2026-05-03T09:00:00"), "%s",
                       answer->problems[0]->message);
    cr_assert_not_null(strstr(answer->problems[0]->message, "2026-05-03T08:59:59"), "%s",
                       answer->problems[0]->message);
    answer = people_tell(&kit, "3", people_move(&kit, "2026-05-03T09:00:00Z", "C1", STATE(SENT)),
                         NULL, now);
    cr_assert_eq(answer->answer, ANSWER(ACCEPTED), "at the same moment is in order");
    kit_close(&kit);
}
