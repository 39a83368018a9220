/* A mail as bytes: deliver/mail.h. */
#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

#include "feedback/deliver/mail.h"
#include "pfq/arena.h"

static struct pfq_arena arena;

static void setup(void)
{
    pfq_arena_open(&arena);
}

static void teardown(void)
{
    pfq_arena_close(&arena);
}

TestSuite(mail, .init = setup, .fini = teardown);

static const uint8_t png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 1, 2, 3};
static const struct mail_image image = {
    "chart-1", "Files that met the standard: 52 % in May", {png, sizeof png}};
static const struct mail_attachment table = {
    "feedback.csv", "text/csv", {(const uint8_t *)"force,files\r\n43,60\r\n", 20}};

static struct mail perfect(void)
{
    return (struct mail){.from = "pfq@cps.example",
                         .from_name = "Police file quality feedback",
                         .reply_to = "desk@cps.example",
                         .to = "lead@police.example",
                         .message_id = "0123456789abcdef@cps.example",
                         .date_ms = INT64_C(1777800000000),
                         .subject = "Force 43, week 18",
                         .text = "31 of 60 files.\n",
                         .html = "<p>31 of 60 files.</p>\n<img src=\"cid:chart-1\" alt=\"52 %\">\n",
                         .images = &image,
                         .image_count = 1,
                         .attachments = &table,
                         .attachment_count = 1};
}

static const char *build(const struct mail *mail)
{
    struct pfq_bytes bytes;
    struct pfq_err err = {0};
    cr_assert_eq(mail_build(mail, &arena, &bytes, &err), PFQ_OK, "%s", err.text);
    return pfq_arena_strndup(&arena, (const char *)bytes.data, bytes.size);
}

static void has(const char *text, const char *part)
{
    cr_expect_not_null(strstr(text, part), "no \"%s\" in:\n%s", part, text);
}

/* Of the head of the mail: header lines that begin so, continuation lines not counted. */
static unsigned headers(const char *text, const char *name)
{
    unsigned count = 0;
    const char *end = strstr(text, "\r\n\r\n");
    for (const char *line = text; line != NULL && line < end; line = strstr(line, "\r\n")) {
        line += line == text ? 0 : 2;
        count += strncasecmp(line, name, strlen(name)) == 0;
    }
    return count;
}

Test(mail, a_mail_has_its_headers_once_and_says_that_nobody_wrote_it)
{
    static const char *const names[] = {"From:", "To:",         "Reply-To:",       "Subject:",
                                        "Date:", "Message-Id:", "Auto-Submitted:", "MIME-Version:"};
    struct mail mail = perfect();
    const char *text = build(&mail);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cr_expect_eq(headers(text, names[i]), 1, "%s\n%s", names[i], text);
    }
    has(text, "From: Police file quality feedback <pfq@cps.example>\r\n");
    has(text, "To: lead@police.example\r\n");
    has(text, "Date: Sun, 03 May 2026 09:20:00 +0000\r\n");
    has(text, "<0123456789abcdef@cps.example>");
    has(text, "Auto-Submitted: auto-generated\r\n");
}

Test(mail, its_parts_are_nested_as_readers_expect)
{
    static const char *const order[] = {
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html",
        "image/png",       "Content-Id: <chart-1>", "text/csv"};
    struct mail mail = perfect();
    const char *text = build(&mail);
    const char *at = text;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *next = strcasestr(at, order[i]);
        cr_assert_not_null(next, "%s is missing, or too early:\n%s", order[i], text);
        at = next;
    }
    has(text, "Content-Description: Files that met the standard: 52 % in May");
    has(text, "filename=feedback.csv");
    has(text, "charset=UTF-8");
}

Test(mail, a_plain_mail_has_one_part)
{
    struct mail mail = perfect();
    mail.html = NULL;
    mail.attachment_count = 0;
    const char *text = build(&mail);
    has(text, "Content-Type: text/plain");
    cr_expect_null(strstr(text, "multipart"));
}

Test(mail, the_same_mail_is_the_same_bytes)
{
    struct mail mail = perfect();
    cr_expect_str_eq(build(&mail), build(&mail));
}

Test(mail, no_text_can_make_a_header_of_its_own)
{
    static const char *const attacks[] = {
        "a\r\nBcc: evil@x.example",
        "a\nBcc: evil@x.example",
        "a\rBcc: evil@x.example",
        "a\r\n\r\nBcc: evil@x.example",
        "\r\nBcc: evil@x.example",
        "a\r\n Bcc: evil@x.example",
        "a\xe2\x80\xa8"
        "Bcc: evil@x.example",
        "a\x0b"
        "Bcc: evil@x.example",
        "=?utf-8?q?a=0D=0ABcc:_evil?=",
    };
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        struct mail mail = perfect();
        struct mail_image bad_image = image;
        struct mail_attachment bad_file = table;
        mail.subject = mail.from_name = bad_image.alt = bad_file.name = attacks[i];
        mail.images = &bad_image;
        mail.attachments = &bad_file;
        const char *text = build(&mail);
        cr_expect_null(strcasestr(text, "\nBcc"), "attack %zu:\n%s", i, text);
        cr_expect_null(strcasestr(text, "\rBcc"), "attack %zu", i);
        cr_expect_eq(headers(text, "Subject:"), 1);
        has(text, "Subject: ");
    }
}

