/* words.c - the sentences of a digest: what to do first, what to praise, what to know.
 *
 * Every number in them goes through feedback/render/figure.h, as everywhere. */
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/render/figure.h"
#include "feedback/stats/interval.h"
#include "feedback/themes/states.h"

enum {
    PRAISE_MAX = 3,
    NOTES_MAX = 16
};

const char *digest_rate_words(const Pfq__V1__Rate *rate, struct pfq_arena *arena)
{
    struct figure_range range = {rate->low_ppm / 1e6, rate->high_ppm / 1e6};
    return figure_share((int64_t)rate->count, (int64_t)rate->files, range, arena);
}

/* --- what to do first ----------------------------------------------------------------------------
 */

/* "Avon and Somerset: " where there is more than one force. */
static const char *whose(const struct digest_build *b, const char *force)
{
    for (size_t i = 0; digest_is_of_area(b->digest->kind) && i < b->facts->force_count; i++) {
        const struct digest_force *f = &b->facts->forces[i];
        if (strcmp(f->code, force) == 0) {
            return pfq_arena_printf(b->arena, "%s: ", f->name == NULL ? f->code : f->name);
        }
    }
    return "";
}

/* The whole of it, since its first sentence alone may mend nothing; "." at its end. */
static const char *whole(const char *fix, struct pfq_arena *arena)
{
    size_t size = strlen(fix);
    return size > 0 && fix[size - 1] == '.' ? fix : pfq_arena_printf(arena, "%s.", fix);
}

/* "25 of the 31 files (81%)": a share of what failed, so without an interval; "all 31 files". */
static const char *part_words(const Pfq__V1__Rate *check, const Pfq__V1__Rate *theme,
                              struct pfq_arena *arena)
{
    const char *files = figure_things((int64_t)theme->count, "file", "files", arena);
    if (theme->count == 1) {
        return "the one file";
    }
    if (check->count == theme->count) {
        return pfq_arena_printf(arena, "all %s", files);
    }
    const char *words = pfq_arena_printf(arena, "up to %s of the %s",
                                         figure_count((int64_t)check->count, arena), files);
    return figure_size((int64_t)theme->count) < FIGURE_WHOLE
               ? words
               : pfq_arena_printf(
                     arena, "%s (%s)", words,
                     figure_per_cent((int64_t)check->count, (int64_t)theme->count, arena));
}

/* Of what is only watched nothing is said that its figures do not say: this goes out, too. */
static const char *standing_clause(const struct digest_build *b, const Pfq__V1__ThemeLine *line)
{
    static const char *const clauses[] = {
        [DIGEST_NO_BASELINE] = "; there is no baseline yet to say whether this recurs",
        [DIGEST_AS_USUAL] = "; that is as usual",
        [DIGEST_ABOVE] = "; that is above what is expected, and watched until a second sign",
    };
    return line->has_state && themes_states[line->state].problem
               ? pfq_arena_printf(b->arena, ", a theme that is %s", line->state_words)
               : clauses[digest_standing(line)];
}

/* What to do, and how much it would help at most. */
static char *about_theme(const struct digest_build *b, const Pfq__V1__ThemeLine *line)
{
    const Pfq__V1__CheckLine *check = line->n_behind > 0 ? line->behind[0] : NULL;
    const char *prevents = digest_theme_prevents(line->key->name);
    const char *so = standing_clause(b, line);
    const char *force = whose(b, line->key->force);
    if (line->rate->count == 0) {
        return pfq_arena_printf(b->arena,
                                "%sSettle what is done about %s%s; no file of this period failed "
                                "by it.",
                                force, line->title, so);
    }
    if (prevents != NULL) {
        return pfq_arena_printf(b->arena,
                                "%s%s %s failed by %s%s; this cannot be mended afterwards, only "
                                "prevented next time.",
                                force, prevents, digest_rate_words(line->rate, b->arena),
                                line->title, so);
    }
    if (check == NULL || check->fix == NULL) {
        return pfq_arena_printf(b->arena, "%sTrain for %s: %s failed%s.", force, line->title,
                                digest_rate_words(line->rate, b->arena), so);
    }
    return pfq_arena_printf(b->arena, "%s%s This would have mended %s that failed by %s%s.", force,
                            whole(check->fix, b->arena),
                            part_words(check->rate, line->rate, b->arena), line->title, so);
}

