/* What may be set about people, in words: pfq/people.h. */
#include <criterion/criterion.h>
#include <stddef.h>
#include <string.h>

#include "pfq/people.h"

#define DGA PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA

static const int64_t hour_ms = 3600000;

Test(people_rules, words_become_rules)
{
    struct pfq_people_rules rules;
    struct pfq_err err;
    const struct pfq_people_words words = {.deadline_days = "14",
                                           .response_days = " 1 2  3 ",
                                           .due = "3h 5d 28d",
                                           .eligible_triage = "PCD_EA",
                                           .eligible_nfq = "",
                                           .eligible_dga = "FH_GAP FH_CC",
                                           .ladder_days = "1 0 2 366"};
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
    const struct pfq_people_words words = {.deadline_days = "0",
                                           .response_days = "7 28",
                                           .due = "3h 5 28d",
                                           .eligible_triage = "PCD",
                                           .eligible_nfq = "PCD_EA",
                                           .eligible_dga = "FH_GAP,FH_CC",
                                           .ladder_days = "5 2 0 10 1"};
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

Test(people_rules, the_ladder_is_checked_word_by_word)
{
    static const struct {
        size_t at; /* of the word in pfq_people_words */
        const char *name;
        const char *wrong[6];
    } rows[] = {
        {offsetof(struct pfq_people_words, ladder_days),
         "ladder_days",
         {"5", "5 2 0", "5 2 0 10 1", "5,2,0,10", "5 2 0 -1", "5 2 0 367"}},
        {offsetof(struct pfq_people_words, ladder_strong_days),
         "ladder_strong_days",
         {"", "2 2 20", "2 2 20 0 0", "x", "2 2 20 -1", "2 2 20 367"}},
        {offsetof(struct pfq_people_words, ladder_months),
         "ladder_months",
         {"", "2", "0 3", "2 3 4", "a b", "2 -1"}},
        {offsetof(struct pfq_people_words, ladder_hearing_days),
         "ladder_hearing_days",
         {"", "5 5", "-1", "x", "31", "5d"}},
        {offsetof(struct pfq_people_words, ladder_custody),
         "ladder_custody",
         {"BO10,BO11", "bo10", "BO-10", "BO10;", "\"", "B_1"}},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t k = 0; k < sizeof rows[i].wrong / sizeof *rows[i].wrong; k++) {
            struct pfq_people_rules rules;
            struct pfq_err err;
            struct pfq_people_words words = {.deadline_days = NULL};
            memcpy((unsigned char *)&words + rows[i].at, &rows[i].wrong[k],
                   sizeof rows[i].wrong[k]);
            cr_expect_eq(pfq_people_rules_read(&words, &rules, &err), PFQ_E_CONFIG, "%s '%s'",
                         rows[i].name, rows[i].wrong[k]);
            cr_expect_not_null(strstr(err.text, rows[i].name), "%s", err.text);
        }
    }
}
