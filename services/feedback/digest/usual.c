/* usual.c - what is usual of a theme, and where it stands in words: see private.h.
 *
 * A theme that ever moved carries its baseline; of any other it is found here as a run over all
 * themes finds it (themes_usual), so that "as usual" means within its own limits. */
#include <string.h>

#include "feedback/digest/private.h"
#include "feedback/themes/themes.h"
#include "pfq/clock.h"

enum {
    MONTHS = THEMES_MONTHS_MAX, /* the digest's own included */
    YEAR = 12
};

/* YYYYMM of the place in the months that end with the digest's own. */
static int32_t month_at(const struct digest_build *b, int place)
{
    int last = b->month / 100 * YEAR + b->month % 100 - 1;
    int month = last - (MONTHS - 1) + place;
    return month / YEAR * 100 + month % YEAR + 1;
}

static int place_of(const struct digest_build *b, int32_t month)
{
    int last = b->month / 100 * YEAR + b->month % 100 - 1;
    return month / 100 * YEAR + month % 100 - 1 - last + MONTHS - 1;
}

static bool is_closed(const struct digest_facts *facts, int32_t month)
{
    for (size_t i = 0; i < facts->month_count; i++) {
        if (facts->months[i]->month == month) {
            return facts->months[i]->state == PFQ__V1__MONTH_STATE__MONTH_STATE_CLOSED;
        }
    }
    return false;
}

/* So many months, from the first on, are closed or over for long, when the digest is made. */
static int count_settled(const struct digest_build *b)
{
    int64_t today = pfq_date_days(pfq_london_date(b->facts->wish.made_at));
    int count = 0;
    for (; count < MONTHS - 1; count++) { /* a month is never judged by itself */
        int64_t over = today - pfq_date_days(month_at(b, count + 1) * 100 + 1);
        if (over < THEMES_SETTLED_DAYS && !is_closed(b->facts, month_at(b, count))) {
            break;
        }
    }
    return count;
}

static void count_months(const struct digest_build *b, const Pfq__V1__ThemeKey *key,
                         struct themes_count *months)
{
    struct digest_ask ask =
        digest_ask_theme(key, (struct digest_period){month_at(b, 0), month_at(b, MONTHS - 1)});
    const struct digest_figures *usual = &b->facts->usual;
    for (size_t i = 0; i < usual->count; i++) {
        struct digest_figures one = {usual->rows + i, 1};
        struct stats_share share = digest_sum(&one, &ask);
        if (share.of > 0) {
            struct themes_count *month = &months[place_of(b, usual->rows[i]->period)];
            month->files += (uint32_t)share.of;
            month->failing += (uint32_t)share.failing;
        }
    }
}

/* The one that a person set for this month, if there is one. */
static const Pfq__V1__Baseline *find_set(const struct digest_build *b, const Pfq__V1__ThemeKey *key)
{
    for (size_t i = 0; i < b->facts->baseline_count; i++) {
        const Pfq__V1__Baseline *base = b->facts->baselines[i];
        if (base->key != NULL && base->by != NULL && base->to_month < b->month &&
            place_of(b, base->from_month) >= 0 && digest_is_same_theme(base->key, key)) {
            return base;
        }
    }
    return NULL;
}

bool digest_usual(const struct digest_build *b, const Pfq__V1__ThemeKey *key,
                  struct themes_base *out)
{
    struct themes_count *months = pfq_arena_new(b->arena, struct themes_count, MONTHS);
    const Pfq__V1__Baseline *set = find_set(b, key);
    int settled = count_settled(b);
    int from = 0;
    count_months(b, key, months);
    if (set != NULL) { /* these months alone, as many as they are */
        from = place_of(b, set->from_month);
        settled = place_of(b, set->to_month) + 1;
        struct themes_rules rules = themes_rules_usual;
        rules.baseline_months = settled - from;
        rules.baseline_files = 0;
        return themes_usual(&rules, months + from, settled - from, out);
    }
    return themes_usual(&themes_rules_usual, months, settled, out);
}

bool digest_is_set_anew(const struct digest_build *b, const Pfq__V1__ThemeMove *move)
{
    struct themes_base base;
    return find_set(b, move->key) != NULL &&
           (!digest_usual(b, move->key, &base) || base.share.of != (int64_t)move->baseline_files ||
            base.share.failing != (int64_t)move->baseline_failing);
}

/* By so many that chance hardly does it: a tail beyond what is expected alone is found among a
 * force's themes every third month when nothing changed. */
static bool is_far_above(const Pfq__V1__ThemeLine *line)
{
    const double by_chance = 1e-4; /* once a year, of all themes of all forces */
    struct stats_share base = {(int64_t)line->baseline->count, (int64_t)line->baseline->files};
    struct stats_limits limits = themes_expected(themes_rate(base), digest_spread(line),
                                                 (int64_t)line->rate->files, by_chance);
    return limits.fault == STATS_OK && (int64_t)line->rate->count > limits.high;
}

enum digest_standing digest_standing(const Pfq__V1__ThemeLine *line)
{
    if (line->baseline == NULL) {
        return DIGEST_NO_BASELINE;
    }
    if (line->has_expected_low && line->rate->count < line->expected_low) {
        return DIGEST_FEWER;
    }
    if (!line->has_expected_low || line->rate->count <= line->expected_high) {
        return DIGEST_AS_USUAL;
    }
    return is_far_above(line) ? DIGEST_FAR_ABOVE : DIGEST_ABOVE;
}

const char *digest_standing_words(enum digest_standing standing)
{
    static const char *const words[] = {
        [DIGEST_NO_BASELINE] = "no baseline yet",
        [DIGEST_AS_USUAL] = "as usual",
        [DIGEST_FEWER] = "fewer than expected",
        [DIGEST_ABOVE] = "above what is expected, which can be chance",
        [DIGEST_FAR_ABOVE] = "above what is expected, by more than chance explains",
    };
    return words[standing];
}
