/* A digest as a mail, and made to fit: feedback/digest/letter.h, digest_fit(). */
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "feedback/digest/letter.h"
#include "feedback/digest/private.h"
#include "feedback/digest/pages.h"
#include "support/digest_kit.h"

static struct pfq_arena arena;
static struct digest_kit kit;

static void setup(void)
{
    pfq_arena_open(&arena);
}

static void teardown(void)
{
    pfq_arena_close(&arena);
}

TestSuite(digest_letter, .init = setup, .fini = teardown);

static Pfq__V1__Digest *month(void)
{
    digest_kit_open(&kit, PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY, &arena);
    digest_kit_fill_month(&kit);
    return digest_build(&kit.facts, &arena);
}

static struct letter letter_of(const Pfq__V1__Digest *digest)
{
    struct letter letter;
    struct pfq_err err = {0};
    cr_assert_eq(letter_write(digest, &arena, &letter, &err), PFQ_OK, "%s", err.text);
    return letter;
}

/* "43", two letters, then seven digits. */
static size_t count_urns(const char *text)
{
    size_t count = 0;
    for (const char *at = strstr(text, "43"); at != NULL; at = strstr(at + 1, "43")) {
        count += isupper((unsigned char)at[2]) && isupper((unsigned char)at[3]) &&
                 strspn(at + 4, "0123456789") == 7;
    }
    return count;
}

Test(digest_letter, it_names_force_and_period_has_counts_and_at_most_three_urns)
{
    Pfq__V1__Digest *digest = month();
    cr_assert(digest_outside(digest));
    struct letter letter = letter_of(digest);
    cr_expect_not_null(strstr(letter.subject, "Monthly digest"), "%s", letter.subject);
    cr_expect_not_null(strstr(letter.subject, "October 2026"), "%s", letter.subject);
    cr_expect_not_null(strstr(letter.text, "Do this first"));
    cr_expect_not_null(strstr(letter.text, "2,950"), "%s", letter.text);
    cr_expect_not_null(strstr(letter.html, "2,950"));
    cr_expect_gt(count_urns(letter.text), 0U);
    cr_expect_leq(count_urns(letter.text), 3U);
    cr_expect_eq(count_urns(letter.text), count_urns(letter.html));
    cr_expect_not_null(strstr(letter.text, letter.csv_name));
    cr_expect_str_eq(letter.csv_name, "pfq-43-monthly-2026-10.csv");
    digest->force = NULL;
    digest->area = pfq_arena_strdup(&arena, "Thames and Chiltern");
    cr_expect_str_eq(letter_of(digest).csv_name, "pfq-thames-and-chiltern-monthly-2026-10.csv");
    digest->force = pfq_arena_strdup(&arena, "43");
    cr_expect_not_null(strstr((const char *)letter.csv.data, "row_key"));
}

Test(digest_letter, its_picture_is_one_png_shown_with_its_words)
{
    struct letter letter = letter_of(month());
    cr_assert_not_null(letter.alt);
    cr_assert_gt(letter.picture.size, 8U);
    cr_expect_eq(memcmp(letter.picture.data, "\x89PNG", 4), 0);
    cr_expect_not_null(strstr(letter.html, "<img src=\"cid:chart.png\" alt=\""));
    cr_expect_null(strstr(letter.html, "<svg"));
    cr_expect_null(strstr(letter.html, "<script"));
    cr_expect_null(strstr(letter.bare, "<img"), "for a mail that has no room for it");
    cr_expect_not_null(strstr(letter.bare, "Do this first"));
    cr_expect_not_null(strstr(letter.text, "for the CPS alone"));
}

/* An Area's digest with everything that people say of it. */
static Pfq__V1__Digest *of_area(Pfq__V1__DigestKind kind)
{
    static char *challenges[] = {"43, challenge ch-1 to the unit's inspector, OVERDUE since 9 "
                                 "October 2026: the police's turn to answer.",
                                 "43, challenge ch-2 on 43AA0000126: sent.",
                                 "43, challenge ch-3 on 43AA0000226: sent.",
                                 "43, challenge ch-4 on 43AA0000326 and 43AA0000426: sent.",
                                 "43, challenge ch-5 on 43AA0000526: sent."};
    static char *muted[] = {"40, Interview: muted until 1 December 2026."};
    digest_kit_open(&kit, kind, &arena);
    if (digest_is_monthly(kind)) {
        digest_kit_fill_pack(&kit);
    } else {
        digest_kit_fill_week(&kit);
    }
    Pfq__V1__Digest *digest = digest_build(&kit.facts, &arena);
    digest->challenges = challenges;
    digest->muted = muted;
    digest->n_challenges = sizeof challenges / sizeof *challenges;
    digest->n_muted = 1;
    return digest;
}

static const char *printed(const Pfq__V1__Digest *digest)
{
    char *data = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&data, &size);
    digest_text(digest, &arena, file);
    (void)fclose(file);
    const char *text = pfq_arena_strdup(&arena, data);
    free(data);
    return text;
}

