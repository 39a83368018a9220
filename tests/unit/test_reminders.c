/* Which reminder is due, and what it says: services/feedback/reminders. */
#include <criterion/criterion.h>
#include <string.h>

#include "feedback/reminders/reminders.h"
#include "pfq/clock.h"
#include "pfq/people.h"

static struct pfq_arena arena;
static Pfq__V1__FileRef file;
static Pfq__V1__FailureRow failures[3];
static Pfq__V1__FailureRow *pointers[3];
static Pfq__V1__AssessmentRow row;
static Pfq__V1__AssessmentRow *rows[] = {&row};

/* November 2025: until 11 January 2026, 23:59. */
static void begin(void)
{
    static const Pfq__V1__Standing standings[] = {PFQ__V1__STANDING__STANDING_AWAITED,
                                                  PFQ__V1__STANDING__STANDING_DISPUTED,
                                                  PFQ__V1__STANDING__STANDING_AGREED};
    pfq_arena_open(&arena);
    pfq__v1__file_ref__init(&file);
    pfq__v1__assessment_row__init(&row);
    file.force = pfq_arena_strdup(&arena, "43");
    file.urn = pfq_arena_strdup(&arena, "43AA1234526");
    for (size_t i = 0; i < 3; i++) {
        pfq__v1__failure_row__init(&failures[i]);
        failures[i].standing = standings[i];
        pointers[i] = &failures[i];
    }
    row.file = &file;
    row.month = 202511;
    row.deadline = pfq_people_deadline(202511, 42);
    row.by = pfq_arena_strdup(&arena, "REVIEWER");
    row.failures = pointers;
    row.n_failures = 3;
}

static void end(void)
{
    pfq_arena_close(&arena);
}

TestSuite(reminders, .init = begin, .fini = end);

Test(reminders, each_is_due_from_its_day_to_the_next_one_s)
{
    static const struct {
        int32_t date;
        int minutes;
        int days; /* 0: none */
        int left;
    } cases[] = {
        {20251227, 1439, 0, 15}, {20251228, 0, 14, 14},  {20260102, 600, 14, 9},
        {20260103, 1439, 14, 8}, {20260104, 0, 7, 7},    {20260109, 0, 7, 2},
        {20260110, 0, 1, 1},     {20260111, 1439, 1, 0}, {20260112, 0, 0, 0},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reminder r;
        bool due = reminder_due(rows, 1, pfq_london_ms(cases[i].date, cases[i].minutes), &r);
        cr_expect_eq(due, cases[i].days > 0, "row %zu", i);
        cr_expect_eq(r.days, cases[i].days, "row %zu: %d", i, r.days);
        cr_expect(!due || r.days_left == cases[i].left, "row %zu: %d", i, r.days_left);
    }
}

Test(reminders, nobody_is_reminded_of_what_is_done)
{
    struct reminder r;
    int64_t now = pfq_london_ms(20260104, 600);
    failures[0].standing = PFQ__V1__STANDING__STANDING_AGREED;
    cr_assert(reminder_due(rows, 1, now, &r));
    cr_expect(reminder_concerns(&r, REMINDER_CPS));
    cr_expect_not(reminder_concerns(&r, REMINDER_FORCE));
    failures[1].standing = PFQ__V1__STANDING__STANDING_DISPUTE_REJECTED;
    cr_expect_not(reminder_due(rows, 1, now, &r));
    cr_expect_not(reminder_due(rows, 0, now, &r));
    failures[0].standing = PFQ__V1__STANDING__STANDING_AWAITED;
    row.withdrawn = true;
    cr_expect_not(reminder_due(rows, 1, now, &r));
}

Test(reminders, the_words_name_counts_and_the_last_moment_and_no_person_and_no_case)
{
    struct reminder r;
    cr_assert(reminder_due(rows, 1, pfq_london_ms(20260104, 600), &r));
    for (int to = REMINDER_FORCE; to <= REMINDER_CPS; to++) {
        const char *subject = reminder_subject(&r, (enum reminder_to)to, &arena);
        const char *text = reminder_text(&r, (enum reminder_to)to, &arena);
        cr_expect_not_null(strstr(subject, "November 2025"), "%s", subject);
        cr_expect_not_null(strstr(subject, "closed in 7 days"), "%s", subject);
        cr_expect_not_null(strstr(text, "11 January 2026 at 23:59"), "%s", text);
        cr_expect_null(strstr(text, "REVIEWER"));
        cr_expect_null(strstr(text, "43AA1234526"));
    }
    cr_expect_str_eq(reminder_subject(&r, REMINDER_FORCE, &arena),
                     "1 failure of November 2025 to answer: closed in 7 days");
    cr_expect_str_eq(reminder_subject(&r, REMINDER_CPS, &arena),
                     "2 failures of November 2025 to settle: closed in 7 days");
}

/* The deadline settles it without anybody: that is told, once it has passed. */
Test(reminders, what_had_no_answer_is_told_when_it_is_over)
{
    struct reminder r;
    int64_t over = pfq_london_ms(20260112, 0);
    failures[0].standing = PFQ__V1__STANDING__STANDING_NO_RESPONSE;
    cr_expect_not(reminder_over(rows, 1, over - 1, &r), "it is not over");
    cr_assert(reminder_over(rows, 1, over, &r));
    cr_expect_eq(r.unanswered, 1);
    cr_expect_eq(r.files, 1);
    cr_expect_eq(r.days, 0);
    cr_expect(reminder_concerns(&r, REMINDER_FORCE));
    cr_expect_str_eq(
        reminder_line(&r, &arena),
        "1 failure that the CPS recorded in November 2025, in 1 file, had no answer by "
        "11 January 2026 at 23:59: recorded as no response, and counts.");
    cr_expect_str_eq(reminder_subject(&r, REMINDER_FORCE, &arena),
                     "1 failure of November 2025 had no answer: recorded as no response");
    for (int to = REMINDER_FORCE; to <= REMINDER_CPS; to++) {
        const char *text = reminder_text(&r, (enum reminder_to)to, &arena);
        cr_expect_not_null(strstr(text, "recorded as no response"), "%s", text);
        cr_expect_null(strstr(text, "REVIEWER"));
    }
    failures[0].standing = PFQ__V1__STANDING__STANDING_NOT_DISPUTED;
    cr_expect_not(reminder_over(rows, 1, over, &r), "everything had an answer");
}
