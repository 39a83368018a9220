/* report_open.c - what was not decided: questions for a person, and what was not run.
 *
 * A check that needs a person has not failed.  Its title says what would be wrong if it had,
 * so it is shown under what was not said. */
#include <string.h>

#include "report_parts.h"

enum {
    LINES_SHOWN = 10, /* unless all are asked for */
    IDS_SHOWN = 6     /* of a line */
};

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

/* The place in the order of reading: the worst first, what has no severity last. */
static unsigned rank(const Pfq__V1__Finding *f)
{
    return f->severity == 0 ? PFQ__V1__SEVERITY__SEVERITY_MINOR + 1 : (unsigned)f->severity;
}

/* "documents, exhibits"; "" where that is not known. */
static struct line unsaid(const Pfq__V1__Finding *f)
{
    struct line line = {.used = 0};
    line.text[0] = '\0';
    for (size_t i = 0; i < f->n_not_said; i++) {
        line_append(&line, "%s%s", i > 0 ? ", " : "", or_empty(f->not_said[i]));
    }
    return line;
}

/* --- lines: one for all that hangs on the same things ------------------------------------------
 */

static bool same_line(const Pfq__V1__Finding *a, const Pfq__V1__Finding *b)
{
    struct line x = unsaid(a);
    struct line y = unsaid(b);
    return a->outcome == b->outcome && x.used > 0 && strcmp(x.text, y.text) == 0;
}

/* None that is read before it is of the same line. */
static bool begins_line(const Pfq__V1__Receipt *receipt, size_t at)
{
    const Pfq__V1__Finding *f = receipt->findings[at];
    for (size_t i = 0; i < receipt->n_findings; i++) {
        const Pfq__V1__Finding *other = receipt->findings[i];
        bool before = rank(other) < rank(f) || (rank(other) == rank(f) && i < at);
        if (before && same_line(other, f)) {
            return false;
        }
    }
    return true;
}

/* "not said: documents (CD21, CS03 and 9 more)" */
static void put_unsaid(struct page *page, const Pfq__V1__Receipt *receipt,
                       const Pfq__V1__Finding *first)
{
    struct line what = unsaid(first);
    struct line ids = {.used = 0};
    size_t count = 0;
    line_append(&ids, "not said: %s (", what.text);
    for (size_t i = 0; i < receipt->n_findings; i++) {
        const Pfq__V1__Finding *f = receipt->findings[i];
        if (same_line(first, f) && ++count <= IDS_SHOWN) {
            line_append(&ids, "%s%s", count > 1 ? ", " : "", or_empty(f->check));
        }
    }
    if (count > IDS_SHOWN) {
        line_append(&ids, " and %zu more", count - IDS_SHOWN);
    }
    line_append(&ids, ")");
    page_line(page, REPORT_INDENT, "", ids.text);
}

static void put_line(struct page *page, const Pfq__V1__Receipt *receipt, const Pfq__V1__Finding *f)
{
    char label[32];
    if (f->n_not_said > 0) {
        put_unsaid(page, receipt, f);
        return;
    }
    (void)snprintf(label, sizeof label, "%*s%.20s ", REPORT_INDENT, "", or_empty(f->check));
    page_line(page, REPORT_LABEL, label, f->question != NULL ? f->question : or_empty(f->title));
}

/* --- blocks: one for each check ------------------------------------------------------------------
 */

static void put_block(struct page *page, const Pfq__V1__Receipt *receipt, const Pfq__V1__Finding *f)
{
    char label[32];
    struct line title = {.used = 0};
    struct line what = unsaid(f);
    (void)receipt;
    (void)snprintf(label, sizeof label, "%*s%.20s ", REPORT_INDENT, "", or_empty(f->check));
    line_append(&title, "%s (%s)", or_empty(f->title), report_severity(f));
    page_paragraph(page, REPORT_LABEL, label, title.text);
    report_put_items(page, f);
    report_put_detail(page, "unsaid", what.text);
    report_put_detail(page, "ask", f->question);
    report_put_detail(page, "fix", f->fix);
}

/* --- both
 * ------------------------------------------------------------------------------------------ */

typedef void put_one(struct page *page, const Pfq__V1__Receipt *receipt, const Pfq__V1__Finding *f);

/* The worst first; the result is how many there are, of which `room` are shown. */
static size_t put_each(struct page *page, const Pfq__V1__Receipt *receipt, Pfq__V1__Outcome outcome,
                       size_t room, put_one *put)
{
    size_t count = 0;
    size_t ranks = PFQ__V1__SEVERITY__SEVERITY_MINOR + 1;
    for (size_t k = 0; receipt->n_findings > 0 && k < ranks * receipt->n_findings; k++) {
        size_t i = k % receipt->n_findings;
        const Pfq__V1__Finding *f = receipt->findings[i];
        bool wanted = f->outcome == outcome && rank(f) == 1 + k / receipt->n_findings;
        if (wanted && (put == put_block || begins_line(receipt, i)) && ++count <= room) {
            put(page, receipt, f);
        }
    }
    return count;
}

static void put_open(struct page *page, const Pfq__V1__Receipt *receipt, Pfq__V1__Outcome outcome,
                     const char *heading, enum report_detail detail)
{
    struct line line = {.used = 0};
    if (report_count(receipt, outcome, 0) == 0) {
        return;
    }
    line_append(&line, "%s (", heading);
    report_append_severities(&line, receipt, outcome);
    line_append(&line, "):");
    page_paragraph(page, 2, "", line.text);
    if (detail == REPORT_FULL) {
        (void)put_each(page, receipt, outcome, receipt->n_findings, put_block);
        return;
    }
    size_t lines = put_each(page, receipt, outcome, 0, put_line);
    size_t room = lines <= LINES_SHOWN + 1 ? lines : LINES_SHOWN;
    (void)put_each(page, receipt, outcome, room, put_line);
    if (lines > room) {
        line = (struct line){.used = 0};
        line_append(&line, "and %zu more: --full lists them, each with its fix", lines - room);
        page_paragraph(page, REPORT_INDENT, "", line.text);
    }
}

void report_open(struct page *page, const Pfq__V1__Receipt *receipt, enum report_detail detail)
{
    put_open(page, receipt, PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON,
             "Questions for a person, not failings", detail);
    put_open(page, receipt, PFQ__V1__OUTCOME__OUTCOME_NOT_RUN, "Not run, our fault", detail);
}
