/* sheet.c - the sheet for a weekly call: one page of A4 from which the call can be run.
 *
 * In the order of the call: files, what changed, what became better, what is overdue on either
 * side, challenges and whose turn it is, what is muted, what fails again.  No section is left
 * out: its absence would say nothing.  Rows are cut until it fits, never letters made smaller; how
 * many there are is said, and a file for programs has all (w->whole). */
#include <string.h>

#include "feedback/digest/compliance.h"
#include "feedback/digest/private.h"
#include "feedback/digest/tables.h"
#include "feedback/digest/writing.h"
#include "feedback/render/figure.h"

/* Rows of its lists; the first sizes that fit are taken. */
struct sheet_rows {
    size_t themes;
    size_t praise;
    size_t units;
    size_t late;
    size_t challenges;
    size_t muted;
    size_t cases;
};

static const struct sheet_rows all_rows = {SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX,
                                           SIZE_MAX, SIZE_MAX, SIZE_MAX};

static const struct sheet_rows sizes[] = {
    {5, 3, 10, 5, 5, 5, 5}, {5, 3, 8, 5, 4, 3, 3}, {5, 3, 6, 3, 3, 2, 3},
    {4, 2, 5, 3, 3, 1, 2},  {3, 2, 4, 2, 2, 1, 2}, {2, 1, 3, 1, 2, 1, 1},
};

enum {
    SIZES = sizeof sizes / sizeof *sizes,
    SHEET_HEIGHT = 730 /* tenths of a line, without head and foot */
};

/* "What changed: 5 of 12 shown" */
static const char *titled(const struct writing *w, const char *title, size_t shown, int64_t of)
{
    return (int64_t)shown >= of ? title
                                : pfq_arena_printf(w->arena, "%s: %s of %s shown", title,
                                                   figure_count((int64_t)shown, w->arena),
                                                   figure_count(of, w->arena));
}

/* So many rows of it, and in its title how many there are. */
static const struct grid *cut(const struct writing *w, const struct grid *grid, size_t rows)
{
    if (grid == NULL || w->whole) {
        return grid;
    }
    struct grid *out = pfq_arena_new(w->arena, struct grid, 1);
    *out = *grid;
    out->row_count = grid->row_count < rows ? grid->row_count : rows;
    int64_t of = grid->of > (int64_t)grid->row_count ? grid->of : (int64_t)grid->row_count;
    out->title = titled(w, grid->title, out->row_count, of);
    out->of = 0;
    return out;
}

/* A section in one line. */
static void say_nothing(struct writing *w, const char *title, const char *text)
{
    struct part_line *line = pfq_arena_new(w->arena, struct part_line, 1);
    *line = (struct part_line){title, text, MARK_ANYONE};
    writing_part(w, (struct part){.kind = PART_SUMMARY, .lines = line, .line_count = 1});
}

/* --- files ------------------------------------------------------------------------- */

static const char *received_words(struct writing *w)
{
    const Pfq__V1__Received *r = w->digest->received;
    struct pfq_arena *arena = w->arena;
    const char *before =
        r->before->files == 0
            ? "in the week before no file was decided"
            : pfq_arena_printf(arena, "the week before by %s", digest_rate_words(r->before, arena));
    if (r->files == 0) {
        return pfq_arena_printf(arena, "No file was sent for the first time in these days; %s%s.",
                                r->before->files == 0 ? "" : "the standard was met ", before);
    }
    return pfq_arena_printf(arena,
                            "%s for the first time, %s undecided; the standard met by %s; %s.",
                            figure_things((int64_t)r->files, "file", "files", arena),
                            figure_count((int64_t)r->undecided, arena),
                            digest_rate_words(r->first_time, arena), before);
}

static void add_files(struct writing *w)
{
    writing_heading(w, 2, "Files received");
    writing_text(w, PART_PARAGRAPH, received_words(w));
    writing_table(w, w->whole ? table_received(w->digest, w->arena) : NULL);
    writing_table(w, table_sides(w->digest, w->arena));
    writing_notes(w, 3);
}

/* --- what changed ------------------------------------------------------------------ */

/* "14 of 31 files (45%); expected 2 to 11. Moved in October 2026 ... Done: ..." */
static const char *change_of(struct writing *w, const Pfq__V1__ThemeLine *line)
{
    struct pfq_arena *arena = w->arena;
    const char *expected =
        !line->has_expected_low
            ? ""
            : pfq_arena_printf(arena, ", expected %s to %s",
                               figure_count((int64_t)line->expected_low, arena),
                               figure_count((int64_t)line->expected_high, arena));
    const char *more = line->n_done < 2
                           ? ""
                           : pfq_arena_printf(arena, " (and %s more)",
                                              figure_count((int64_t)line->n_done - 1, arena));
    return pfq_arena_printf(
        arena, "%s%s this week%s%s. %s%s%s", digest_rate_words(line->rate, arena), expected,
        line->sentence == NULL ? "" : "; ", line->sentence == NULL ? "" : line->sentence,
        line->n_done == 0 ? "No action is recorded." : "Done: ",
        line->n_done == 0 ? "" : line->done[0], more);
}

