/* replay_report.c - the figures of a replay, see replay.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "operator/text.h"
#include "replay.h"

enum {
    TOP = 10,
    INDENT = 17
};

/* --- verdicts ------------------------------------------------------------------- */

static void put_verdict(struct page *page, const struct replay_tally *t, size_t verdict)
{
    uint64_t before = 0;
    uint64_t after = 0;
    for (size_t i = 0; i < REPLAY_VERDICTS; i++) {
        before += t->verdicts[verdict][i];
        after += t->verdicts[i][verdict];
    }
    if (before > 0 || after > 0) {
        page_put(page, INK_PLAIN, "  %-16s%12" PRIu64 "%12" PRIu64, replay_verdict_text(verdict),
                 before, after);
        page_end_line(page);
    }
}

static void put_move(struct page *page, const struct replay_tally *t, size_t before, size_t after)
{
    if (before != after && t->verdicts[before][after] > 0) {
        page_put(page, INK_PLAIN, "  %" PRIu64 " from %s to %s", t->verdicts[before][after],
                 replay_verdict_text(before), replay_verdict_text(after));
        page_end_line(page);
    }
}

static void put_moves(struct page *page, const struct replay_tally *t)
{
    for (size_t i = 0; i < REPLAY_VERDICTS * REPLAY_VERDICTS; i++) {
        put_move(page, t, i / REPLAY_VERDICTS, i % REPLAY_VERDICTS);
    }
}

static void put_verdicts(struct page *page, const struct replay_tally *t)
{
    page_put(page, INK_BOLD, "%-18s%12s%12s", "Verdicts", "before", "after");
    page_end_line(page);
    for (size_t i = 0; i < REPLAY_VERDICTS; i++) {
        put_verdict(page, t, i);
    }
    put_moves(page, t);
}

/* --- forces, themes, checks ------------------------------------------------------ */

/* Above the first row alone. */
static void put_cells_heading(struct page *page, bool *headed)
{
    if (!*headed) {
        page_end_line(page);
        page_put(page, INK_BOLD, "%-32s%12s%12s%12s%12s", "Force and theme", "newly fail",
                 "no longer", "newly ask", "otherwise");
        page_end_line(page);
        *headed = true;
    }
}

static void put_cells(struct page *page, const struct replay_tally *t)
{
    bool headed = false;
    for (size_t i = 0; i < REPLAY_FORCES * REPLAY_THEMES; i++) {
        size_t force = i / REPLAY_THEMES;
        size_t theme = i % REPLAY_THEMES;
        const struct replay_counts *c = &t->cells[force][theme];
        if (replay_any(c)) {
            put_cells_heading(page, &headed);
            page_put(page, INK_PLAIN,
                     "  %02zu %-27.27s%12" PRIu64 "%12" PRIu64 "%12" PRIu64 "%12" PRIu64, force,
                     rules_theme_title((Pfq__V1__Theme)theme), c->failing, c->mended, c->asking,
                     c->other);
            page_end_line(page);
        }
    }
}

enum what {
    FAILING,
    MENDED,
    ASKING,
    OTHER
};

static uint64_t figure(const struct replay_check *c, enum what what)
{
    return what == FAILING  ? c->counts.failing
           : what == MENDED ? c->counts.mended
           : what == ASKING ? c->counts.asking
                            : c->counts.other;
}

/* The largest figure that comes after the one before; equal ones in the catalogue's order. */
static const struct replay_check *next_check(const struct replay_tally *t, enum what what,
                                             const struct replay_check *last)
{
    const struct replay_check *best = NULL;
    for (size_t i = 0; i < t->check_count; i++) {
        const struct replay_check *c = &t->checks[i];
        uint64_t n = figure(c, what);
        bool after =
            last == NULL || n < figure(last, what) || (n == figure(last, what) && c > last);
        if (n > 0 && after && (best == NULL || n > figure(best, what))) {
            best = c;
        }
    }
    return best;
}

static void put_top(struct page *page, const struct replay_tally *t, enum what what,
                    const char *heading)
{
    char label[64];
    const struct replay_check *c = next_check(t, what, NULL);
    if (c == NULL) {
        return;
    }
    page_end_line(page);
    page_put(page, INK_BOLD, "%s", heading);
    page_end_line(page);
    for (size_t i = 0; i < TOP && c != NULL; i++, c = next_check(t, what, c)) {
        (void)snprintf(label, sizeof label, "%9" PRIu64 " %-7.8s", figure(c, what), c->id);
        page_line(page, INDENT, label, c->title);
    }
    if (c != NULL) {
        page_put(page, INK_DIM, "  and others; --json has them all");
        page_end_line(page);
    }
}

/* --- severities ------------------------------------------------------------------------------ */

static void put_severity(struct page *page, const struct replay_check *c)
{
    char label[64];
    char text[160];
    (void)snprintf(label, sizeof label, "          %-7.8s", c->id);
    (void)snprintf(text, sizeof text,
                   "from %s to %s; it fails before and after in %" PRIu64 " file%s",
                   rules_severity_name(c->severity_before), rules_severity_name(c->severity),
                   c->regraded, c->regraded == 1 ? "" : "s");
    page_paragraph(page, INDENT, label, text);
}

static void put_severities(struct page *page, const struct replay_tally *t)
{
    bool headed = false;
    for (size_t i = 0; i < t->check_count; i++) {
        if (t->checks[i].severity_before == 0) {
            continue;
        }
        if (!headed) {
            page_end_line(page);
            page_put(page, INK_BOLD, "Checks whose severity would change");
            page_end_line(page);
            headed = true;
        }
        put_severity(page, &t->checks[i]);
    }
}

/* --- the whole -------------------------------------------------------------------- */

static void put_note(struct page *page, uint64_t count, const char *text)
{
    if (count > 0) {
        char line[256];
        (void)snprintf(line, sizeof line, "%" PRIu64 " %s", count, text);
        page_paragraph(page, 0, "", line);
    }
}

static void put_head(struct page *page, const struct replay_tally *t, const struct rules_book *book,
                     const struct replay_span *span)
{
    page_put(page, INK_BOLD, "%" PRIu64 " file%s of %s to %s, %" PRIu64 " changed", t->files,
             t->files == 1 ? "" : "s", span->from, span->to, t->changed);
    page_end_line(page);
    for (size_t i = 0; i < t->version_count; i++) {
        page_paragraph(page, 14, i == 0 ? "judged by" : "", t->versions[i].label);
    }
    page_paragraph(page, 14, "replayed with", pfq_standard_version(book->standard));
    put_note(page, t->refused, "would no longer be taken.");
    put_note(page, t->unknown,
             "could not be compared: the catalogue that judged them is not kept.");
    put_note(page, t->resubmitted,
             "followed earlier submissions: their history checks were decided over what was kept "
             "of these, and which checks fail again was left as it was stored.");
    page_end_line(page);
}

void replay_report(const struct replay_tally *t, const struct rules_book *book,
                   const struct replay_span *span)
{
    struct page page;
    page_open(&page, stdout);
    put_head(&page, t, book, span);
    put_verdicts(&page, t);
    put_cells(&page, t);
    put_top(&page, t, FAILING, "Checks that would fail and did not");
    put_top(&page, t, MENDED, "Checks that failed and would not");
    put_top(&page, t, ASKING, "Checks that would ask a person and did not");
    put_top(&page, t, OTHER, "Checks that would come out otherwise, and neither fail nor ask");
    put_severities(&page, t);
    replay_files_put(&page, t);
}
