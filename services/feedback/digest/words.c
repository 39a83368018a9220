/* words.c - what to do first, in a sentence.
 *
 * Every number in them goes through feedback/render/figure.h, as everywhere. */
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/render/figure.h"
#include "feedback/stats/interval.h"
#include "feedback/themes/states.h"
#include "feedback/themes/systems.h"

const char *digest_rate_words(const Pfq__V1__Rate *rate, struct pfq_arena *arena)
{
    struct figure_range range = {rate->low_ppm / 1e6, rate->high_ppm / 1e6};
    return figure_share((int64_t)rate->count, (int64_t)rate->files, range, arena);
}

const char *digest_theme_words(const Pfq__V1__ThemeKey *key, const Pfq__V1__Rate *rate,
                               struct pfq_arena *arena)
{
    struct figure_range range = {rate->low_ppm / 1e6, rate->high_ppm / 1e6};
    return figure_share_seen((int64_t)rate->count, (int64_t)rate->files, themes_system(key)->seen,
                             range, arena);
}

/* --- what to do first ----------------------------------------------------------------------------
 */

/* "Avon and Somerset: " where there is more than one force. */
const char *digest_whose(const struct digest_build *b, const char *force)
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

/* "25 of the 31 files", "all 31 files".  No percentage: beside it stand rates of other files. */
static const char *part_words(const Pfq__V1__Rate *check, const Pfq__V1__Rate *theme,
                              struct pfq_arena *arena)
{
    const char *files = figure_things((int64_t)theme->count, "file", "files", arena);
    if (theme->count == 1) {
        return "the one file";
    }
    if (check->count == 1) {
        return pfq_arena_printf(arena, "one of the %s", files);
    }
    if (check->count == theme->count) {
        return pfq_arena_printf(arena, "all %s", files);
    }
    return pfq_arena_printf(arena, "up to %s of the %s", figure_count((int64_t)check->count, arena),
                            files);
}

/* Of what is only watched nothing is said that its figures do not say: this goes out, too. */
static const char *standing_clause(const struct digest_build *b, const Pfq__V1__ThemeLine *line)
{
    static const char *const clauses[] = {
        [DIGEST_NO_BASELINE] = "; there is no baseline yet to say whether this recurs",
        [DIGEST_AS_USUAL] = "; that is as usual",
        [DIGEST_FEWER] = "; that is fewer than usual",
        [DIGEST_ABOVE] = "", /* it can be chance */
        [DIGEST_FAR_ABOVE] = "; that is above what is expected, by more than chance explains",
    };
    return line->has_state && themes_states[line->state].problem
               ? pfq_arena_printf(b->arena, ", a theme that is %s", line->state_words)
               : clauses[digest_standing(line)];
}

/* "Interview, Crown Court", whoever found it: what is trained for. */
static const char *topic_title(const Pfq__V1__ThemeKey *key, struct pfq_arena *arena)
{
    Pfq__V1__ThemeKey topic = *key;
    topic.has_system = false;
    return digest_key_title(&topic, arena);
}

/* Of what people found, which nobody can mend by a rule: what they said most often. */
static const char *reason_words(const struct digest_build *b, const Pfq__V1__ThemeLine *line)
{
    const Pfq__V1__CheckLine *most = line->n_behind > 0 ? line->behind[0] : NULL;
    return most == NULL || most->title == NULL
               ? ""
               : pfq_arena_printf(
                     b->arena, ", most often: %s (%s)", most->title,
                     figure_things((int64_t)most->rate->count, "file", "files", b->arena));
}

