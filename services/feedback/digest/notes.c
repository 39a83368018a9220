/* notes.c - what the reader must know of the figures, in sentences. */
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/render/figure.h"
#include "feedback/themes/systems.h"

enum {
    NOTES_MAX = 16
};

static void note(struct digest_build *b, const char *code, char *message)
{
    Pfq__V1__Digest *d = b->digest;
    Pfq__V1__Problem *p = pfq_arena_new(b->arena, Pfq__V1__Problem, 1);
    pfq__v1__problem__init(p);
    p->code = pfq_arena_strdup(b->arena, code);
    p->message = message;
    if (d->n_notes < NOTES_MAX) {
        d->notes[d->n_notes++] = p;
    }
}

static void note_received(struct digest_build *b)
{
    const Pfq__V1__Received *r = b->digest->received;
    const struct stats_share undecided = {(int64_t)r->undecided, (int64_t)r->files};
    if (r->files == 0) {
        note(b, "NO_DATA",
             pfq_arena_strdup(b->arena, b->digest->n_cases == 0
                                            ? "No file was received: no data."
                                            : "The files listed here came in these days and are "
                                              "dated earlier, where they are counted."));
    } else if (digest_is_low_coverage(b, undecided)) {
        note(b, "LOW_COVERAGE",
             pfq_arena_printf(b->arena,
                              "Read the rates with care: %s of %s could not be decided and count "
                              "neither way.",
                              figure_count((int64_t)r->undecided, b->arena),
                              figure_things((int64_t)r->files, "file", "files", b->arena)));
    }
}

/* Files of the closed month that would be counted now and are not. */
static int64_t late_files(const struct digest_build *b)
{
    struct digest_period p = digest_rows_period(b->facts, false);
    struct digest_ask ask = {.police_unit = b->facts->wish.police_unit,
                             .case_type = DIGEST_ALL_CASES,
                             .from = p.from,
                             .to = p.to};
    int64_t files = 0;
    for (size_t i = 0; b->facts->now.count > 0 && i < b->facts->force_count; i++) {
        ask.force = b->facts->forces[i].code;
        files += digest_files(digest_verdicts(&b->facts->now, ask)) -
                 digest_files(digest_verdicts(&b->facts->first, ask));
    }
    return files;
}

/* Submissions came, each sending of a file; what is counted are files.  Both are named. */
static void note_late(struct digest_build *b, int64_t submissions)
{
    const struct digest_wish *wish = &b->facts->wish;
    int64_t files = late_files(b);
    bool one = submissions == 1;
    bool area = wish->force == NULL;
    bool unit = wish->police_unit != NULL;
    const char *of = area ? ", all forces together," : unit ? ", the whole force together," : "";
    const char *here = area ? " of these forces" : unit ? " of this unit" : "";
    const char *bring =
        files <= 0
            ? ""
            : pfq_arena_printf(b->arena, " %s %s%s, and", one ? "brings" : "bring",
                               figure_things(files, "more file", "more files", b->arena), here);
    note(b, "LATE_FILES",
         pfq_arena_printf(b->arena,
                          "%s of %s%s came after it was closed: %s%s %s not in these "
                          "figures.",
                          figure_things(submissions, "submission", "submissions", b->arena),
                          figure_month(b->month, b->arena), of, one ? "it" : "they", bring,
                          one ? "is" : "are"));
}

static void note_months(struct digest_build *b)
{
    for (size_t i = 0; i < b->facts->month_count; i++) {
        const Pfq__V1__MonthRow *row = b->facts->months[i];
        if (row->month != b->month) {
            continue;
        }
        if (row->themes_pending) {
            note(b, "THEMES_PENDING",
                 pfq_arena_printf(b->arena,
                                  "%s was just closed, and its themes are being settled: what is "
                                  "said of them may still move.",
                                  figure_month(b->month, b->arena)));
        }
        if (row->state != PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED) {
            note(b, "PROVISIONAL",
                 pfq_arena_printf(b->arena,
                                  "The figures of %s are %s: they may still move until it is "
                                  "closed.",
                                  figure_month(b->month, b->arena),
                                  row->state == PFQ__V1__MONTH_STATE__MONTH_STATE_OPEN
                                      ? "not whole yet"
                                      : "provisional"));
        } else if (row->late > 0) {
            note_late(b, (int64_t)row->late);
        }
    }
}

