/* praise.c - what became better, in sentences: it stands before what did not. */
#include "feedback/digest/private.h"

#include <string.h>

#include "feedback/render/figure.h"
#include "feedback/stats/interval.h"
#include "feedback/themes/states.h"

enum {
    PRAISE_MAX = 3,
    PRAISE_AREA = 10, /* of several forces together; how many more there are is said */
    FEWER_MONTHS = 3  /* together, before fewer failures than usual are praised */
};

static void praise(struct digest_build *b, Pfq__V1__ThemeKey *key, char *sentence)
{
    Pfq__V1__Digest *d = b->digest;
    Pfq__V1__Praise *p = pfq_arena_new(b->arena, Pfq__V1__Praise, 1);
    pfq__v1__praise__init(p);
    p->key = key;
    p->sentence = sentence;
    if (d->n_praise < (digest_is_of_area(d->kind) ? PRAISE_AREA : PRAISE_MAX)) {
        d->praise[d->n_praise++] = p;
    } else {
        b->unpraised++;
    }
}

bool digest_is_praised(const Pfq__V1__Digest *d, const Pfq__V1__ThemeKey *key)
{
    for (size_t i = 0; i < d->n_praise; i++) {
        if (d->praise[i]->key != NULL && digest_is_same_theme(d->praise[i]->key, key)) {
            return true;
        }
    }
    return false;
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
               b->arena, "%s%s%s, now %s: %s", digest_whose(b, move->key->force),
               digest_key_title(move->key, b->arena),
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

/* Three months together below what chance explains at the baseline's rate. */
static bool is_fewer(const struct digest_build *b, const Pfq__V1__ThemeLine *line,
                     struct stats_share *out)
{
    int32_t from = b->month;
    for (int i = 1; i < FEWER_MONTHS; i++) {
        from = digest_month_before(from);
    }
    struct digest_ask ask = digest_ask_theme(line->key, (struct digest_period){from, b->month});
    *out = digest_sum(&b->facts->trend, &ask);
    if (line->baseline == NULL || line->baseline->files == 0 || out->of == 0) {
        return false;
    }
    double p0 = (double)line->baseline->count / (double)line->baseline->files;
    struct stats_limits limits =
        themes_expected(p0, digest_spread(line), out->of, themes_rules_usual.limit_p);
    return limits.fault == STATS_OK && out->failing < limits.low;
}

/* What is announced and goes on, though it were by the force's own target, is no praise. */
static bool is_pressing(const struct digest_build *b, const Pfq__V1__ThemeLine *line)
{
    return digest_standing(line) >= DIGEST_ABOVE ||
           (line->has_state && themes_states[line->state].problem &&
            line->state != THEMES_IMPROVING && digest_within_since(b, line->key) == 0);
}

/* Themes that were never announced fall, too, and nobody else would say so. */
static void praise_fewer(struct digest_build *b)
{
    const Pfq__V1__Digest *d = b->digest;
    Pfq__V1__ThemeLine **lines = d->themes;
    size_t count = d->n_themes;
    if (d->kind == PFQ__V1__DIGEST_KIND__DIGEST_KIND_PACK) { /* which lists the announced alone */
        lines = digest_month_lines(b, &count);
    }
    for (size_t i = 0; i < count; i++) {
        const Pfq__V1__ThemeLine *line = lines[i];
        struct stats_share share;
        if (is_pressing(b, line) || digest_is_praised(d, line->key) || !is_fewer(b, line, &share)) {
            continue;
        }
        praise(b, line->key,
               pfq_arena_printf(
                   b->arena,
                   "%s%s: fewer than chance explains: in the last three months %s, "
                   "usually %s.",
                   digest_whose(b, line->key->force), digest_key_title(line->key, b->arena),
                   digest_theme_words(line->key, digest_rate(share, b->arena), b->arena),
                   digest_theme_words(line->key, line->baseline, b->arena)));
    }
}

void digest_add_praise(struct digest_build *b)
{
    b->digest->praise = pfq_arena_new(b->arena, Pfq__V1__Praise *, PRAISE_AREA);
    praise_themes(b);
    praise_rate(b);
    praise_mended(b);
    praise_fewer(b);
}
