/* text.c - words on a page: see text.h. */
#define _GNU_SOURCE /* vasprintf */
#include "text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "pfq/escape.h"

enum {
    WIDTH_MAX = 80,
    WIDTH_MIN = 40
};

/* --- characters ---------------------------------------------------------------- */

static void write_safe(FILE *out, const char *text, const char *end)
{
    char c[4];
    while (text < end) {
        size_t size = pfq_escape_next(&text, c);
        (void)fwrite(c, 1, size, out);
    }
}

static int columns(const char *text, const char *end)
{
    char c[4];
    int count = 0;
    for (; text < end; count++) {
        (void)pfq_escape_next(&text, c);
    }
    return count;
}

/* --- pages --------------------------------------------------------------------- */

static bool wants_colour(int fd)
{
    const char *no = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return isatty(fd) && (no == NULL || *no == '\0') && term != NULL && strcmp(term, "dumb") != 0;
}

void page_open(struct page *page, FILE *out)
{
    struct winsize size;
    int fd = fileno(out);
    *page = (struct page){.out = out, .width = WIDTH_MAX, .colour = wants_colour(fd)};
    page->line_width = isatty(fd) ? 0 : INT_MAX;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        int wide = size.ws_col > WIDTH_MIN ? size.ws_col : WIDTH_MIN;
        page->width = wide < WIDTH_MAX ? wide : WIDTH_MAX;
        page->line_width = wide;
    }
}

static const char *ink_code(enum ink ink)
{
    static const char *const codes[] = {
        [INK_PLAIN] = "",    [INK_BOLD] = "1",    [INK_DIM] = "2",
        [INK_GOOD] = "32;1", [INK_WARN] = "33;1", [INK_BAD] = "31;1",
    };
    return codes[ink];
}

void page_put(struct page *page, enum ink ink, const char *fmt, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, fmt);
    int size = vasprintf(&text, fmt, args);
    va_end(args);
    if (size < 0) {
        return; /* out of memory: the reader loses a word, not the program */
    }
    bool coloured = page->colour && ink != INK_PLAIN;
    if (coloured) {
        fprintf(page->out, "\033[%sm", ink_code(ink));
    }
    write_safe(page->out, text, text + size);
    if (coloured) {
        fputs("\033[0m", page->out);
    }
    free(text);
}

void page_end_line(struct page *page)
{
    putc('\n', page->out);
}

static void break_line(struct page *page, int indent)
{
    fprintf(page->out, "\n%*s", indent, "");
}

/* A word wider than the page is broken wherever the page ends. */
static int put_word(struct page *page, int indent, int column, const char *word, const char *end)
{
    char c[4];
    while (word < end) {
        if (column >= page->width) {
            break_line(page, indent);
            column = indent;
        }
        size_t size = pfq_escape_next(&word, c);
        (void)fwrite(c, 1, size, page->out);
        column++;
    }
    return column;
}

static void put_words(struct page *page, int indent, int column, const char *text)
{
    bool first = true;
    while (*(text += strspn(text, " \t\n")) != '\0') {
        const char *end = text + strcspn(text, " \t\n");
        int space = first ? 0 : 1;
        if (!first && column + space + columns(text, end) > page->width) {
            break_line(page, indent);
            column = indent;
        } else {
            fprintf(page->out, "%*s", space, "");
            column += space;
        }
        column = put_word(page, indent, column, text, end);
        text = end;
        first = false;
    }
}

/* The column after the label, padded to `indent` or as far as it goes. */
static int put_label(struct page *page, int indent, const char *label)
{
    const char *end = label + strlen(label);
    int used = columns(label, end);
    write_safe(page->out, label, end);
    fprintf(page->out, "%*s", used < indent ? indent - used : 0, "");
    return used > indent ? used : indent;
}

void page_paragraph(struct page *page, int indent, const char *label, const char *text)
{
    if (put_label(page, indent, label) > indent) {
        break_line(page, indent);
    }
    put_words(page, indent, indent, text);
    page_end_line(page);
}

/* Where text that is wider than `room` ends: after a word, or anywhere in a single one. */
static const char *cut(const char *text, int room)
{
    char c[4];
    const char *end = text;
    const char *word_end = NULL;
    for (int left = room; left > 0; left--) {
        (void)pfq_escape_next(&end, c);
        word_end = *end == ' ' ? end : word_end;
    }
    return word_end != NULL ? word_end : end;
}

void page_line(struct page *page, int indent, const char *label, const char *text)
{
    const char *end = text + strlen(text);
    int width = page->line_width > 0 ? page->line_width : page->width;
    int room = width - put_label(page, indent, label);
    bool fits = columns(text, end) <= room;
    write_safe(page->out, text, fits ? end : cut(text, room - 3));
    fputs(fits ? "" : "...", page->out);
    page_end_line(page);
}

void text_problem(const char *where, const char *message, const char *fix)
{
    struct page page;
    page_open(&page, stderr);
    page_put(&page, INK_PLAIN, "%s: %s", where, message == NULL ? "" : message);
    page_end_line(&page);
    if (fix != NULL && fix[0] != '\0') {
        page_paragraph(&page, 2, "", fix);
    }
}

/* --- times --------------------------------------------------------------------- */

const char *text_day(int64_t at_ms, char out[TEXT_TIME])
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (at_ms == 0 || !pfq_instant_valid(at_ms)) {
        return "-";
    }
    int32_t date = pfq_london_date(at_ms);
    (void)snprintf(out, TEXT_TIME, "%d %.3s %d", (int)(date % 100),
                   months + (date / 100 % 100 - 1) * 3, (int)(date / 10000));
    return out;
}

const char *text_time(int64_t at_ms, char out[TEXT_TIME])
{
    const char *day = text_day(at_ms, out);
    if (day != out) {
        return day;
    }
    int minutes = pfq_london_minutes(at_ms);
    size_t used = strlen(out);
    (void)snprintf(out + used, TEXT_TIME - used, " %02d:%02d", minutes / 60, minutes % 60);
    return out;
}

void page_time(struct page *page, enum ink ink, int64_t at_ms)
{
    char at[TEXT_TIME];
    page_put(page, ink, "%s%s", text_time(at_ms, at), page->zone_said ? "" : " London time");
    page->zone_said = true;
}

const char *text_age(int64_t ms, char out[TEXT_TIME])
{
    static const struct {
        int64_t from_ms;
        int64_t unit_ms;
        const char *unit;
    } units[] = {{172800000, 86400000, "d"},
                 {7200000, 3600000, "h"},
                 {120000, 60000, "min"},
                 {1000, 1000, "s"},
                 {0, 1, "ms"}};

    size_t i = 0;
    ms = ms < 0 ? 0 : ms;
    while (ms < units[i].from_ms) {
        i++;
    }
    (void)snprintf(out, TEXT_TIME, "%" PRId64 " %s", ms / units[i].unit_ms, units[i].unit);
    return out;
}

const char *text_number(uint64_t number, char out[TEXT_TIME])
{
    char digits[TEXT_TIME];
    char *to = out;
    int n = snprintf(digits, sizeof digits, "%" PRIu64, number);
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0) {
            *to++ = ',';
        }
        *to++ = digits[i];
    }
    *to = '\0';
    return out;
}
