/* report_summary.c - what stands between a receipt's head and its findings: see report.h. */
#include <string.h>

#include "line.h"
#include "report.h"

enum {
    LABEL = 20 /* where ids of checks begin */
};

/* A clean file says so in its head. */
static void put_aspects(struct page *page, const Pfq__V1__Receipt *receipt)
{
    struct line line = {.used = 0};
    if (!receipt->has_presence || !receipt->has_quality ||
        receipt->verdict == PFQ__V1__VERDICT__VERDICT_MEETS) {
        return;
    }
    line_append(&line, "presence: %s, quality: %s", report_verdict(receipt->presence),
                report_verdict(receipt->quality));
    page_paragraph(page, 2, "", line.text);
}

/* --- the submission before ------------------------------------------------------- */

static void put_ids(struct page *page, const char *label, char *const *ids, size_t count)
{
    char padded[32];
    struct line line = {.used = 0};
    for (size_t i = 0; i < count; i++) {
        line_append(&line, "%s%s", i > 0 ? ", " : "", ids[i]);
    }
    if (count > 0) {
        (void)snprintf(padded, sizeof padded, "    %s", label);
        page_paragraph(page, LABEL, padded, line.text);
    }
}

/* A line each, with what it was: nothing else here tells it. */
static void put_fixed(struct page *page, const Pfq__V1__Resubmission *r)
{
    if (r->n_fixed_titles != r->n_fixed) {
        put_ids(page, "fixed", r->fixed, r->n_fixed);
        return;
    }
    for (size_t i = 0; i < r->n_fixed; i++) {
        struct line line = {.used = 0};
        line_append(&line, "%s", r->fixed[i]);
        if (*r->fixed_titles[i] != '\0') {
            line_append(&line, " (%s)", r->fixed_titles[i]);
        }
        page_paragraph(page, LABEL, i == 0 ? "    fixed" : "", line.text);
    }
}

static void put_resubmission(struct page *page, const Pfq__V1__Resubmission *r)
{
    struct line line = {.used = 0};
    if (r == NULL ||
        r->n_fixed + r->n_still_open + r->n_new_failing + r->n_undecided_now + r->n_not_asked_now ==
            0) {
        return;
    }
    line_append(&line, "Since submission %u%s:", r->of_ordinal,
                r->failing_twice ? ", failing twice" : "");
    page_paragraph(page, 2, "", line.text);
    put_fixed(page, r);
    put_ids(page, "still open", r->still_open, r->n_still_open);
    put_ids(page, "new", r->new_failing, r->n_new_failing);
    put_ids(page, "undecided now", r->undecided_now, r->n_undecided_now);
    put_ids(page, "not asked now", r->not_asked_now, r->n_not_asked_now);
}

/* --- certificates ------------------------------------------------------------------ */

static const char *certificate_name(Pfq__V1__CertificationKind kind)
{
    static const char *const names[] = {"", "lines of inquiry", "disclosure", "code test",
                                        "file quality"};
    return (unsigned)kind < sizeof names / sizeof names[0] ? names[kind] : "";
}

static void put_claim(struct page *page, const Pfq__V1__CertifiedClaim *claim)
{
    char day[TEXT_TIME];
    struct line line = {.used = 0};
    line_append(&line, "Certified");
    if (claim->has_complete) {
        line_append(&line, claim->complete ? " complete" : " as not complete");
    }
    if (claim->has_certified_at) {
        line_append(&line, " on %s", text_day(claim->certified_at, day));
    }
    line_append(&line, " (%s): ", certificate_name(claim->kind));
    if (claim->failings == 0) {
        line_append(&line, "no failing found.");
    } else {
        line_append(&line, "%u failing%s found.", claim->failings, claim->failings == 1 ? "" : "s");
    }
    page_paragraph(page, 2, "", line.text);
}

void report_summary(struct page *page, const Pfq__V1__Receipt *receipt)
{
    put_aspects(page, receipt);
    put_resubmission(page, receipt->resubmission);
    for (size_t i = 0; i < receipt->n_certified; i++) {
        put_claim(page, receipt->certified[i]);
    }
}