/* What a call or review is run from is the same page, whoever sends it. */
Test(digest_letter, the_sheet_and_the_pack_in_mail_are_what_the_command_prints)
{
    static const Pfq__V1__DigestKind kinds[] = {PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET,
                                                PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK};
    static const char *const parts[] = {"Do this first",
                                        "Open challenges",
                                        "OVERDUE since 9",
                                        "turn to answer",
                                        "muted until 1 December 2026",
                                        "Bedfordshire Police",
                                        "for the CPS alone"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const Pfq__V1__Digest *digest = of_area(kinds[i]);
        struct letter letter = letter_of(digest);
        cr_expect_str_eq(letter.text, printed(digest_few_files(digest, LETTER_URNS, &arena)));
        cr_expect_eq(count_urns(letter.text), LETTER_URNS, "%s", letter.text);
        cr_expect_eq(count_urns(letter.html), count_urns(letter.text));
        cr_expect_not_null(strstr(letter.text, "And 1 more: pfq challenge list"));
        cr_expect_not_null(strstr((const char *)letter.csv.data, "43AA0000326"), "is attached");
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
            cr_expect_not_null(strstr(letter.text, parts[k]), "%s", parts[k]);
            cr_expect_not_null(strstr(letter.html, parts[k]), "%s", parts[k]);
        }
        cr_expect_null(strstr(letter.html, "<svg"), "no mail program shows it");
    }
}

/* What the mailbox asks of a force its mail asks too: no fourth file is named for it. */
Test(digest_letter, a_force_is_mailed_its_open_challenges_and_what_is_muted)
{
    static char *challenges[] = {"ch-1, Interview: sent. Wanted by 9 October 2026 (overdue): mend.",
                                 "ch-2, case 43AA0000126: sent.", "ch-3, case 43AA0000226: sent.",
                                 "ch-4, case 43AA0000326: sent."};
    static char *muted[] = {"Disclosure, until 1 December 2026: known."};
    static const char *const parts[] = {"Open challenges",
                                        "ch-1, Interview",
                                        "ch-3, case 43AA0000226",
                                        "And 1 more: pfq challenge list",
                                        "Muted: counted, and not told of",
                                        "Disclosure, until 1 December 2026"};
    Pfq__V1__Digest *digest = month();
    cr_assert(digest_outside(digest));
    digest->challenges = challenges;
    digest->muted = muted;
    digest->n_challenges = sizeof challenges / sizeof *challenges;
    digest->n_muted = 1;
    struct letter letter = letter_of(digest);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        cr_expect_not_null(strstr(letter.text, parts[i]), "%s", parts[i]);
        cr_expect_not_null(strstr(letter.html, parts[i]), "%s", parts[i]);
    }
    cr_expect_eq(count_urns(letter.text), LETTER_URNS, "%s", letter.text);
    cr_expect_not_null(strstr(letter.text, "Examples: "), "a file that fails is one of them");
    cr_expect_not_null(strstr((const char *)letter.csv.data, "43AA0000326"), "is attached");
}

Test(digest_letter, without_a_chart_there_is_no_picture)
{
    Pfq__V1__Digest *digest = month();
    for (size_t i = 0; i < digest->n_themes; i++) {
        digest->themes[i]->n_trend = 0;
    }
    struct letter letter = letter_of(digest);
    cr_expect_null(letter.alt);
    cr_expect_null(strstr(letter.html, "<img"));
}

Test(digest_letter, what_does_not_fit_a_message_is_left_out_and_stays_counted)
{
    Pfq__V1__Digest *digest = month();
    size_t whole = protobuf_c_message_get_packed_size(&digest->base);
    uint32_t in_all = digest->themes_in_all;
    size_t themes = digest->n_themes;
    cr_expect(digest_fit(digest, whole));
    cr_expect_eq(protobuf_c_message_get_packed_size(&digest->base), whole, "it fits as it is");
    cr_expect(digest_fit(digest, whole / 3));
    cr_expect_leq(protobuf_c_message_get_packed_size(&digest->base), whole / 3);
    cr_expect_lt(digest->n_themes, themes);
    cr_expect_eq(digest->themes_in_all, in_all);
    cr_expect_not(digest_fit(digest, 10));
}

/* The picture that is thinned already goes first, and whole: half of it would lose a signal. */
Test(digest_letter, the_sums_are_left_out_before_anything_else)
{
    Pfq__V1__Digest *digest = month();
    size_t whole = protobuf_c_message_get_packed_size(&digest->base);
    size_t trend = digest->themes[0]->n_trend;
    cr_assert_gt(digest->themes[0]->n_sums, 0U);
    cr_expect(digest_fit(digest, whole - 1));
    cr_expect_eq(digest->themes[0]->n_sums, 0U);
    cr_expect_not(digest->themes[0]->has_sum_height_milli);
    cr_expect_eq(digest->themes[0]->n_trend, trend);
}
