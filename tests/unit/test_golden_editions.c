/* Which edition judges a file, and what silence comes to: golden files with their date or one
 * wrapper changed. */
#include <criterion/criterion.h>
#include <glob.h>

#include "support/golden.h"

TestSuite(golden_editions, .init = golden_open, .fini = golden_close);

/* --- the date of the file --------------------------------------------------------------- */

static Pfq__V1__Judged *judge_at(const char *path, const char *sent, struct pfq_arena *arena)
{
    json_t *json = golden_load(path);
    json_object_set_new(json, "submittedAt", json_string(sent));
    Pfq__V1__Judged *judged = golden_judge(json, path, arena);
    json_decref(json);
    return judged;
}

/* Checks from `from_date` on do not judge a file of the day `sent`. */
static void expect_unjudged(const char *path, const char *sent, int32_t from_date)
{
    const Pfq__V1__Catalogue *texts = golden_texts();
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    const Pfq__V1__Judged *judged = judge_at(path, sent, &arena);
    for (size_t i = 0; i < texts->n_checks; i++) {
        if (texts->checks[i]->from_date >= from_date) {
            cr_expect_eq(golden_outcome(judged, i), PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE,
                         "%s of %s: %s", path, sent, texts->checks[i]->id);
        }
    }
    pfq_arena_close(&arena);
}

static void expect_all_unjudged(const char *sent, int32_t from_date)
{
    glob_t files;
    cr_assert_eq(glob("tests/golden/*.json", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        expect_unjudged(files.gl_pathv[i], sent, from_date);
    }
    globfree(&files);
}

Test(golden_editions, a_file_from_before_every_edition_is_judged_by_no_check)
{
    expect_all_unjudged("2014-05-06T14:00:00Z", 0);
}

Test(golden_editions, a_file_of_2017_is_not_judged_by_the_guidance_of_2021)
{
    expect_all_unjudged("2017-05-06T14:00:00Z", 20210101);
}

Test(golden_editions, what_came_before_charge_in_2021_is_not_asked_of_a_referral_of_2017)
{
    static const char path[] = "tests/golden/14_charging_decision.json";
    static const char *const ids[] = {"DS01", "DS04", "DS08", "DM01", "DM12", "VW01",
                                      "VW04", "VW12", "PB03", "SC03", "CS13"};
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    const Pfq__V1__Judged *then = judge_at(path, "2017-05-06T14:00:00Z", &arena);
    const Pfq__V1__Judged *now = judge_at(path, "2026-05-06T14:00:00Z", &arena);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        cr_expect_eq(golden_outcome_of(then, ids[i]), PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE,
                     "%s in 2017", ids[i]);
        cr_expect_eq(golden_outcome_of(now, ids[i]), PFQ__V1__OUTCOME__OUTCOME_MET, "%s in 2026",
                     ids[i]);
    }
    pfq_arena_close(&arena);
}

/* --- none, and not said ----------------------------------------------------------------- */

static Pfq__V1__Judged *judge_with(const char *path, const char *wrapper, json_t *value,
                                   struct pfq_arena *arena)
{
    json_t *json = golden_load(path);
    if (value != NULL) {
        json_object_set_new(json, wrapper, value);
    } else {
        json_object_del(json, wrapper);
    }
    Pfq__V1__Judged *judged = golden_judge(json, path, arena);
    json_decref(json);
    return judged;
}

#define NOT_MET        PFQ__V1__OUTCOME__OUTCOME_NOT_MET
#define NOT_APPLICABLE PFQ__V1__OUTCOME__OUTCOME_NOT_APPLICABLE

Test(golden_editions, there_are_none_and_the_sender_does_not_say_are_two_things)
{
    static const char path[] = "tests/golden/03_not_guilty_plea.json";

    static const struct {
        const char *wrapper;
        const char *id;
        Pfq__V1__Outcome none;
    } rows[] = {
        {"defendants", "CD22", NOT_MET},     {"offences", "CD23", NOT_MET},
        {"documents", "CD21", NOT_MET},      {"documents", "CS03", NOT_MET},
        {"documents", "DS01", NOT_MET},      {"documents", "WE09", NOT_MET},
        {"documents", "SC07", NOT_MET},      {"witnesses", "WE12", NOT_MET},
        {"media", "EX17", NOT_APPLICABLE},   {"exhibits", "EX01", NOT_APPLICABLE},
        {"markers", "DA01", NOT_APPLICABLE}, {"outstandingItems", "CS11", NOT_APPLICABLE},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pfq_arena arena;
        pfq_arena_open(&arena);
        const Pfq__V1__Judged *none = judge_with(path, rows[i].wrapper, json_object(), &arena);
        const Pfq__V1__Judged *silent = judge_with(path, rows[i].wrapper, NULL, &arena);
        cr_expect_eq(golden_outcome_of(none, rows[i].id), rows[i].none, "%s, no %s", rows[i].id,
                     rows[i].wrapper);
        cr_expect_eq(golden_outcome_of(silent, rows[i].id), PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON,
                     "%s, %s not said", rows[i].id, rows[i].wrapper);
        pfq_arena_close(&arena);
    }
}