/* The fix that most of the listed files need. */
static char *about_cases(const struct digest_build *b)
{
    const Pfq__V1__Digest *d = b->digest;
    const Pfq__V1__CaseLine *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < d->n_cases; i++) {
        size_t same = 0;
        for (size_t j = 0; j < d->n_cases && d->cases[i]->n_checks > 0; j++) {
            same += d->cases[j]->n_checks > 0 &&
                    strcmp(d->cases[i]->checks[0], d->cases[j]->checks[0]) == 0;
        }
        if (same > most) {
            most = same;
            best = d->cases[i];
        }
    }
    if (best == NULL || best->fix == NULL) {
        return NULL;
    }
    return pfq_arena_printf(b->arena, "%s %s of the %s listed here %s this first.",
                            whole(best->fix, b->arena), figure_count((int64_t)most, b->arena),
                            figure_things((int64_t)d->n_cases, "file", "files", b->arena),
                            most == 1 ? "needs" : "need");
}

void digest_add_first_thing(struct digest_build *b)
{
    Pfq__V1__Digest *d = b->digest;
    bool days = d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY;
    if (d->n_themes > 0 && !(days && d->n_cases > 0)) {
        d->first_thing = about_theme(b, d->themes[0]);
    } else if (d->n_cases > 0) {
        d->first_thing = about_cases(b);
    } else if (d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET) {
        d->first_thing = pfq_arena_strdup(
            b->arena, "No theme changed state and no file failed for the second time: use the "
                      "call for what is open already.");
    } else if (d->n_praise > 0) {
        d->first_thing = pfq_arena_strdup(
            b->arena, "Nothing needs to be mended first. Pass on the praise below.");
    }
}

/* --- praise ----------------------------------------------------------------------- */

static void praise(struct digest_build *b, Pfq__V1__ThemeKey *key, char *sentence)
{
    Pfq__V1__Digest *d = b->digest;
    Pfq__V1__Praise *p = pfq_arena_new(b->arena, Pfq__V1__Praise, 1);
    pfq__v1__praise__init(p);
    p->key = key;
    p->sentence = sentence;
    if (d->n_praise < PRAISE_MAX) {
        d->praise[d->n_praise++] = p;
    }
}

static void praise_move(struct digest_build *b, const Pfq__V1__ThemeMove *move)
{
    const char *unit = b->facts->wish.police_unit;
    if (move->key == NULL || move->key->name == NULL || move->key->force == NULL ||
        (move->state != THEMES_IMPROVING && move->state != THEMES_RESOLVED) ||
        (move->key->police_unit != NULL &&
         (unit == NULL || strcmp(unit, move->key->police_unit) != 0))) {
        return;
    }
    praise(b, move->key,
           pfq_arena_printf(
               b->arena, "%s%s%s, now %s: %s", whose(b, move->key->force),
               digest_theme_title(move->key->name),
               move->key->police_unit == NULL && unit != NULL ? " in the force as a whole" : "",
               themes_states[move->state].words, move->sentence == NULL ? "" : move->sentence));
}

static void praise_month(struct digest_build *b)
{
    const struct digest_facts *facts = b->facts;
    for (size_t i = 0; i < facts->move_count; i++) {
        if (facts->moves[i]->month == b->month) {
            praise_move(b, facts->moves[i]);
        }
    }
}

static void praise_days(struct digest_build *b)
{
    const struct digest_facts *facts = b->facts;
    for (size_t i = 0; i < facts->item_count; i++) {
        if (facts->items[i]->theme != NULL) {
            praise_move(b, facts->items[i]->theme);
        }
    }
}

/* Of a month by its figures; of days by what the mailboxes told in them. */
static void praise_themes(struct digest_build *b)
{
    if (digest_is_monthly(b->digest->kind)) {
        praise_month(b);
    } else {
        praise_days(b);
    }
}

/* More files accepted at once than in the period before, beyond chance. */
static void praise_rate(struct digest_build *b)
{
    const Pfq__V1__Received *r = b->digest->received;
    struct stats_share now = {(int64_t)r->first_time->count, (int64_t)r->first_time->files};
    struct stats_share before = {(int64_t)r->before->count, (int64_t)r->before->files};
    if (figure_size(now.of) < FIGURE_INTERVAL || figure_size(before.of) < FIGURE_INTERVAL) {
        return;
    }
    struct stats_ratio odds = stats_odds_ratio(now, before, 0.95);
    if (odds.fault == STATS_OK && odds.low > 1) {
        praise(b, NULL,
               pfq_arena_printf(b->arena, "More files met the standard first time: %s, before %s.",
                                digest_rate_words(r->first_time, b->arena),
                                digest_rate_words(r->before, b->arena)));
    }
}

