/* report.c - a receipt on a page: see report.h. */
#include "report.h"

#include <inttypes.h>
#include <string.h>

#include "line.h"
#include "pfq/wire.h"
#include "report_parts.h"

enum {
    INDENT = REPORT_INDENT,
    LABEL = REPORT_LABEL,
    PLACES_NAMED = 3
};

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

/* --- the verdict --------------------------------------------------------------- */

struct verdict_words {
    const char *text;
    enum ink ink;
};

/* The verdict, or what became of a message that has none. */
static struct verdict_words verdict_words(const Pfq__V1__Receipt *receipt)
{
    static const struct verdict_words words[] = {
        {"NO VERDICT", INK_WARN},   {"MEETS", INK_GOOD},     {"PARTLY MEETS", INK_WARN},
        {"DOES NOT MEET", INK_BAD}, {"UNDECIDED", INK_WARN}, {"TRY AGAIN", INK_WARN},
        {"CONFLICT", INK_BAD},      {"REFUSED", INK_BAD},
    };
    _Static_assert(PFQ__V1__VERDICT__VERDICT_UNDECIDED == 4, "words are in the enum's order");
    _Static_assert(PFQ__V1__ANSWER__ANSWER_TRY_AGAIN == 3, "words are in the enum's order");
    unsigned verdict = receipt->has_verdict ? (unsigned)receipt->verdict : 0;
    unsigned answer = receipt->has_answer ? (unsigned)receipt->answer : 0;
    bool no_verdict = verdict == 0 && answer >= PFQ__V1__ANSWER__ANSWER_TRY_AGAIN;
    unsigned i = no_verdict ? answer + 2 : verdict;
    return words[i < sizeof words / sizeof words[0] ? i : 0];
}

const char *report_verdict(Pfq__V1__Verdict verdict)
{
    Pfq__V1__Receipt receipt = PFQ__V1__RECEIPT__INIT;
    receipt.has_verdict = true;
    receipt.verdict = verdict;
    return verdict_words(&receipt).text;
}

unsigned report_count(const Pfq__V1__Receipt *receipt, Pfq__V1__Outcome outcome,
                      Pfq__V1__Severity severity)
{
    unsigned count = 0;
    for (size_t i = 0; i < receipt->n_findings; i++) {
        const Pfq__V1__Finding *f = receipt->findings[i];
        count += f->outcome == outcome && (severity == 0 || f->severity == severity);
    }
    return count;
}

/* "2 critical, 1 major", after what the line holds. */
void report_append_severities(struct line *line, const Pfq__V1__Receipt *receipt,
                              Pfq__V1__Outcome outcome)
{
    static const char *const names[] = {NULL, "critical", "major", "minor"};
    size_t began = line->used;
    for (Pfq__V1__Severity s = PFQ__V1__SEVERITY__SEVERITY_CRITICAL;
         s <= PFQ__V1__SEVERITY__SEVERITY_MINOR; s++) {
        unsigned n = report_count(receipt, outcome, s);
        if (n > 0) {
            line_append(line, "%s%u %s", line->used > began ? ", " : "", n, names[s]);
        }
    }
}

static const char *file_type_name(Pfq__V1__FileType type)
{
    return or_empty(pfq_enum_name(&pfq__v1__file_type__descriptor, (int)type));
}

/* "2 critical, 1 major; 3 need a person". */
static void append_counts(struct line *line, const Pfq__V1__Receipt *receipt)
{
    report_append_severities(line, receipt, PFQ__V1__OUTCOME__OUTCOME_NOT_MET);
    if (line->used == 0 && receipt->counts != NULL) {
        line_append(line, "%u check%s met", receipt->counts->met,
                    receipt->counts->met == 1 ? "" : "s");
    }
    unsigned people = report_count(receipt, PFQ__V1__OUTCOME__OUTCOME_NEEDS_PERSON, 0);
    if (people > 0) {
        line_append(line, "%s%u need%s a person", line->used > 0 ? "; " : "", people,
                    people == 1 ? "s" : "");
    }
    unsigned not_run = report_count(receipt, PFQ__V1__OUTCOME__OUTCOME_NOT_RUN, 0);
    if (not_run > 0) {
        line_append(line, "%s%u not run", line->used > 0 ? "; " : "", not_run);
    }
}

void report_head(struct page *page, const Pfq__V1__Receipt *receipt)
{
    struct verdict_words verdict = verdict_words(receipt);
    struct line file = {.used = 0};
    struct line counts = {.used = 0};
    append_counts(&counts, receipt);
    if (receipt->urn != NULL && *receipt->urn != '\0') {
        line_append(&file, "%.30s  ", receipt->urn);
    }
    if (receipt->has_file_type) {
        line_append(&file, "%s  ", file_type_name(receipt->file_type));
    }
    page_put(page, INK_BOLD, "%s", file.text);
    page_put(page, verdict.ink, "%s", verdict.text);
    if (counts.used > 0) {
        size_t whole = file.used + strlen(verdict.text) + counts.used + 4;
        bool fits = whole <= (size_t)page->width;
        if (!fits) {
            page_end_line(page);
        }
        page_put(page, INK_PLAIN, "  (%s)", counts.text);
    }
    page_end_line(page);
}

