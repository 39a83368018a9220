/* theme_parts.c - the themes of a page: a table of all, then one after the other. */
#include "feedback/digest/private.h"
#include "feedback/digest/tables.h"
#include "feedback/digest/writing.h"
#include "feedback/render/figure.h"
#include "feedback/themes/systems.h"

static const char *joined(struct writing *w, const char *before, char *const *texts, size_t count)
{
    const char *all = count == 0 ? NULL : before;
    for (size_t i = 0; i < count; i++) {
        all = pfq_arena_printf(w->arena, "%s%s%s", all, i == 0 ? "" : ", ", texts[i]);
    }
    return all;
}

static const char *labelled(struct writing *w, const char *label, const char *text)
{
    return text == NULL ? NULL : pfq_arena_printf(w->arena, "%s%s", label, text);
}

/* "; decided for 58 of 62 files (94%)", "; 12 of 40 files that ought to be assessed were (30%)",
 * without an interval. */
static const char *decided_words(const Pfq__V1__ThemeLine *line, struct pfq_arena *arena)
{
    const Pfq__V1__Rate *decided = line->decided;
    bool seen = themes_system(line->key) != themes_systems;
    int64_t count = (int64_t)decided->count;
    int64_t files = (int64_t)decided->files;
    const char *share = decided->has_share_ppm
                            ? pfq_arena_printf(arena, " (%s)", figure_per_cent(count, files, arena))
                            : "";
    return pfq_arena_printf(arena, "; %s%s of %s%s%s", seen ? "" : "decided for ",
                            figure_count(count, arena),
                            figure_things(files, "file", "files", arena),
                            seen ? digest_ought_words(line->key, arena) : "", share);
}

/* "31 of 60 files (52%); decided for 50 of 62 files (81%); expected 22 to 36; usually 60 of 300
 * files (20%)" */
const char *writing_how_often(struct writing *w, const Pfq__V1__ThemeLine *line)
{
    const char *text = digest_theme_words(line->key, line->rate, w->arena);
    if (line->decided != NULL) {
        text = pfq_arena_printf(w->arena, "%s%s", text, decided_words(line, w->arena));
    }
    if (line->has_expected_low) {
        text = pfq_arena_printf(w->arena, "%s; expected %s to %s", text,
                                figure_count((int64_t)line->expected_low, w->arena),
                                figure_count((int64_t)line->expected_high, w->arena));
    }
    if (line->has_spread_milli) {
        text = pfq_arena_printf(w->arena, "%s, as its months vary %s times as much as by chance",
                                text, figure_decimal(line->spread_milli / 1e3, 3, w->arena));
    }
    if (line->baseline != NULL) {
        text = pfq_arena_printf(w->arena, "%s; usually %s", text,
                                digest_theme_words(line->key, line->baseline, w->arena));
    }
    if (line->has_target_ppm) {
        text = pfq_arena_printf(w->arena, "%s; the force's own target is %s", text,
                                figure_target(line->target_ppm / 1e6, w->arena));
    }
    if (line->baseline == NULL && !line->has_state) {
        text = pfq_arena_printf(
            w->arena, "%s. There is no baseline yet: it takes %s whole months with %s%s", text,
            figure_count((int64_t)themes_rules_usual.baseline_months, w->arena),
            figure_things((int64_t)themes_rules_usual.baseline_files, "file", "files", w->arena),
            themes_system(line->key)->seen);
    }
    return pfq_arena_printf(w->arena, "%s.", text);
}