/* What to do, and how much it would help at most. */
static char *about_theme(const struct digest_build *b, const Pfq__V1__ThemeLine *line)
{
    const Pfq__V1__CheckLine *check = line->n_behind > 0 ? line->behind[0] : NULL;
    const char *prevents = digest_theme_prevents(line->key->name);
    const char *so = standing_clause(b, line);
    const char *force = digest_whose(b, line->key->force);
    if (line->rate->count == 0 && digest_within_since(b, line->key) != 0) {
        return pfq_arena_printf(b->arena,
                                "%sNothing presses. No file of this period failed by %s%s.", force,
                                digest_key_title(line->key, b->arena), so);
    }
    if (line->rate->count == 0) {
        return pfq_arena_printf(b->arena,
                                "%sSettle what is done about %s%s; no file of this period failed "
                                "by it.",
                                force, digest_key_title(line->key, b->arena), so);
    }
    if (prevents != NULL) {
        return pfq_arena_printf(b->arena,
                                "%s%s %s failed by %s%s; this cannot be mended afterwards, only "
                                "prevented next time.",
                                force, prevents,
                                digest_theme_words(line->key, line->rate, b->arena),
                                digest_key_title(line->key, b->arena), so);
    }
    if (check == NULL || check->fix == NULL) {
        return pfq_arena_printf(
            b->arena, "%sTrain for %s: %s failed%s%s.", force, topic_title(line->key, b->arena),
            digest_theme_words(line->key, line->rate, b->arena), reason_words(b, line), so);
    }
    return pfq_arena_printf(b->arena, "%s%s This would have mended %s that failed by %s%s.", force,
                            whole(check->fix, b->arena),
                            part_words(check->rate, line->rate, b->arena),
                            digest_key_title(line->key, b->arena), so);
}

/* The fix that most files need, of all that there are: a page lists some of them.  They stand by
 * their first check. */
static char *about_cases(const struct digest_build *b)
{
    const Pfq__V1__Digest *d = b->digest;
    const Pfq__V1__CaseLine *best = NULL;
    size_t most = 0;
    size_t same = 0;
    for (size_t i = 0; i < d->cases_in_all; i++) {
        const Pfq__V1__CaseLine *before = i == 0 ? NULL : d->cases[i - 1];
        const Pfq__V1__CaseLine *one = d->cases[i];
        bool goes_on = before != NULL && before->n_checks > 0 && one->n_checks > 0 &&
                       strcmp(before->checks[0], one->checks[0]) == 0;
        same = one->n_checks == 0 ? 0 : goes_on ? same + 1 : 1;
        if (same > most) {
            most = same;
            best = one;
        }
    }
    if (best == NULL || best->fix == NULL) {
        return NULL;
    }
    return pfq_arena_printf(
        b->arena, "%s %s of the %s %s this first.", whole(best->fix, b->arena),
        figure_count((int64_t)most, b->arena),
        figure_things(
            (int64_t)d->cases_in_all,
            digest_is_of_area(d->kind) ? "file that fails for the second time" : "file to mend",
            digest_is_of_area(d->kind) ? "files that fail for the second time" : "files to mend",
            b->arena),
        most == 1 ? "needs" : "need");
}

static bool is_going_on(const Pfq__V1__ThemeLine *line)
{
    return line->has_state && themes_states[line->state].problem;
}

/* What improves and is as usual already can wait; so can what is within its limits again. */
static bool can_wait(const struct digest_build *b, const Pfq__V1__ThemeLine *line)
{
    bool improves = line->state == THEMES_IMPROVING && digest_standing(line) < DIGEST_ABOVE;
    return is_going_on(line) && (improves || digest_within_since(b, line->key) != 0);
}

/* Recurring by the force's own target alone: its files are no more than chance explains. */
static bool is_of_target(const struct digest_build *b, const Pfq__V1__ThemeLine *line)
{
    const Pfq__V1__ThemeMove *move = digest_find_move(b->facts, line->key);
    return move != NULL && move->rule != NULL &&
           strcmp(move->rule, themes_why_name(THEMES_TARGET)) == 0 &&
           digest_standing(line) < DIGEST_ABOVE;
}

enum urgency {
    PRAISED, /* is never pressed, too */
    WAITS,
    USUAL,
    ABOVE_TARGET,
    PRESSES
};

static enum urgency urgency_of(const struct digest_build *b, const Pfq__V1__ThemeLine *line)
{
    bool far =
        digest_standing(line) == DIGEST_FAR_ABOVE && line->rate->files >= FIGURE_INTERVAL_FROM;
    if (digest_is_praised(b->digest, line->key)) {
        return PRAISED;
    }
    if (can_wait(b, line)) {
        return WAITS;
    }
    if (is_going_on(line)) {
        return is_of_target(b, line) ? ABOVE_TARGET : PRESSES;
    }
    return far ? PRESSES : USUAL;
}

/* The most urgent, of equals the first, of those that are greyed or of the others; NULL: all are
 * muted or praised. */