/* --- findings ------------------------------------------------------------------ */

const char *report_severity(const Pfq__V1__Finding *f)
{
    static const char *const names[] = {"", "critical", "major", "minor"};
    return f->severity <= PFQ__V1__SEVERITY__SEVERITY_MINOR ? names[f->severity] : "";
}

static const char *change_words(const Pfq__V1__Finding *f)
{
    return f->change == PFQ__V1__CHANGE__CHANGE_STILL_OPEN ? "still open, "
           : f->change == PFQ__V1__CHANGE__CHANGE_NEW      ? "new, "
                                                           : "";
}

void report_put_detail(struct page *page, const char *label, const char *text)
{
    char padded[32];
    if (text != NULL && *text != '\0') {
        (void)snprintf(padded, sizeof padded, "%*s%s", INDENT, "", label);
        page_paragraph(page, LABEL, padded, text);
    }
}

void report_put_items(struct page *page, const Pfq__V1__Finding *f)
{
    struct line items = {.used = 0};
    for (size_t i = 0; i < f->n_items; i++) {
        line_append(&items, "%s%s", i > 0 ? ", " : "", f->items[i]);
    }
    report_put_detail(page, "where", items.text);
}

static void put_title(struct page *page, size_t number, const Pfq__V1__Finding *f)
{
    char label[32];
    struct line title = {.used = 0};
    (void)snprintf(label, sizeof label, "%2zu. ", number);
    line_append(&title, "%s (%s, %s%s", or_empty(f->title), report_severity(f), change_words(f),
                or_empty(f->check));
    for (size_t i = 0; i < f->n_reasons; i++) {
        line_append(&title, ", CPS reason %s", f->reasons[i]);
    }
    line_append(&title, ")");
    page_paragraph(page, INDENT, label, title.text);
}

static void put_finding(struct page *page, size_t number, const Pfq__V1__Finding *f,
                        enum report_detail detail)
{
    put_title(page, number, f);
    report_put_items(page, f);
    if (detail != REPORT_BRIEF) {
        report_put_detail(page, "why", f->why);
        report_put_detail(page, "fix", f->fix);
        report_put_detail(page, "good", f->good);
    }
}

static void put_not_met(struct page *page, const Pfq__V1__Receipt *receipt,
                        enum report_detail detail)
{
    size_t number = 0;
    for (size_t i = 0; i < receipt->n_findings; i++) {
        if (receipt->findings[i]->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET) {
            put_finding(page, ++number, receipt->findings[i], detail);
        }
    }
    if (number > 0 && detail == REPORT_BRIEF && !page->full_said) {
        page_paragraph(page, INDENT, "", "--full says why each matters and how to mend it");
        page->full_said = true;
    }
}

/* --- the message itself -------------------------------------------------------- */

static void put_problems(struct page *page, const char *heading, Pfq__V1__Problem *const *rows,
                         size_t count)
{
    if (count > 0) {
        page_paragraph(page, 2, "", heading);
    }
    for (size_t i = 0; i < count; i++) {
        struct line line = {.used = 0};
        if (rows[i]->path != NULL && *rows[i]->path != '\0') {
            line_append(&line, "%s: ", rows[i]->path);
        }
        line_append(&line, "%s", or_empty(rows[i]->message));
        if (rows[i]->fix != NULL && *rows[i]->fix != '\0') {
            line_append(&line, " %s", rows[i]->fix);
        }
        page_paragraph(page, INDENT + 2, "    -", line.text);
    }
}

static bool same_words(const Pfq__V1__Problem *a, const Pfq__V1__Problem *b)
{
    return strcmp(or_empty(a->code), or_empty(b->code)) == 0 &&
           strcmp(or_empty(a->message), or_empty(b->message)) == 0;
}

/* Whether an earlier row said the same of another place. */
static bool said_before(Pfq__V1__Problem *const *rows, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (same_words(rows[k], rows[i])) {
            return true;
        }
    }
    return false;
}

static void append_places(struct line *line, Pfq__V1__Problem *const *rows, size_t first,
                          size_t count)
{
    size_t places = 0;
    for (size_t i = first; i < count; i++) {
        if (!same_words(rows[first], rows[i]) || or_empty(rows[i]->path)[0] == '\0') {
            continue;
        }
        if (++places <= PLACES_NAMED) {
            line_append(line, "%s%s", places > 1 ? ", " : "", rows[i]->path);
        }
    }
    if (places > PLACES_NAMED) {
        line_append(line, " and %zu more", places - PLACES_NAMED);
    }
}

