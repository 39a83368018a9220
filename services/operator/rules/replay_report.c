/* replay_report.c - the figures of a replay, for people and as JSON: see replay.h. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "operator/report.h"
#include "operator/text.h"
#include "replay.h"

enum {
    TOP = 10,
    INDENT = 17
};

static const char *verdict_text(size_t verdict)
{
    static const char *const texts[REPLAY_VERDICTS] = {"no verdict", "meets", "partly meets",
                                                       "does not meet", "undecided"};
    return texts[verdict];
}

static bool any(const struct replay_counts *c)
{
    return c->failing > 0 || c->mended > 0 || c->asking > 0;
}

/* --- for people: verdicts ------------------------------------------------------------------- */

static void put_verdict(struct page *page, const struct replay_tally *t, size_t verdict)
{
    uint64_t before = 0;
    uint64_t after = 0;
    for (size_t i = 0; i < REPLAY_VERDICTS; i++) {
        before += t->verdicts[verdict][i];
        after += t->verdicts[i][verdict];
    }
    if (before > 0 || after > 0) {
        page_put(page, INK_PLAIN, "  %-16s%12" PRIu64 "%12" PRIu64, verdict_text(verdict), before,
                 after);
        page_end_line(page);
    }
}

static void put_moves(struct page *page, const struct replay_tally *t)
{
    for (size_t b = 0; b < REPLAY_VERDICTS; b++) {
        for (size_t a = 0; a < REPLAY_VERDICTS; a++) {
            if (a != b && t->verdicts[b][a] > 0) {
                page_put(page, INK_PLAIN, "  %" PRIu64 " from %s to %s", t->verdicts[b][a],
                         verdict_text(b), verdict_text(a));
                page_end_line(page);
            }
        }
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

/* --- for people: forces, themes, checks ------------------------------------------------------ */

static void put_cells(struct page *page, const struct replay_tally *t)
{
    bool headed = false;
    for (size_t f = 0; f < REPLAY_FORCES; f++) {
        for (size_t th = 0; th < REPLAY_THEMES; th++) {
            const struct replay_counts *c = &t->cells[f][th];
            if (!any(c)) {
                continue;
            }
            if (!headed) {
                page_end_line(page);
                page_put(page, INK_BOLD, "%-41s%12s%12s%12s", "Force and theme", "newly fail",
                         "no longer", "newly ask");
                page_end_line(page);
                headed = true;
            }
            page_put(page, INK_PLAIN, "  %02zu %-36.36s%12" PRIu64 "%12" PRIu64 "%12" PRIu64, f,
                     rules_theme_title((Pfq__V1__Theme)th), c->failing, c->mended, c->asking);
            page_end_line(page);
        }
    }
}

enum what {
    FAILING,
    MENDED,
    ASKING
};

static uint64_t figure(const struct replay_check *c, enum what what)
{
    return what == FAILING  ? c->counts.failing
           : what == MENDED ? c->counts.mended
                            : c->counts.asking;
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

/* --- for people: the whole -------------------------------------------------------------------- */

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
}

/* --- JSON ---------------------------------------------------------------------------------------
 */

static void add_number(json_t *object, const char *key, uint64_t value)
{
    (void)json_object_set_new(object, key, json_integer((json_int_t)value));
}

static void add_counts(json_t *object, const struct replay_counts *c)
{
    add_number(object, "newlyFailing", c->failing);
    add_number(object, "noLongerFailing", c->mended);
    add_number(object, "newlyAsking", c->asking);
}

static json_t *verdicts_json(const struct replay_tally *t)
{
    const ProtobufCEnumDescriptor *names = &pfq__v1__verdict__descriptor;
    json_t *list = json_array();
    for (size_t b = 0; b < REPLAY_VERDICTS; b++) {
        for (size_t a = 0; a < REPLAY_VERDICTS; a++) {
            if (t->verdicts[b][a] == 0) {
                continue;
            }
            json_t *one = json_object();
            (void)json_object_set_new(one, "before", json_string(pfq_enum_name(names, (int)b)));
            (void)json_object_set_new(one, "after", json_string(pfq_enum_name(names, (int)a)));
            add_number(one, "files", t->verdicts[b][a]);
            (void)json_array_append_new(list, one);
        }
    }
    return list;
}

static void put_summary(const struct replay_tally *t, const struct rules_book *book,
                        const struct replay_span *span)
{
    json_t *object = json_object();
    json_t *versions = json_array();
    for (size_t i = 0; i < t->version_count; i++) {
        (void)json_array_append_new(versions, json_string(t->versions[i].label));
    }
    (void)json_object_set_new(object, "kind", json_string("summary"));
    (void)json_object_set_new(object, "from", json_string(span->from));
    (void)json_object_set_new(object, "to", json_string(span->to));
    (void)json_object_set_new(object, "catalogueVersion",
                              json_string(pfq_standard_version(book->standard)));
    (void)json_object_set_new(object, "judgedBy", versions);
    add_number(object, "files", t->files);
    add_number(object, "changed", t->changed);
    add_number(object, "refused", t->refused);
    add_number(object, "notCompared", t->unknown);
    add_number(object, "withHistoryAsStored", t->resubmitted);
    (void)json_object_set_new(object, "verdicts", verdicts_json(t));
    report_write(stdout, object);
}

static void put_cell(size_t force, size_t theme, const struct replay_counts *c)
{
    char code[8];
    json_t *object = json_object();
    (void)snprintf(code, sizeof code, "%02u", (unsigned)force % REPLAY_FORCES);
    (void)json_object_set_new(object, "kind", json_string("cell"));
    (void)json_object_set_new(object, "force", json_string(code));
    (void)json_object_set_new(object, "theme",
                              json_string(pfq_enum_name(&pfq__v1__theme__descriptor, (int)theme)));
    add_counts(object, c);
    report_write(stdout, object);
}

static void put_check(const struct replay_check *c)
{
    json_t *object = json_object();
    (void)json_object_set_new(object, "kind", json_string("check"));
    (void)json_object_set_new(object, "id", json_string(c->id));
    (void)json_object_set_new(object, "title", json_string(c->title));
    add_counts(object, &c->counts);
    if (c->gone) {
        (void)json_object_set_new(object, "gone", json_true());
    }
    report_write(stdout, object);
}

void replay_report_json(const struct replay_tally *t, const struct rules_book *book,
                        const struct replay_span *span)
{
    put_summary(t, book, span);
    for (size_t f = 0; f < REPLAY_FORCES; f++) {
        for (size_t th = 0; th < REPLAY_THEMES; th++) {
            if (any(&t->cells[f][th])) {
                put_cell(f, th, &t->cells[f][th]);
            }
        }
    }
    for (size_t i = 0; i < t->check_count; i++) {
        if (any(&t->checks[i].counts)) {
            put_check(&t->checks[i]);
        }
    }
}