static void add_changes(struct writing *w, size_t rows)
{
    const Pfq__V1__Digest *d = w->digest;
    size_t shown = d->n_themes < rows ? d->n_themes : rows;
    struct part_line *lines = pfq_arena_new(w->arena, struct part_line, shown + 1);
    if (shown == 0) {
        say_nothing(w, "What changed", "No theme changed state in these days.");
        return;
    }
    for (size_t i = 0; i < shown; i++) {
        const Pfq__V1__ThemeLine *line = d->themes[i];
        lines[i].name = pfq_arena_printf(w->arena, "%s, %s", table_theme_name(d, line, w->arena),
                                         line->state_words);
        lines[i].value = change_of(w, line);
        lines[i].mark = MARK_ANYONE;
    }
    writing_heading(w, 2, titled(w, "What changed", shown, d->themes_in_all));
    writing_part(w, (struct part){.kind = PART_SUMMARY, .lines = lines, .line_count = shown});
    writing_table(w, w->whole ? table_themes(d, w->arena) : NULL);
    writing_table(w, w->whole ? table_coverage(d, w->arena) : NULL);
}

/* Sentences one below the other. */
static void add_said(struct writing *w, const char *title, char *const *texts, size_t count,
                     size_t rows, const char *nothing)
{
    size_t shown = count < rows ? count : rows;
    if (shown == 0) {
        say_nothing(w, title, nothing);
        return;
    }
    writing_heading(w, 2, titled(w, title, shown, (int64_t)count));
    writing_list(w, texts, shown, shown);
}

static void add_praise(struct writing *w, size_t rows)
{
    const Pfq__V1__Digest *d = w->digest;
    char **items = pfq_arena_new(w->arena, char *, d->n_praise + 1);
    for (size_t i = 0; i < d->n_praise; i++) {
        items[i] = d->praise[i]->sentence;
    }
    add_said(w, "What became better", items, d->n_praise, rows,
             "No theme improved or was resolved.");
}

/* --- what is overdue --------------------------------------------------------------- */

static const char *overdue_words(struct writing *w)
{
    const Pfq__V1__Compliance *c = w->digest->compliance;
    uint64_t plans = 0;
    uint64_t late = 0;
    uint64_t disputes = 0;
    for (size_t i = 0; i < c->n_coverage; i++) {
        plans += c->coverage[i]->plans_open;
        late += c->coverage[i]->plans_late;
        disputes += c->coverage[i]->disputes_open;
    }
    return pfq_arena_printf(
        w->arena,
        "As of now. CPS: %s and %s overdue; %s for an outcome. Police: %s without an answer, %s of "
        "them "
        "past "
        "%s day.",
        figure_things((int64_t)c->late_files_in_all, "assessment", "assessments", w->arena),
        figure_things((int64_t)c->late_reviews_in_all, "case review", "case reviews", w->arena),
        figure_things((int64_t)disputes, "dispute waits", "disputes wait", w->arena),
        figure_things((int64_t)plans, "action plan", "action plans", w->arena),
        figure_count((int64_t)late, w->arena), plans == 1 ? "its" : "their");
}

static void add_overdue(struct writing *w, const struct sheet_rows *rows)
{
    const Pfq__V1__Compliance *c = w->digest->compliance;
    if (c == NULL || c->total == NULL) {
        say_nothing(w, "What is overdue", "Not known: it could not be read.");
        return;
    }
    writing_heading(w, 2, "What is overdue");
    writing_text(w, PART_PARAGRAPH, overdue_words(w));
    writing_table(w, cut(w, compliance_sheet(c, rows->units, w->arena), rows->units));
    writing_table(w, cut(w, compliance_late(c, w->arena), rows->late));
}

/* --- challenges, what is muted, what fails again ----------------------------------------- */

static void add_people(struct writing *w, const struct sheet_rows *rows)
{
    const Pfq__V1__Digest *d = w->digest;
    const char *unread = writing_unread(d);
    add_said(w, "Open challenges", d->challenges, d->n_challenges, rows->challenges,
             unread == NULL ? "No challenge is open." : unread);
    add_said(w, "Muted: counted, and not told of", d->muted, d->n_muted, rows->muted,
             unread == NULL ? "No theme is muted." : unread);
}

static void add_cases(struct writing *w, size_t rows)
{
    const Pfq__V1__Digest *d = w->digest;
    const struct grid *grid = cut(w, table_cases(d, w->arena), rows);
    if (grid == NULL) {
        say_nothing(w, table_cases_title(d->kind), "No file failed for the second time.");
        return;
    }
    writing_heading(w, 2, grid->title);
    writing_table(w, grid);
}

static void write_sections(struct writing *w, const struct sheet_rows *rows)
{
    writing_first(w);
    add_files(w);
    add_changes(w, rows->themes);
    add_praise(w, rows->praise);
    add_overdue(w, rows);
    add_people(w, rows);
    add_cases(w, rows->cases);
    writing_text(
        w, PART_PARAGRAPH,
        w->whole ? NULL : "What is cut to fit this page is whole in its CSV file and spreadsheet.");
}

void writing_sheet(struct writing *w)
{
    size_t before = w->count;
    if (w->whole) {
        write_sections(w, &all_rows);
        return;
    }
    for (size_t i = 0; i < SIZES; i++) {
        w->count = before;
        write_sections(w, &sizes[i]);
        if (writing_height(w) <= SHEET_HEIGHT) {
            return;
        }
    }
}