Test(mail, an_address_that_is_not_plain_is_refused)
{
    static const char *const bad[] = {"",
                                      "lead",
                                      "@x.example",
                                      "lead@",
                                      "a b@x.example",
                                      "a@x.example, b@x.example",
                                      "a@x.example\r\nRCPT TO:<b@x.example>",
                                      "<a@x.example>",
                                      "a@b@c",
                                      "a..b@x.example",
                                      ".a@x.example",
                                      "a@x..example",
                                      "a@x.example.",
                                      "\"a\"@x.example",
                                      "\xc3\xa9@x.example"};
    static const char *const good[] = {"a@x.example", "first.last+tag@sub.police.example",
                                       "o'neil@x.example", "a@localhost"};
    struct pfq_err err;
    struct pfq_bytes bytes;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct mail mail = perfect();
        err = (struct pfq_err){0};
        mail.to = bad[i];
        cr_expect_not(mail_address_good(bad[i]), "%s", bad[i]);
        cr_expect_eq(mail_build(&mail, &arena, &bytes, &err), PFQ_E_UNREADABLE, "%s", bad[i]);
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        cr_expect(mail_address_good(good[i]), "%s", good[i]);
    }
}

/* Lines end with CR LF, have 998 bytes at most, and everything is ASCII on the way. */
static void check_lines(const char *text)
{
    size_t length = 0;
    for (const char *c = text; *c != '\0'; c++) {
        cr_assert((unsigned char)*c < 0x80);
        if (*c == '\n') {
            cr_assert_eq(c[-1], '\r');
            length = 0;
        }
        cr_assert_leq(++length, 998U);
    }
}

Test(mail, long_lines_and_other_alphabets_arrive_whole)
{
    struct mail mail = perfect();
    char *longest = pfq_arena_new(&arena, char, 5001);
    memset(longest, 'x', 5000);
    mail.text = longest;
    mail.html = pfq_arena_printf(&arena, "<p>%s caf\xc3\xa9 \xe2\x89\xa5 30</p>", longest);
    mail.subject = pfq_arena_printf(&arena, "Dyfed\xe2\x80\x93Powys caf\xc3\xa9 %s", longest);
    mail.from_name = "Ystadegau Heddlu \xc5\xb5";
    const char *text = build(&mail);
    check_lines(text);
    has(text, "Subject: =?UTF-8?");
    has(text, "From: Ystadegau Heddlu =?UTF-8?b?xbU=?= <pfq@cps.example>");
    has(text, "caf=C3=A9");
}

Test(mail, one_that_is_too_large_for_the_outbox_is_refused)
{
    struct mail mail = perfect();
    struct mail_attachment huge = table;
    struct pfq_bytes bytes;
    struct pfq_err err = {0};
    uint8_t *data = pfq_arena_new(&arena, uint8_t, MAIL_BYTES_MAX);
    huge.bytes = (struct pfq_bytes){data, MAIL_BYTES_MAX};
    mail.attachments = &huge;
    cr_expect_eq(mail_build(&mail, &arena, &bytes, &err), PFQ_E_TOO_LARGE);
}

static Pfq__V1__Delivery names(char *recipient, char *force, char *unit, char *period)
{
    Pfq__V1__Delivery d = PFQ__V1__DELIVERY__INIT;
    d.recipient = recipient;
    d.force = force;
    d.police_unit = unit;
    d.period = period;
    d.kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY;
    d.audience = PFQ__V1__AUDIENCE__AUDIENCE_OUTSIDE;
    return d;
}

Test(mail, its_message_id_is_of_its_names_and_of_nothing_else)
{
    char a[] = "a@x.example", f43[] = "43", none[] = "", unit[] = "AB", w18[] = "2026-W18",
         w19[] = "2026-W19";
    char first[MAIL_ID_BYTES + 1], other[MAIL_ID_BYTES + 1];
    Pfq__V1__Delivery same = names(a, f43, none, w18);
    Pfq__V1__Delivery others[] = {names(a, f43, unit, w18), names(a, f43, none, w19),
                                  names(w19, f43, none, w18)};
    mail_message_id(&same, "pfq@cps.example", first);
    mail_message_id(&same, "pfq@cps.example", other);
    cr_expect_str_eq(first, other);
    has(first, "@cps.example");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        mail_message_id(&others[i], "pfq@cps.example", other);
        cr_expect_str_neq(first, other);
    }
}