/* Short: what is said of many places is said once, with the first of them. */
static void put_warnings(struct page *page, Pfq__V1__Problem *const *rows, size_t count)
{
    if (count > 0) {
        page_paragraph(page, 2, "", "Passed over or read differently:");
    }
    for (size_t i = 0; i < count; i++) {
        struct line line = {.used = 0};
        if (said_before(rows, i)) {
            continue;
        }
        append_places(&line, rows, i, count);
        line_append(&line, "%s%s", line.used > 0 ? ": " : "", or_empty(rows[i]->message));
        page_paragraph(page, INDENT + 2, "    -", line.text);
    }
}

static void put_place(struct page *page, const struct report_context *context)
{
    if (context->file != NULL) {
        page_put(page, INK_DIM, context->line > 0 ? "%s:%u" : "%s", context->file, context->line);
        page_end_line(page);
    }
}

static void put_sent(struct page *page, const Pfq__V1__Receipt *receipt)
{
    struct line line = {.used = 0};
    line_append(&line, "%s",
                or_empty(pfq_enum_name(&pfq__v1__answer__descriptor, (int)receipt->answer)));
    if (receipt->mode == PFQ__V1__MODE__MODE_TEST) {
        line_append(&line, " as a test");
    }
    if (receipt->has_ordinal) {
        line_append(&line, ", submission %u of this file", receipt->ordinal);
    }
    if (receipt->has_feedback_number) {
        line_append(&line, ", number %" PRIu64 " in the mailbox of force %s",
                    receipt->feedback_number, or_empty(receipt->force));
    }
    page_paragraph(page, 2, "", line.text);
}

/* Those that were found on the way into the message come first, and stay here. */
static void put_all_problems(struct page *page, const Pfq__V1__Receipt *receipt, size_t told_here)
{
    put_problems(page,
                 "Problems with the document (told here only: they do not travel with the file):",
                 receipt->problems, told_here);
    put_problems(page, "Problems with the message:", receipt->problems + told_here,
                 receipt->n_problems - told_here);
}

static void put_body(struct page *page, const Pfq__V1__Receipt *receipt, enum report_detail detail,
                     size_t told_here)
{
    report_summary(page, receipt);
    put_not_met(page, receipt, detail);
    report_open(page, receipt, detail);
    put_all_problems(page, receipt, told_here);
    if (detail != REPORT_BRIEF) {
        put_warnings(page, receipt->warnings, receipt->n_warnings);
    }
}

void report_body(struct page *page, const Pfq__V1__Receipt *receipt, enum report_detail detail)
{
    put_body(page, receipt, detail, 0);
}

static void put_not_looked_at(struct page *page, const struct report_context *context)
{
    struct line line = {.used = 0};
    line_append(&line, "Not looked at, because they compare with earlier submissions: ");
    for (size_t i = 0; i < context->not_looked_at_count; i++) {
        line_append(&line, "%s%s", i > 0 ? ", " : "", context->not_looked_at[i]);
    }
    if (context->not_looked_at_count > 0) {
        page_paragraph(page, 2, "", line.text);
    }
}

void report_receipt(struct page *page, const Pfq__V1__Receipt *receipt,
                    const struct report_context *context)
{
    put_place(page, context);
    report_head(page, receipt);
    if (context->sent && receipt->has_verdict) {
        put_sent(page, receipt);
    }
    put_body(page, receipt, context->full ? REPORT_FULL : REPORT_USUAL, context->told_here);
    put_not_looked_at(page, context);
}

/* Somebody answered, so nobody is away: see flight.h. */
static bool is_garbled(const Pfq__V1__Receipt *receipt)
{
    return receipt->n_problems > 0 && receipt->problems != NULL &&
           receipt->problems[receipt->n_problems - 1]->code != NULL &&
           strcmp(receipt->problems[receipt->n_problems - 1]->code, "NOT_UNDERSTOOD") == 0;
}

enum pfq_exit report_exit(const Pfq__V1__Receipt *receipt)
{
    if (receipt->answer == PFQ__V1__ANSWER__ANSWER_TRY_AGAIN) {
        return is_garbled(receipt) ? PFQ_EXIT_CANNOT_TELL : PFQ_EXIT_AWAY;
    }
    if (receipt->n_problems > 0 || receipt->answer == PFQ__V1__ANSWER__ANSWER_REFUSED ||
        receipt->answer == PFQ__V1__ANSWER__ANSWER_CONFLICT) {
        return PFQ_EXIT_NOT_GOOD;
    }
    switch (receipt->verdict) {
    case PFQ__V1__VERDICT__VERDICT_MEETS:
        return PFQ_EXIT_GOOD;
    case PFQ__V1__VERDICT__VERDICT_PARTLY_MEETS:
    case PFQ__V1__VERDICT__VERDICT_DOES_NOT_MEET:
        return PFQ_EXIT_NOT_GOOD;
    case PFQ__V1__VERDICT__VERDICT_UNSPECIFIED:
    case PFQ__V1__VERDICT__VERDICT_UNDECIDED:
    case _PFQ__V1__VERDICT_IS_INT_SIZE:
    default:
        return PFQ_EXIT_CANNOT_TELL;
    }
}