static void praise_mended(struct digest_build *b)
{
    int64_t mended = 0;
    for (size_t i = 0; i < b->facts->item_count; i++) {
        const Pfq__V1__Receipt *receipt = b->facts->items[i]->receipt;
        mended += digest_is_ours(b, receipt) && receipt->ordinal > 1 &&
                  receipt->verdict == PFQ__V1__VERDICT__VERDICT_MEETS &&
                  receipt->resubmission != NULL && receipt->resubmission->n_fixed > 0;
    }
    if (mended > 0 && !digest_is_monthly(b->digest->kind)) {
        praise(b, NULL,
               pfq_arena_printf(b->arena, "%s %s mended and %s the standard now.",
                                figure_things(mended, "file", "files", b->arena),
                                mended == 1 ? "was" : "were", mended == 1 ? "meets" : "meet"));
    }
}

void digest_add_praise(struct digest_build *b)
{
    b->digest->praise = pfq_arena_new(b->arena, Pfq__V1__Praise *, PRAISE_MAX);
    praise_themes(b);
    praise_rate(b);
    praise_mended(b);
}

/* --- what to know ----------------------------------------------------------------- */

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
    const struct digest_verdicts v = {(int64_t)r->meets, (int64_t)r->partly, (int64_t)r->does_not,
                                      (int64_t)r->undecided};
    if (r->files == 0) {
        note(b, "NO_DATA",
             pfq_arena_strdup(b->arena, b->digest->n_cases == 0
                                            ? "No file was received: no data."
                                            : "The files listed here came in these days and are "
                                              "dated earlier, where they are counted."));
    } else if (digest_is_low_coverage(v)) {
        note(b, "LOW_COVERAGE",
             pfq_arena_printf(b->arena,
                              "Read the rates with care: %s of %s could not be decided and count "
                              "neither way.",
                              figure_count((int64_t)r->undecided, b->arena),
                              figure_things((int64_t)r->files, "file", "files", b->arena)));
    }
}

static void note_months(struct digest_build *b)
{
    for (size_t i = 0; i < b->facts->month_count; i++) {
        const Pfq__V1__MonthRow *row = b->facts->months[i];
        if (row->month != b->month) {
            continue;
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
            note(b, "LATE_FILES",
                 pfq_arena_printf(b->arena,
                                  "%s of %s%s came after it was closed and %s not in these "
                                  "figures.",
                                  figure_things((int64_t)row->late, "file", "files", b->arena),
                                  figure_month(b->month, b->arena),
                                  b->facts->wish.force == NULL ? ", all forces together," : "",
                                  row->late == 1 ? "is" : "are"));
        }
    }
}

static void note_restated(struct digest_build *b)
{
    for (size_t i = 0; i < b->facts->item_count; i++) {
        const Pfq__V1__ThemeMove *move = b->facts->items[i]->theme;
        if (move != NULL && move->restates && move->key != NULL && move->key->name != NULL) {
            note(b, "RESTATED",
                 pfq_arena_printf(b->arena, "%s, %s: %s", digest_theme_title(move->key->name),
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
             b->arena,
             "Not whole: %s of the last %s, of all forces together, %s not yet "
             "counted.",
             figure_things((int64_t)facts->behind, "submission", "submissions", b->arena), span,
             facts->behind == 1 ? "is" : "are"));
}

void digest_add_notes(struct digest_build *b)
{
    b->digest->notes = pfq_arena_new(b->arena, Pfq__V1__Problem *, NOTES_MAX);
    if (b->facts->behind > 0) {
        note_behind(b);
    }
    if (b->facts->without_nation) {
        note(b, "WITHOUT_NATION",
             pfq_arena_strdup(b->arena, "The figures of other Areas could not be read: limits are "
                                        "made among the forces of this Area alone."));
    }
    if (digest_is_monthly(b->digest->kind)) {
        note_months(b);
    }
    note_received(b);
    note_restated(b);
    if (b->facts->items_cut) {
        note(b, "CUT",
             pfq_arena_strdup(b->arena, "More came in this period than was looked at "
                                        "for examples and files to mend."));
    }
}