/* Notes leave the CPS: a theme that does not (audience.c) is in none. */
static bool is_nameable(const Pfq__V1__ThemeLine *line)
{
    bool narrow = line->key->police_unit != NULL || line->key->has_case_type;
    return !narrow || line->rate->files >= DIGEST_OUTSIDE_FILES;
}

/* Of themes that are told in full, those whose sum is left out. */
static void note_sums(struct digest_build *b)
{
    const char *titles = NULL;
    int32_t first = 0;
    for (size_t i = 0; i < b->digest->n_themes && i < digest_in_full(b->digest->kind); i++) {
        const Pfq__V1__ThemeKey *key = b->digest->themes[i]->key;
        int32_t month = digest_sums_changed(b, key);
        if (month != 0 && is_nameable(b->digest->themes[i])) {
            const char *title = digest_key_title(key, b->arena);
            titles = titles == NULL ? title : pfq_arena_printf(b->arena, "%s; %s", titles, title);
            first = first == 0 || month < first ? month : first;
        }
    }
    if (titles != NULL) {
        note(b, "SUMS_LEFT_OUT",
             pfq_arena_printf(b->arena,
                              "How files add up day by day is not shown of %s: from %s on, days "
                              "are no longer those of the closed months, as files came, or were "
                              "judged otherwise, after the close.",
                              titles, figure_month(first, b->arena)));
    }
}

/* Of closed months before this one: their own digests say what would change. */
static void note_late_months(struct digest_build *b)
{
    const char *months = NULL;
    for (size_t i = 0; i < b->facts->month_count; i++) {
        const Pfq__V1__MonthRow *row = b->facts->months[i];
        if (row->month < b->month && row->late > 0) {
            const char *name = figure_month(row->month, b->arena);
            months = months == NULL ? name : pfq_arena_printf(b->arena, "%s, %s", months, name);
        }
    }
    if (months != NULL) {
        note(
            b, "LATE_MONTHS",
            pfq_arena_printf(b->arena,
                             "Submissions%s came after their month was closed: %s. Made again, the "
                             "digest of such a month says what they would change.",
                             b->facts->wish.force == NULL ? ", of any force," : "", months));
    }
}

static bool is_listed(const Pfq__V1__Digest *d, const Pfq__V1__ThemeKey *key)
{
    for (size_t i = 0; i < d->n_themes; i++) {
        const Pfq__V1__ThemeKey *one = d->themes[i]->key;
        if (strcmp(one->name, key->name) == 0 && !one->has_case_type &&
            themes_system(one) == themes_system(key)) {
            return true;
        }
    }
    return false;
}

/* Themes of a force's month that no file failed by: not told of, and not left out unsaid.  Those
 * of a unit with so few files that they do not leave the CPS stand in a note that does not either.
 */
static void note_unlisted(struct digest_build *b, const struct themes_system *system, bool few)
{
    const struct digest_wish *wish = &b->facts->wish;
    const char *names = "";
    const char *name = NULL;
    int64_t count = 0;
    for (size_t i = 0; (name = digest_theme_name(i)) != NULL; i++) {
        const Pfq__V1__ThemeKey key = {.force = (char *)(uintptr_t)b->facts->forces[0].code,
                                       .police_unit = (char *)(uintptr_t)wish->police_unit,
                                       .has_system = true,
                                       .system = system->system,
                                       .name = (char *)(uintptr_t)name};
        struct digest_ask ask = digest_ask_theme(&key, digest_rows_period(b->facts, false));
        int64_t of = digest_sum(&b->facts->first, &ask).of;
        bool is_few = wish->police_unit != NULL && of < DIGEST_OUTSIDE_FILES;
        if (!is_listed(b->digest, &key) && of > 0 && is_few == few) {
            names = pfq_arena_printf(b->arena, "%s%s%s", names, count++ == 0 ? "" : ", ",
                                     digest_theme_title(name));
        }
    }
    if (count > 0) {
        note(b, few ? DIGEST_FEW_UNLISTED : "NOT_LISTED",
             pfq_arena_printf(b->arena, "%s%s without a failing file%s %s not listed: %s.",
                              system->before, figure_things(count, "theme", "themes", b->arena),
                              few ? ", and with fewer than five files," : "",
                              count == 1 ? "is" : "are", names));
    }
}

