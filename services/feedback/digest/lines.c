/* lines.c - which themes a digest speaks of, in which order, and each one's line.
 *
 * A theme is spoken of when it is announced and not over, or when a file of the period failed by
 * it.  The first is the one to begin with.  A daily digest and a call sheet tell only what moved in
 * their days. */
#include <stdlib.h>
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/render/figure.h"
#include "feedback/themes/states.h"
#include "feedback/themes/systems.h"
#include "feedback/themes/themes.h"

struct candidate {
    Pfq__V1__ThemeKey *key;
    const Pfq__V1__ThemeMove *move; /* NULL: nothing to say of it */
    bool of_force;                  /* the move is of the whole force, the figures are of a unit */
    struct stats_share share;
    int rank; /* of the group that it stands in */
};

struct candidates {
    struct candidate *rows;
    size_t count;
};

bool digest_is_problem(const Pfq__V1__ThemeMove *move)
{
    return move != NULL && (unsigned)move->state < THEMES_STATES &&
           themes_states[move->state].problem;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool digest_is_same_theme(const Pfq__V1__ThemeKey *a, const Pfq__V1__ThemeKey *b)
{
    return same_text(a->force, b->force) && same_text(a->police_unit, b->police_unit) &&
           same_text(a->name, b->name) && a->has_case_type == b->has_case_type &&
           a->case_type == b->case_type && a->system == b->system;
}

const Pfq__V1__ThemeMove *digest_find_move(const struct digest_facts *facts,
                                           const Pfq__V1__ThemeKey *key)
{
    for (size_t i = 0; i < facts->move_count; i++) {
        if (facts->moves[i]->key != NULL && digest_is_same_theme(facts->moves[i]->key, key)) {
            return facts->moves[i];
        }
    }
    return NULL;
}

/* A mute without unit or case type is of all of them; of one system alone. */
static bool is_covered(const Pfq__V1__ThemeKey *mute, const Pfq__V1__ThemeKey *key)
{
    return themes_system(mute) == themes_system(key) && same_text(mute->force, key->force) &&
           same_text(mute->name, key->name) &&
           (mute->police_unit == NULL || same_text(mute->police_unit, key->police_unit)) &&
           (!mute->has_case_type || (key->has_case_type && mute->case_type == key->case_type));
}

int32_t digest_muted_until(const struct digest_facts *facts, const Pfq__V1__ThemeKey *key)
{
    for (size_t i = 0; i < facts->mute_count; i++) {
        const Pfq__V1__MuteRow *row = facts->mutes[i];
        if (row->active && row->mute != NULL && row->mute->theme != NULL &&
            is_covered(row->mute->theme, key)) {
            return row->mute->until_date;
        }
    }
    return 0;
}

/* Did a mailbox tell of it in the period? */
static bool is_news(const struct digest_facts *facts, const Pfq__V1__ThemeMove *move)
{
    for (size_t i = 0; move != NULL && i < facts->item_count; i++) {
        const Pfq__V1__ThemeMove *told = facts->items[i]->theme;
        if (told != NULL && told->key != NULL && digest_is_same_theme(told->key, move->key)) {
            return true;
        }
    }
    return false;
}

static Pfq__V1__ThemeKey *make_key(const struct digest_build *b, Pfq__V1__ThemeSystem system,
                                   const char *force, const char *unit, const char *name)
{
    Pfq__V1__ThemeKey *key = pfq_arena_new(b->arena, Pfq__V1__ThemeKey, 1);
    pfq__v1__theme_key__init(key);
    key->force = pfq_arena_strdup(b->arena, force);
    key->police_unit = unit == NULL ? NULL : pfq_arena_strdup(b->arena, unit);
    key->has_system = true;
    key->system = system;
    key->name = pfq_arena_strdup(b->arena, name);
    return key;
}

struct digest_ask digest_ask_theme(const Pfq__V1__ThemeKey *key, struct digest_period period)
{
    return (struct digest_ask){.force = key->force,
                               .police_unit = key->police_unit,
                               .kind = themes_system(key)->theme,
                               .name = key->name,
                               .case_type =
                                   key->has_case_type ? (int)key->case_type : DIGEST_ALL_CASES,
                               .from = period.from,
                               .to = period.to};
}

/* --- gathering -------------------------------------------------------------------- */

/* What must be mended first: announced themes, those that are within their limits now and those
 * that improve after the others; then all others; then those with too few files, or none that
 * failed, to be spoken of first; then those that are muted. */
static int rank_of(const struct digest_build *b, const Pfq__V1__ThemeKey *key,
                   const Pfq__V1__ThemeMove *move, struct stats_share share)
{
    enum {
        ANNOUNCED,
        WITHIN,
        IMPROVING,
        OTHER,
        SMALL_ANNOUNCED,
        SMALL,
        MUTED
    };

    bool problem = digest_is_problem(move);
    if (digest_muted_until(b->facts, key) != 0) {
        return MUTED;
    }
    if (figure_size(share.of) < FIGURE_INTERVAL || share.failing == 0) {
        return problem ? SMALL_ANNOUNCED : SMALL;
    }
    if (!problem) {
        return OTHER;
    }
    int rank = digest_within_since(b, key) != 0 ? WITHIN : ANNOUNCED;
    return move->state == THEMES_IMPROVING ? IMPROVING : rank;
}

static void add_candidate(const struct digest_build *b, struct candidates *all,
                          Pfq__V1__ThemeKey *key, const Pfq__V1__ThemeMove *move, bool of_force)
{
    struct digest_ask ask = digest_ask_theme(key, digest_rows_period(b->facts, false));
    struct stats_share share = digest_sum(&b->facts->first, &ask);
    Pfq__V1__DigestKind kind = b->facts->wish.kind;
    bool only_news = kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY ||
                     kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET;
    bool only_announced = only_news || kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK;
    if (!digest_is_problem(move) && (share.failing == 0 || only_announced)) {
        return;
    }
    if ((only_news && !is_news(b->facts, move)) || (of_force && share.of == 0)) {
        return;
    }
    if (of_force && share.failing == 0) { /* the unit has no part in it */
        return;
    }
    all->rows[all->count++] = (struct candidate){.key = key,
                                                 .move = move,
                                                 .of_force = of_force,
                                                 .share = share,
                                                 .rank = rank_of(b, key, move, share)};
}

static void gather_all_cases(const struct digest_build *b, struct candidates *all,
                             Pfq__V1__ThemeSystem system, const char *force)
{
    const char *unit = b->facts->wish.police_unit;
    const char *name = NULL;
    for (size_t i = 0; (name = digest_theme_name(i)) != NULL; i++) {
        Pfq__V1__ThemeKey *key = make_key(b, system, force, unit, name);
        const Pfq__V1__ThemeMove *move = digest_find_move(b->facts, key);
        bool of_force = move == NULL && unit != NULL;
        if (of_force) {
            move = digest_find_move(b->facts, make_key(b, system, force, NULL, name));
        }
        add_candidate(b, all, key, move, of_force && move != NULL);
    }
}

/* One case type alone, where the theme as a whole is not announced. */
static void gather_by_case_type(const struct digest_build *b, struct candidates *all)
{
    for (size_t i = 0; i < b->facts->move_count; i++) {
        const Pfq__V1__ThemeMove *move = b->facts->moves[i];
        Pfq__V1__ThemeKey *key = move->key;
        if (key == NULL || key->name == NULL || !key->has_case_type || !digest_is_problem(move) ||
            !same_text(key->police_unit, b->facts->wish.police_unit)) {
            continue;
        }
        const Pfq__V1__ThemeKey *whole =
            make_key(b, key->system, key->force, key->police_unit, key->name);
        if (!digest_is_problem(digest_find_move(b->facts, whole))) {
            add_candidate(b, all, key, move, false);
        }
    }
}

/* Files that could be mended; of those that came late none can. */
static int64_t mendable(const struct candidate *c)
{
    return digest_theme_prevents(c->key->name) == NULL ? c->share.failing : 0;
}

/* Is anything known of its themes?  Where nobody looks at files it costs nothing. */
static bool is_used(const struct digest_facts *facts, const struct themes_system *system)
{
    bool used = system == themes_systems; /* the checks always */
    for (size_t i = 0; !used && i < facts->first.count; i++) {
        used = facts->first.rows[i]->kind == system->theme;
    }
    for (size_t i = 0; !used && i < facts->move_count; i++) {
        used = facts->moves[i]->key != NULL && themes_system(facts->moves[i]->key) == system;
    }
    return used;
}

static struct candidates gather_all(const struct digest_build *b)
{
    struct candidates all = {.count = 0};
    size_t names = 0;
    while (digest_theme_name(names) != NULL) {
        names++;
    }
    all.rows =
        pfq_arena_new(b->arena, struct candidate,
                      THEMES_SYSTEMS * b->facts->force_count * names + b->facts->move_count + 1);
    for (const struct themes_system *s = themes_systems; s < themes_systems + THEMES_SYSTEMS; s++) {
        for (size_t i = 0; is_used(b->facts, s) && i < b->facts->force_count; i++) {
            gather_all_cases(b, &all, s->system, b->facts->forces[i].code);
        }
    }
    gather_by_case_type(b, &all);
    return all;
}

/* As many as a pack of the month would tell. */
uint32_t digest_count_themes(const struct digest_build *b, const char *force)
{
    struct digest_facts facts = *b->facts;
    struct digest_build pack = *b;
    uint32_t count = 0;
    facts.wish.kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK;
    pack.facts = &facts;
    struct candidates all = gather_all(&pack);
    for (size_t i = 0; i < all.count; i++) {
        count += strcmp(all.rows[i].key->force, force) == 0;
    }
    return count;
}

/* Of those that are not announced the checks' come first: they are of every file. */
static int by_system(const struct candidate *x, const struct candidate *y)
{
    const struct themes_system *one = themes_system(x->key);
    const struct themes_system *other = themes_system(y->key);
    return digest_is_problem(x->move) || digest_is_problem(y->move) ? 0
                                                                    : (one > other) - (one < other);
}

static int stronger(const void *a, const void *b)
{
    const struct candidate *x = a;
    const struct candidate *y = b;
    int order = (x->rank > y->rank) - (x->rank < y->rank);
    order = order != 0 ? order : by_system(x, y);
    order = order != 0 ? order : (mendable(x) < mendable(y)) - (mendable(x) > mendable(y));
    uint32_t one = x->move == NULL ? 0 : x->move->one_in;
    uint32_t other = y->move == NULL ? 0 : y->move->one_in;
    order = order != 0 ? order : (one < other) - (one > other);
    order = order != 0 ? order : strcmp(x->key->force, y->key->force);
    order = order != 0 ? order : strcmp(x->key->name, y->key->name);
    return order != 0 ? order : (int)x->key->system - (int)y->key->system;
}

/* --- the line --------------------------------------------------------------------- */

/* Is it of the digest's own month? */
static bool is_own_month(const struct digest_build *b, const Pfq__V1__ThemeMove *move)
{
    return digest_is_monthly(b->digest->kind) && move->month == b->month;
}

/* Of the same files as the line?  Then its numbers are the line's. */
static bool is_of_line(const struct digest_build *b, const struct candidate *c)
{
    const Pfq__V1__ThemeMove *move = c->move;
    return move != NULL && is_own_month(b, move) && !c->of_force &&
           (int64_t)move->files == c->share.of && (int64_t)move->failing == c->share.failing;
}

/* With its month, where that is not the digest's own; where files came since, as it was. */
static char *sentence_of(const struct digest_build *b, const struct candidate *c)
{
    const Pfq__V1__ThemeMove *move = c->move;
    if (move->sentence == NULL || move->sentence[0] == '\0') {
        return NULL;
    }
    const char *when =
        is_of_line(b, c) || move->month == 0 ? ""
        : !is_own_month(b, move)
            ? pfq_arena_printf(b->arena, "in %s ", figure_month(move->month, b->arena))
        : c->of_force ? "in the whole force "
                      : "as it was told then, ";
    return pfq_arena_printf(b->arena, "%s%s", when, move->sentence);
}

static void set_state(const struct digest_build *b, const struct candidate *c,
                      Pfq__V1__ThemeLine *line)
{
    const char *words = digest_standing_words(digest_standing(line));
    bool stands =
        digest_is_problem(c->move) || (c->move != NULL && c->move->state == THEMES_WATCHING);
    if (stands) {
        line->has_state = true;
        line->state = c->move->state;
        words = themes_states[line->state].words;
        line->sentence = sentence_of(b, c);
    }
    line->state_words = pfq_arena_printf(
        b->arena, "%s%s%s%s", words, stands && c->of_force ? " in the force as a whole" : "",
        stands ? digest_within_words(b, c->key) : "", digest_add_coverage(b, line));
    int32_t muted = digest_muted_until(b->facts, c->key);
    if (muted != 0) {
        line->state_words = pfq_arena_printf(b->arena, "%s (muted until %s)", line->state_words,
                                             figure_date(muted, b->arena));
    }
}

uint32_t digest_target(const struct digest_build *b, const Pfq__V1__ThemeKey *key, int32_t month)
{
    struct themes_targets targets = {b->facts->targets, b->facts->target_count};
    return themes_target(&targets, key, month);
}

/* As it was when it moved last, else as it is found now. */
static struct stats_share baseline_of(const struct digest_build *b, const struct candidate *c,
                                      Pfq__V1__ThemeLine *line)
{
    struct themes_base base;
    if (c->move != NULL && c->move->has_baseline_files) {
        line->has_spread_milli = c->move->has_spread_milli;
        line->spread_milli = c->move->spread_milli;
        return (struct stats_share){(int64_t)c->move->baseline_failing,
                                    (int64_t)c->move->baseline_files};
    }
    if (c->move != NULL || !digest_usual(b, c->key, &base)) {
        return (struct stats_share){0};
    }
    line->has_spread_milli = base.spread > 1;
    line->spread_milli = (uint32_t)(1000 * base.spread + 0.5);
    return base.share;
}

static void set_expected(const struct digest_build *b, const struct candidate *c,
                         Pfq__V1__ThemeLine *line)
{
    struct stats_share base = baseline_of(b, c, line);
    if (base.of == 0) {
        return;
    }
    struct stats_limits limits = themes_expected(themes_rate(base), digest_spread(line),
                                                 c->share.of, themes_rules_usual.expected_p);
    line->baseline = digest_rate(base, b->arena);
    line->target_ppm = digest_target(b, line->key, b->month);
    line->has_target_ppm = line->target_ppm > 0;
    if (is_of_line(b, c) && c->move->has_expected_low) { /* one number, as it was told */
        limits.low = (int64_t)c->move->expected_low;
        limits.high = (int64_t)c->move->expected_high;
    }
    if (limits.fault == STATS_OK && c->share.of > 0) {
        line->has_expected_low = line->has_expected_high = true;
        line->expected_low = (uint64_t)limits.low;
        line->expected_high = (uint64_t)limits.high;
    }
}

/* A month tells of all, of the first few in full; what is in the message is on the page. */
static void add_detail(const struct digest_build *b, const char *name, Pfq__V1__ThemeLine *line)
{
    const char *training = digest_theme_training(name);
    line->training = training == NULL ? NULL : pfq_arena_strdup(b->arena, training);
    digest_add_trend(b, line);
    digest_add_sums(b, line);
    digest_add_urns(b, line);
}

/* Its figures and no more. */
static Pfq__V1__ThemeLine *bare_line(const struct digest_build *b, const struct candidate *c)
{
    Pfq__V1__ThemeLine *line = pfq_arena_new(b->arena, Pfq__V1__ThemeLine, 1);
    pfq__v1__theme_line__init(line);
    line->key = c->key;
    line->rate = digest_rate(c->share, b->arena);
    set_expected(b, c, line);
    return line;
}

static Pfq__V1__ThemeLine *make_line(const struct digest_build *b, const struct candidate *c,
                                     bool in_full)
{
    Pfq__V1__ThemeLine *line = bare_line(b, c);
    line->title = pfq_arena_printf(b->arena, "%s%s", themes_system(c->key)->before,
                                   digest_theme_title(c->key->name));
    set_state(b, c, line);
    digest_add_behind(b, line);
    if (in_full) {
        add_detail(b, c->key->name, line);
    }
    return line;
}

Pfq__V1__ThemeLine **digest_month_lines(const struct digest_build *b, size_t *count)
{
    struct digest_facts facts = *b->facts;
    struct digest_build month = *b;
    facts.wish.kind = PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY;
    month.facts = &facts;
    struct candidates all = gather_all(&month);
    Pfq__V1__ThemeLine **lines = pfq_arena_new(b->arena, Pfq__V1__ThemeLine *, all.count + 1);
    for (*count = 0; *count < all.count; (*count)++) {
        const struct candidate *c = &all.rows[*count];
        lines[*count] = bare_line(&month, c);
        lines[*count]->has_state = digest_is_problem(c->move);
        lines[*count]->state = digest_is_problem(c->move) ? c->move->state : THEMES_NONE;
    }
    return lines;
}

size_t digest_in_full(Pfq__V1__DigestKind kind)
{
    return kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY ? DIGEST_IN_FULL : SIZE_MAX;
}

static size_t most_lines(Pfq__V1__DigestKind kind)
{
    switch (kind) {
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_DAILY:
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_WEEKLY:
        return 3;
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK:
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_MONTHLY:
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_CALL_SHEET: /* of which its page shows fewer */
        return 20;
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_REMINDER:
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_CHALLENGE:
    case PFQ__V1__DIGEST_KIND__DIGEST_KIND_UNSPECIFIED:
    case _PFQ__V1__DIGEST_KIND_IS_INT_SIZE:
        break;
    }
    return 5;
}

void digest_add_themes(struct digest_build *b)
{
    Pfq__V1__Digest *d = b->digest;
    struct candidates all = gather_all(b);
    qsort(all.rows, all.count, sizeof *all.rows, stronger);
    size_t shown = most_lines(d->kind);
    shown = all.count < shown ? all.count : shown;
    d->has_themes_in_all = true;
    d->themes_in_all = (uint32_t)all.count;
    d->themes = pfq_arena_new(b->arena, Pfq__V1__ThemeLine *, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        d->themes[d->n_themes++] = make_line(b, &all.rows[i], i < digest_in_full(d->kind));
    }
}