static const Pfq__V1__ThemeLine *first_of(const struct digest_build *b, bool greyed)
{
    const Pfq__V1__Digest *d = b->digest;
    const Pfq__V1__ThemeLine *first = NULL;
    enum urgency most = PRAISED;
    for (size_t i = 0; i < d->n_themes; i++) {
        const Pfq__V1__ThemeLine *line = d->themes[i];
        if (digest_muted_until(b->facts, line->key) != 0) {
            break; /* so are all that follow */
        }
        if (line->low_coverage == greyed && urgency_of(b, line) > most) {
            most = urgency_of(b, line);
            first = line;
        }
    }
    return first;
}

/* What few files stand for leads only where nothing else is told. */
static const Pfq__V1__ThemeLine *first_theme(const struct digest_build *b)
{
    const Pfq__V1__ThemeLine *first = first_of(b, false);
    return first == NULL ? first_of(b, true) : first;
}

static bool is_above(const struct digest_build *b, const Pfq__V1__ThemeLine *line)
{
    return digest_standing(line) == DIGEST_FAR_ABOVE || (is_going_on(line) && !can_wait(b, line));
}

/* How many themes are above what is usual: those that are muted, or the others. */
static size_t count_above(const struct digest_build *b, bool muted)
{
    const Pfq__V1__Digest *d = b->digest;
    size_t count = 0;
    for (size_t i = 0; i < d->n_themes; i++) {
        count += is_above(b, d->themes[i]) &&
                 (digest_muted_until(b->facts, d->themes[i]->key) != 0) == muted;
    }
    return count;
}

/* "Interview; Case summary": those that are muted and above what is usual. */
static const char *muted_names(const struct digest_build *b)
{
    const Pfq__V1__Digest *d = b->digest;
    const char *names = "";
    for (size_t i = 0; i < d->n_themes; i++) {
        const Pfq__V1__ThemeKey *key = d->themes[i]->key;
        if (is_above(b, d->themes[i]) && digest_muted_until(b->facts, key) != 0) {
            names = pfq_arena_printf(b->arena, "%s%s%s%s", names, names[0] == '\0' ? "" : "; ",
                                     digest_whose(b, key->force), digest_key_title(key, b->arena));
        }
    }
    return names;
}

/* "No theme is above what is usual by more than chance explains.", where that is so; what is muted
 * is no less above. */
static const char *calm_words(const struct digest_build *b)
{
    size_t muted = count_above(b, true);
    if (count_above(b, false) > 0) {
        return NULL;
    }
    return muted == 0 ? "No theme is above what is usual by more than chance explains."
                      : pfq_arena_printf(b->arena,
                                         "No theme that is not muted is above what is usual by "
                                         "more than chance explains; muted and above %s: %s.",
                                         muted == 1 ? "is" : "are", muted_names(b));
}

/* Where nothing presses that is said first: a list of what is usual alarms nobody. */
static char *about_first(const struct digest_build *b, const Pfq__V1__ThemeLine *line)
{
    char *words = about_theme(b, line);
    enum digest_standing standing = digest_standing(line);
    bool usual = digest_is_monthly(b->digest->kind) && line->rate->count > 0 &&
                 standing != DIGEST_NO_BASELINE && standing != DIGEST_FAR_ABOVE;
    const char *calm = usual && !is_going_on(line) ? calm_words(b) : NULL;
    return calm == NULL ? words
                        : pfq_arena_printf(b->arena, "%s The one thing that would help most: %s",
                                           calm, words);
}

/* Where praise is all that there is. */
static char *about_praise(const struct digest_build *b)
{
    return pfq_arena_strdup(
        b->arena,
        count_above(b, false) > 0  ? "What is above its usual rate improves: keep on with what was "
                                     "done. Pass on the praise below."
        : count_above(b, true) > 0 ? "Nothing that is not muted needs to be mended first. Pass on "
                                     "the praise below."
                                   : "Nothing needs to be mended first. Pass on the praise below.");
}

void digest_add_first_thing(struct digest_build *b)
{
    Pfq__V1__Digest *d = b->digest;
    bool days = d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY;
    const Pfq__V1__ThemeLine *first = first_theme(b);
    if (first != NULL && !(days && d->n_cases > 0)) {
        d->first_thing = about_first(b, first);
    } else if (d->n_cases > 0) {
        d->first_thing = about_cases(b);
    } else if (d->n_praise > 0) {
        d->first_thing = about_praise(b);
    } else if (d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET) {
        d->first_thing = pfq_arena_strdup(
            b->arena, "No theme changed state and no file failed for the second time: use the "
                      "call for what is open already.");
    }
}