static void note_restated(struct digest_build *b)
{
    for (size_t i = 0; i < b->facts->item_count; i++) {
        const Pfq__V1__ThemeMove *move = b->facts->items[i]->theme;
        if (move != NULL && move->restates && move->key != NULL && move->key->name != NULL) {
            note(b, "RESTATED",
                 pfq_arena_printf(b->arena, "%s%s, %s: %s", themes_system(move->key)->before,
                                  digest_theme_title(move->key->name),
                                  figure_month(move->month, b->arena),
                                  move->sentence == NULL ? "" : move->sentence));
        }
    }
}

/* "12,345 submissions of the last 4 minutes" */
static void note_behind(struct digest_build *b)
{
    static const struct {
        const char *one;
        const char *many;
        int64_t ms;
    } spans[] = {
        {"day", "days", 86400000}, {"hour", "hours", 3600000}, {"minute", "minutes", 60000}};
    const struct digest_facts *facts = b->facts;
    int64_t ms = facts->wish.made_at - facts->behind_since;
    const char *span = "minute";
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        if (ms >= 2 * spans[i].ms) {
            span = figure_things(ms / spans[i].ms, spans[i].one, spans[i].many, b->arena);
            break;
        }
    }
    note(b, "NOT_COUNTED",
         pfq_arena_printf(
             b->arena, "Not whole: %s of the last %s, of all forces together, %s not yet counted.",
             figure_things((int64_t)facts->behind, "submission", "submissions", b->arena), span,
             facts->behind == 1 ? "is" : "are"));
}

/* A run follows the figures after a while.  What themes are of a closed month is not its to move
 * (or is being settled, which is said). */
static void note_themes_behind(struct digest_build *b)
{
    const struct digest_facts *facts = b->facts;
    bool closed = b->digest->has_month_state &&
                  b->digest->month_state == PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED;
    if (facts->themes_up_to < facts->up_to && !closed) {
        note(b, "THEMES_BEHIND",
             pfq_arena_printf(b->arena,
                              "Which themes are announced, and what moved them, is as of entry %s; "
                              "the figures are up to entry %s. Themes follow within minutes.",
                              figure_count((int64_t)facts->themes_up_to, b->arena),
                              figure_count((int64_t)facts->up_to, b->arena)));
    }
}

/* Examples come from the mailbox as it was filled in the period: of files that were loaded later,
 * or of many, there may be none.  A line of one case type never has any. */
static void note_no_examples(struct digest_build *b)
{
    const Pfq__V1__Digest *d = b->digest;
    const char *titles = NULL;
    for (size_t i = 0; i < d->n_themes && i < digest_in_full(d->kind); i++) {
        const Pfq__V1__ThemeLine *line = d->themes[i];
        if (line->rate->count > 0 && line->n_urns == 0 && !line->key->has_case_type &&
            is_nameable(line)) {
            const char *title =
                pfq_arena_printf(b->arena, "%s%s", digest_whose(b, line->key->force),
                                 digest_key_title(line->key, b->arena));
            titles = titles == NULL ? title : pfq_arena_printf(b->arena, "%s; %s", titles, title);
        }
    }
    if (titles != NULL) {
        note(b, "NO_EXAMPLES",
             pfq_arena_printf(
                 b->arena,
                 "No file is named as an example of: %s. Examples are taken from "
                 "what came in during the period itself%s.",
                 titles, digest_is_monthly(d->kind) ? " (of a month, from its last items)" : ""));
    }
}

void digest_add_notes(struct digest_build *b)
{
    b->digest->notes = pfq_arena_new(b->arena, Pfq__V1__Problem *, NOTES_MAX);
    if (b->facts->behind > 0) {
        note_behind(b);
    }
    note_themes_behind(b);
    if (digest_is_monthly(b->digest->kind)) {
        note_months(b);
        note_late_months(b);
        note_sums(b);
    }
    note_received(b);
    if (b->digest->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY) {
        for (size_t i = 0; i < THEMES_SYSTEMS; i++) {
            note_unlisted(b, &themes_systems[i], false);
            note_unlisted(b, &themes_systems[i], true);
        }
    }
    if (b->digest->kind != PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET) {
        note_no_examples(b);
    }
    note_restated(b);
    if (b->unpraised > 0) {
        note(b, "PRAISE_CUT",
             pfq_arena_printf(b->arena, "More became better than is named: %s.",
                              figure_things((int64_t)b->unpraised, "more theme or rate",
                                            "more themes or rates", b->arena)));
    }
    if (b->facts->items_cut) {
        note(b, "CUT",
             pfq_arena_strdup(b->arena, "More came in this period than was looked at "
                                        "for examples and files to mend."));
    }
}
