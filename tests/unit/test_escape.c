/* Text made harmless for where it goes. */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

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
    {"no character\xef\xbf\xbf", "no character?", "no character?"},
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

/* --- mail headers ------------------------------------------------------------------ */

static const struct {
    const char *text;
    const char *header;
} headers[] = {
    {NULL, ""},
    {"Weekly digest, Avon and Somerset", "Weekly digest, Avon and Somerset"},
    {"one\r\nBcc: thief@example.org", "one  Bcc: thief@example.org"},
    {"bell\a", "bell?"},
    {"caf\xc3\xa9 1", "=?UTF-8?Q?caf=C3=A9_1?="},
    {"=?UTF-8?Q?forged?=", "=?UTF-8?Q?=3D=3FUTF=2D8=3FQ=3Fforged=3F=3D?="},
};

Test(escape, no_text_breaks_out_of_its_mail_header)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        cr_expect_str_eq(pfq_escape_mail(headers[i].text, &arena), headers[i].header, "row %zu: %s",
                         i, pfq_escape_mail(headers[i].text, &arena));
    }
    pfq_arena_close(&arena);
}

Test(escape, encoded_words_of_a_header_are_short_and_hold_whole_characters)
{
    struct pfq_arena arena;
    char text[400] = "";
    pfq_arena_open(&arena);
    for (int i = 0; i < 60; i++) {
        strcat(text, i % 3 == 0 ? "\xf0\x9f\x93\x84" : "\xe2\x82\xac");
    }
    size_t words = 0;
    for (char *word = strtok(pfq_escape_mail(text, &arena), " "); word != NULL;
         word = strtok(NULL, " "), words++) {
        cr_assert_leq(strlen(word), 75, "%s", word);
        cr_assert_eq(strncmp(word, "=?UTF-8?Q?", 10), 0, "%s", word);
        cr_assert_neq(strtol(word + 11, NULL, 16) & 0xC0, 0x80, "begins within a character: %s",
                      word);
    }
    cr_assert_gt(words, 1);
    pfq_arena_close(&arena);
}

/* --- CSV ----------------------------------------------------------------------------- */

static const struct {
    const char *text;
    const char *field;
} fields[] = {
    {NULL, ""},
    {"plain", "plain"},
    {"a,b", "\"a,b\""},
    {"say \"no\"", "\"say \"\"no\"\"\""},
    {"one\ntwo", "\"one\ntwo\""},
    {" space ", "\" space \""},
    {"# no comment", "\"# no comment\""},
    {"=1+1", "'=1+1"},
    {"+44 20", "'+44 20"},
    {"-1 page", "'-1 page"},
    {"@SUM(A1)", "'@SUM(A1)"},
    {"\t=1", "'\t=1"},
    {"\r=1", "\"'\r=1\""},
    {"  =1", "\"'  =1\""},
    {"\xef\xbc\x9d"
     "1",
     "'\xef\xbc\x9d"
     "1"},
    {"'=1", "''=1"},
    {"'tis", "'tis"},
    {"-12.5", "-12.5"},
    {"+3", "+3"},
    {"-12.", "'-12."},
    {"-", "'-"},
    {"caf\xc3", "caf\xc3"},
};

/* What a CSV reader hands on: the field without its quotes. */
static const char *unquoted(const char *field, struct pfq_arena *arena)
{
    if (*field != '"') {
        return field;
    }
    char *out = pfq_arena_strdup(arena, field + 1);
    char *to = out;
    for (const char *c = field + 1; c[1] != '\0'; c++) {
        *to++ = *c;
        c += *c == '"';
    }
    *to = '\0';
    return out;
}

Test(escape, no_field_of_a_csv_file_is_run_as_a_formula_and_each_comes_back)
{
    struct pfq_arena arena;
    pfq_arena_open(&arena);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *field = pfq_escape_csv(fields[i].text, &arena);
        cr_expect_str_eq(field, fields[i].field, "row %zu: %s", i, field);
        cr_expect_str_eq(pfq_unescape_csv(unquoted(field, &arena)),
                         fields[i].text == NULL ? "" : fields[i].text, "row %zu", i);
    }
    pfq_arena_close(&arena);
}
