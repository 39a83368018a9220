/* Text made harmless for where it goes. */
#include <criterion/criterion.h>

#include "pfq/escape.h"

static const struct {
    const char *text;
    const char *html;
    const char *markdown;
} rows[] = {
    {"", "", ""},
    {NULL, "", ""},
    {"plain, 43AA1234526", "plain, 43AA1234526", "plain, 43AA1234526"},
    {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;",
     "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {"a & b", "a &amp; b", "a &amp; b"},
    {"&lt;", "&amp;lt;", "&amp;lt;"},
    {"\" onload='x'", "&quot; onload=&#39;x&#39;", "\" onload='x'"},
    {"a | b", "a | b", "a \\| b"},
    {"*bold* _it_ `code` [x](y) #1", "*bold* _it_ `code` [x](y) #1",
     "\\*bold\\* \\_it\\_ \\`code\\` \\[x\\](y) \\#1"},
    {"back\\slash", "back\\slash", "back\\\\slash"},
    {"one\ntwo\tthree\r", "one two three ", "one two three "},
    {"bell\a\033[31m\x7f", "bell??[31m?", "bell??\\[31m?"},
    {"caf\xc3\xa9 \xe2\x82\xac", "caf\xc3\xa9 \xe2\x82\xac", "caf\xc3\xa9 \xe2\x82\xac"},
    {"cut\xc3", "cut?", "cut?"},
    {"cut\xc3<", "cut?&lt;", "cut?&lt;"},
    {"overlong\xc0\xbc", "overlong??", "overlong??"},
    {"turned\xe2\x80\xaeround", "turned?round", "turned?round"},
};

Test(escape, no_text_can_be_taken_for_a_mark_of_the_page)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_str_eq(pfq_escape(PFQ_ESCAPE_HTML, rows[i].text, &arena), rows[i].html,
                         "row %zu: %s", i, pfq_escape(PFQ_ESCAPE_HTML, rows[i].text, &arena));
        cr_expect_str_eq(pfq_escape(PFQ_ESCAPE_MARKDOWN, rows[i].text, &arena), rows[i].markdown,
                         "row %zu: %s", i, pfq_escape(PFQ_ESCAPE_MARKDOWN, rows[i].text, &arena));
    }
    pfq_arena_close(&arena);
}

/* The longest of what a byte can become fits what was asked of the arena. */
Test(escape, a_text_of_nothing_but_marks_is_escaped_whole)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    char text[513];
    memset(text, '"', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    cr_assert_eq(strlen(pfq_escape(PFQ_ESCAPE_HTML, text, &arena)), 6 * (sizeof text - 1));
    pfq_arena_close(&arena);
}

/* Bytes that are no text at all come out as text. */
Test(escape, any_bytes_come_out_without_a_mark)
{
    struct pfq_arena arena;
    unsigned seed = 20261123;
    pfq_arena_open(&arena);
    for (int round = 0; round < 2000; round++) {
        char text[64];
        for (size_t i = 0; i < sizeof text - 1; i++) {
            seed = seed * 1664525 + 1013904223;
            text[i] = (char)(seed >> 24 | 1);
        }
        text[sizeof text - 1] = '\0';
        const char *html = pfq_escape(PFQ_ESCAPE_HTML, text, &arena);
        cr_assert_null(strpbrk(html, "<>\"'\n\r\t\033\177"), "seed 20261123, round %d", round);
        pfq_arena_reset(&arena);
    }
    pfq_arena_close(&arena);
}
