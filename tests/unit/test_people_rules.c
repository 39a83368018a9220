/* What may be set about people, in words: pfq/people.h. */
#include <criterion/criterion.h>
#include <string.h>

#include "pfq/people.h"

#define DGA PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA

static const int64_t hour_ms = 3600000;

Test(people_rules, words_become_rules)
{
    struct pfq_people_rules rules;
    struct pfq_err err;
    const struct pfq_people_words words = {"14", " 1 2  3 ",     "3h 5d 28d", "PCD_EA",
                                           "",   "FH_GAP FH_CC", "1 0 2 366"};
    cr_assert_eq(pfq_people_rules_read(&words, &rules, &err), PFQ_OK);
    cr_assert_eq(rules.deadline_days, 14);
    cr_assert(rules.response_days[1] == 1 && rules.response_days[3] == 3);
    cr_assert_eq(rules.due_ms[1], 3 * hour_ms);
    cr_assert_eq(rules.due_ms[2], 120 * hour_ms);
    cr_assert_eq(rules.due_ms[3], 672 * hour_ms);
    cr_assert_eq(rules.eligible[1], 1U << PFQ__V1__FILE_TYPE__FILE_TYPE_PCD_EA);
    cr_assert_eq(rules.eligible[2], 0);
    cr_assert_eq(rules.eligible[DGA], 1U << PFQ__V1__FILE_TYPE__FILE_TYPE_FH_GAP |
                                          1U << PFQ__V1__FILE_TYPE__FILE_TYPE_FH_CC);
    cr_assert(rules.ladder_days[1] == 1 && rules.ladder_days[2] == 0 &&
              rules.ladder_days[4] == 366);
}

Test(people_rules, every_word_that_is_wrong_is_named)
{
    struct pfq_people_rules rules;
    struct pfq_err err;
    const struct pfq_people_words words = {"0",      "7 28",         "3h 5 28d",  "PCD",
                                           "PCD_EA", "FH_GAP,FH_CC", "5 2 0 10 1"};
    static const char *const named[] = {
        "deadline_days as", "response_days", "due",
        "eligible_triage",  "eligible_dga",  "ladder_days as \"5 2 0 10\""};
    cr_assert_eq(pfq_people_rules_read(&words, &rules, &err), PFQ_E_CONFIG);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        cr_expect_not_null(strstr(err.text, named[i]), "%s: %s", named[i], err.text);
    }
    cr_expect_null(strstr(err.text, "eligible_nfq"), "%s", err.text);
}

Test(people_rules, numbers_out_of_their_bounds_are_refused)
{
    static const char *const wrong[] = {"",          "367d 1d 1d", "1d 1d", "1d 1d 1d 1d",
                                        "-1d 1d 1d", "1d1d 1d",    "x"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct pfq_people_rules rules;
        struct pfq_err err;
        struct pfq_people_words words = pfq_people_words_default;
        words.due = wrong[i];
        cr_expect_eq(pfq_people_rules_read(&words, &rules, &err), PFQ_E_CONFIG, "%s", wrong[i]);
    }
}
