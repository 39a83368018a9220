/* What the operator's command puts on a page: operator/text.h, operator/operator.h. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "operator/operator.h"
#include "operator/status.h"
#include "operator/text.h"

struct sheet {
    struct page page;
    char *text;
    size_t size;
};

static void begin(struct sheet *sheet, int width)
{
    *sheet = (struct sheet){.text = NULL};
    sheet->page = (struct page){.out = open_memstream(&sheet->text, &sheet->size), .width = width};
}

static const char *finish(struct sheet *sheet)
{
    (void)fclose(sheet->page.out);
    return sheet->text;
}

Test(operator_text, a_paragraph_wraps_on_words_under_its_label)
{
    struct sheet sheet;
    begin(&sheet, 24);
    page_paragraph(&sheet.page, 8, "    fix", "Say when it was  offered, and to\nwhom.");
    cr_assert_str_eq(finish(&sheet), "    fix Say when it was\n"
                                     "        offered, and to\n"
                                     "        whom.\n");
    free(sheet.text);
}

Test(operator_text, a_word_wider_than_the_page_is_broken_at_its_end)
{
    struct sheet sheet;
    begin(&sheet, 10);
    page_paragraph(&sheet.page, 2, "", "$.a.b.c.d.e.f x");
    cr_assert_str_eq(finish(&sheet), "  $.a.b.c.\n  d.e.f x\n");
    free(sheet.text);
}

Test(operator_text, a_label_as_wide_as_the_indent_stays_on_its_line)
{
    struct sheet sheet;
    begin(&sheet, 20);
    page_paragraph(&sheet.page, 4, " 1. ", "one");
    page_paragraph(&sheet.page, 4, "100. ", "two");
    cr_assert_str_eq(finish(&sheet), " 1. one\n100. \n    two\n");
    free(sheet.text);
}

Test(operator_text, a_line_that_does_not_fit_says_that_it_goes_on)
{
    struct sheet sheet;
    begin(&sheet, 12);
    page_line(&sheet.page, 4, "VW", "exactly.");
    page_line(&sheet.page, 4, "VW", "exactly 8");
    page_line(&sheet.page, 4, "VW", "cut at a word");
    page_line(&sheet.page, 4, "VW", "ends on a word");
    cr_assert_str_eq(finish(&sheet), "VW  exactly.\nVW  exact...\nVW  cut...\nVW  ends...\n");
    free(sheet.text);
}

Test(operator_text, columns_are_characters_not_bytes)
{
    struct sheet sheet;
    begin(&sheet, 10);
    page_paragraph(&sheet.page, 0, "", "éééé éééé é");
    cr_assert_str_eq(finish(&sheet), "éééé éééé\né\n");
    free(sheet.text);
}

Test(operator_text, nothing_from_a_message_can_drive_the_terminal)
{
    static const struct {
        const char *in;
        const char *out;
    } rows[] = {
        {"plain text, caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80",
         "plain text, caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"},
        {"\033[31mred\033]0;title\007", "?[31mred?]0;title?"},
        {"a\nb\rc\td\x7F", "a?b?c?d?"},
        {"\xC2\x9B"
         "31m",
         "?31m"}, /* C1 control sequence introducer */
        {"\xE2\x80\xAE"
         "abc"
         "\xE2\x81\xA6",
         "?abc?"},                             /* override, isolate */
        {"\xC0\xAF \xE2\x82 \xFF", "?? ?? ?"}, /* overlong, cut off, never UTF-8 */
        {"\xED\xA0\x80", "???"},               /* a surrogate */
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sheet sheet;
        begin(&sheet, 80);
        page_put(&sheet.page, INK_BAD, "%s", rows[i].in);
        cr_assert_str_eq(finish(&sheet), rows[i].out, "row %zu: %s", i, sheet.text);
        free(sheet.text);
    }
}

Test(operator_text, colour_is_written_only_where_the_page_has_it)
{
    struct sheet sheet;
    begin(&sheet, 80);
    sheet.page.colour = true;
    page_put(&sheet.page, INK_PLAIN, "a");
    page_put(&sheet.page, INK_GOOD, "b");
    cr_assert_str_eq(finish(&sheet), "a\033[32;1mb\033[0m");
    free(sheet.text);
}

Test(operator_text, times_are_londons_and_ages_have_one_unit)
{
    char out[TEXT_TIME];
    cr_assert_str_eq(text_time(INT64_C(1777797000000), out), "3 May 2026 09:30"); /* BST */
    cr_assert_str_eq(text_time(INT64_C(1767605400000), out), "5 Jan 2026 09:30");
    cr_assert_str_eq(text_time(0, out), "-");
    cr_assert_str_eq(text_age(-5, out), "0 ms");
    cr_assert_str_eq(text_age(999, out), "999 ms");
    cr_assert_str_eq(text_age(119999, out), "119 s");
    cr_assert_str_eq(text_age(120000, out), "2 min");
    cr_assert_str_eq(text_age(INT64_C(172800000), out), "2 d");
}