static void add_theme(struct writing *w, size_t place)
{
    const Pfq__V1__Digest *d = w->digest;
    const Pfq__V1__ThemeLine *line = d->themes[place];
    writing_part(
        w, (struct part){.kind = PART_HEADING,
                         .level = 3,
                         .caption = pfq_arena_printf(
                             w->arena, "Theme %s of %s", figure_count((int64_t)place + 1, w->arena),
                             figure_count((int64_t)d->themes_in_all, w->arena)),
                         .text = table_theme_name(d, line, w->arena),
                         .tag = line->state_words,
                         .tone = table_tone(line)});
    writing_text(w, PART_PARAGRAPH, labelled(w, "How often: ", writing_how_often(w, line)));
    writing_text(w, PART_PARAGRAPH, labelled(w, "What moved it: ", line->sentence));
    writing_text(w, PART_PARAGRAPH, labelled(w, "Why it matters: ", line->why));
    writing_table(w, table_checks(d, line, w->arena));
    writing_text(w, PART_INSET, labelled(w, "What good looks like: ", line->good));
    writing_text(w, PART_PARAGRAPH, labelled(w, "Training: ", line->training));
    writing_text(w, PART_PARAGRAPH, joined(w, "Examples: ", line->urns, line->n_urns));
    const char *none = d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK
                           ? "What was done: nothing is recorded."
                           : NULL;
    writing_text(w, PART_PARAGRAPH,
                 line->n_done == 0 ? none : joined(w, "What was done: ", line->done, line->n_done));
    writing_chart(w, table_trend(d, line, w->arena),
                  table_theme_key(d, line, "trend", "", w->arena),
                  labelled(w, "Months, ", table_theme_name(d, line, w->arena)));
    writing_chart(w, table_sums(d, line, w->arena), table_theme_key(d, line, "sum", "", w->arena),
                  labelled(w, "Sum, ", table_theme_name(d, line, w->arena)));
}

static bool has_people(const Pfq__V1__Digest *d)
{
    bool any = false;
    for (size_t i = 0; i < d->n_themes; i++) {
        any = any || themes_system(d->themes[i]->key) != themes_systems;
    }
    return any;
}

static void add_coverage(struct writing *w)
{
    const struct grid *coverage = table_coverage(w->digest, w->arena);
    writing_table(w, coverage);
    if (coverage != NULL) {
        writing_text(
            w, PART_PARAGRAPH,
            pfq_arena_printf(
                w->arena, "%s%s",
                "A theme is decided for a file where one of its checks failed, or the data "
                "decided all of them. Its rate is of files where they decided at least "
                "one.",
                has_people(w->digest) ? " What CPS staff found is: of the files that ought "
                                        "to be triaged or assessed, those that were."
                                      : ""));
    }
}

static const char *by_chance(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    return d->has_false_alarms_milli
               ? pfq_arena_printf(w->arena,
                                  "Where nothing changed, chance alone announces about %s themes "
                                  "in a month of this size, all forces together, those of one "
                                  "case type alone included.",
                                  digest_false_alarms(d, w->arena))
               : NULL;
}

/* Where there are any: of which files they are, and why they stand where they stand. */
static const char *of_people(const Pfq__V1__Digest *d)
{
    return has_people(d)
               ? " What CPS staff found is of the files that they triaged or assessed; where it is "
                 "not announced it follows what the checks found."
               : "";
}

static void add_order(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    size_t in_full = digest_in_full(d->kind);
    const char *shown = d->n_themes > in_full
                            ? pfq_arena_printf(w->arena, " The first %s of %s follow in full.",
                                               figure_count((int64_t)in_full, w->arena),
                                               figure_count(d->themes_in_all, w->arena))
                            : "";
    if (d->themes_in_all > 1) {
        writing_text(
            w, PART_PARAGRAPH,
            pfq_arena_printf(w->arena,
                             "Order: announced themes first, those with fewer than %d files "
                             "last, then by files that failed and could be mended.%s%s",
                             FIGURE_INTERVAL_FROM, of_people(d), shown));
    }
}

void writing_themes(struct writing *w)
{
    const Pfq__V1__Digest *d = w->digest;
    bool pack = d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK;
    if (d->n_themes == 0 && !pack) {
        return;
    }
    writing_heading(w, 2, "Themes");
    writing_text(w, PART_PARAGRAPH, d->n_themes == 0 ? "No theme is announced." : NULL);
    writing_table(w, table_themes(d, w->arena));
    add_coverage(w);
    writing_text(w, PART_PARAGRAPH, by_chance(w));
    add_order(w);
    for (size_t i = 0; i < d->n_themes && i < digest_in_full(d->kind); i++) {
        add_theme(w, i);
    }
}
