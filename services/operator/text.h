/* text.h - words on a page: escaped, wrapped and, on a terminal, coloured.
 *
 * All output for people goes through a page.  Whatever is put on it is untrusted:
 * control bytes, broken UTF-8 and characters that turn the reading direction come out
 * as "?", so that no id or code out of a message can drive the reader's terminal.
 *
 * Lines are at most 80 columns, fewer on a narrower terminal.  One code point is taken
 * as one column.
 *
 * Layer 4 (operator): knows nothing of pfq's messages.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum ink {
    INK_PLAIN,
    INK_BOLD,
    INK_DIM,
    INK_GOOD,
    INK_WARN,
    INK_BAD
};

struct page {
    FILE *out;
    int width;
    bool colour;
    bool zone_said; /* by page_time() */
    bool full_said; /* that there is more to a finding: by report.h */
    int line_width; /* of page_line(); 0: as width */
};

/* Colour only when `out` is a terminal that has it and NO_COLOR is not set. */
void page_open(struct page *page, FILE *out);

/* Escaped, not wrapped.  Newlines in the text come out as "?". */
void page_put(struct page *page, enum ink ink, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void page_end_line(struct page *page);

/* `label` padded to `indent` columns, then `text` wrapped on words with every further
 * line indented as far, then a newline. */
void page_paragraph(struct page *page, int indent, const char *label, const char *text);

/* The same on one line: what does not fit is cut off after a word and shown as "...".  The line
 * is as wide as the terminal; where there is none nothing is cut off. */
void page_line(struct page *page, int indent, const char *label, const char *text);

/* To stderr: "pfq month: what is wrong", and how to mend it below.  NULL: it is not known. */
void text_problem(const char *where, const char *message, const char *fix);

/* "3 Nov 2026 09:30" in London; "-" for 0. */
#define TEXT_TIME 40
const char *text_time(int64_t at_ms, char out[TEXT_TIME]);

/* "3 Nov 2026" */
const char *text_day(int64_t at_ms, char out[TEXT_TIME]);

/* Put it, the first time with the words "London time". */
void page_time(struct page *page, enum ink ink, int64_t at_ms);

/* "4 s", "12 min", "3 h", "5 d": an age in one unit. */
const char *text_age(int64_t ms, char out[TEXT_TIME]);

/* "15,352" */
const char *text_number(uint64_t number, char out[TEXT_TIME]);

#endif