Test(operator_exit, of_several_files_the_worst_counts)
{
    static const enum pfq_exit order[] = {PFQ_EXIT_GOOD, PFQ_EXIT_CANNOT_TELL, PFQ_EXIT_NOT_GOOD,
                                          PFQ_EXIT_USAGE, PFQ_EXIT_AWAY};

    for (size_t i = 0; i < 5; i++) {
        for (size_t k = 0; k < 5; k++) {
            cr_assert_eq(exit_worse(order[i], order[k]), order[i > k ? i : k]);
        }
    }
}

/* --- the verdict on the services ------------------------------------------------- */

static Pfq__V1__ServiceStatus ready(void)
{
    Pfq__V1__ServiceStatus s = PFQ__V1__SERVICE_STATUS__INIT;
    s.state = PFQ__V1__SERVICE_STATE__SERVICE_STATE_READY;
    s.submissions = 12;
    return s;
}

Test(operator_status, one_line_says_how_the_services_are)
{
    static const struct {
        bool away[STATUS_COUNT];
        Pfq__V1__ServiceState intake_state;
        uint64_t backlog;
        const char *text;
        enum pfq_exit code;
    } rows[] = {
        {{0}, 1, 0, "All well: 3 services, 12 files, nothing waiting", PFQ_EXIT_GOOD},
        {{0}, 1, 7, "All well: 3 services, 12 files, 7 waiting", PFQ_EXIT_GOOD},
        {{0}, 2, 0, "Degraded: intake needs a look", PFQ_EXIT_NOT_GOOD},
        {{0}, 3, 0, "Degraded: intake is stopping", PFQ_EXIT_NOT_GOOD},
        {{0, 0, 1}, 1, 0, "Degraded: feedback does not answer", PFQ_EXIT_AWAY},
        {{0, 1, 0}, 1, 0, "Down: store does not answer", PFQ_EXIT_AWAY},
        {{1, 1, 0}, 1, 0, "Down: intake and store do not answer", PFQ_EXIT_AWAY},
        {{1, 1, 1}, 1, 0, "Down: no service answers", PFQ_EXIT_AWAY},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        Pfq__V1__ServiceStatus each[STATUS_COUNT] = {ready(), ready(), ready()};
        struct status status = {.services = {NULL}};
        each[STATUS_INTAKE].state = rows[i].intake_state;
        each[STATUS_INTAKE].backlog = rows[i].backlog;
        for (size_t k = 0; k < STATUS_COUNT; k++) {
            status.services[k] = rows[i].away[k] ? NULL : &each[k];
        }
        struct status_verdict verdict = status_judge(&status);
        cr_assert_str_eq(verdict.text, rows[i].text, "row %zu: %s", i, verdict.text);
        cr_assert_eq(verdict.code, rows[i].code, "row %zu", i);
    }
}

Test(operator_status, an_alarm_is_no_good_news)
{
    char alarm[] = "the disk is nearly full";
    char *alarms[] = {alarm};
    Pfq__V1__ServiceStatus each[STATUS_COUNT] = {ready(), ready(), ready()};
    struct status status = {.services = {&each[0], &each[1], &each[2]}};
    each[STATUS_STORE].n_alarms = 1;
    each[STATUS_STORE].alarms = alarms;
    struct status_verdict verdict = status_judge(&status);
    cr_assert_str_eq(verdict.text, "Degraded: 1 alarm");
    cr_assert_eq(verdict.code, PFQ_EXIT_NOT_GOOD);
}

Test(operator_status, what_a_quarantine_is_and_where_services_were_looked_for_is_said)
{
    struct sheet sheet;
    Pfq__V1__ServiceStatus each[STATUS_COUNT] = {ready(), ready(), ready()};
    struct status status = {
        .run = "/run/x", .tried = "", .services = {&each[0], &each[1], &each[2]}};
    begin(&sheet, 80);
    each[STATUS_STORE].quarantined = 2;
    status_report(&sheet.page, &status, 0);
    const char *text = finish(&sheet);
    cr_assert_not_null(strstr(text, "Quarantine: 2 messages had no id"), "%s", text);
    cr_assert_not_null(strstr(text, "28 days"), "%s", text);
    cr_assert_null(strstr(text, "/run/x"), "%s", text);
    free(sheet.text);
    begin(&sheet, 80);
    status.services[STATUS_FEEDBACK] = NULL;
    status_report(&sheet.page, &status, 0);
    text = finish(&sheet);
    cr_assert_not_null(strstr(text, "looked for in /run/x."), "%s", text);
    free(sheet.text);
}

Test(operator_text, the_zone_of_times_is_said_once_a_page)
{
    struct sheet sheet;
    begin(&sheet, 80);
    page_time(&sheet.page, INK_PLAIN, INT64_C(1777797000000));
    page_end_line(&sheet.page);
    page_time(&sheet.page, INK_PLAIN, INT64_C(1767605400000));
    cr_assert_str_eq(finish(&sheet), "3 May 2026 09:30 London time\n5 Jan 2026 09:30");
    free(sheet.text);
}
