/* coverage.c - how many files a theme was decided for, or people looked at, and whether they are
 * too few: see private.h. */
#include "feedback/digest/private.h"
#include "feedback/render/figure.h"
#include "feedback/themes/systems.h"

/* Of the files that checks of the theme asked something of. */
static struct stats_share undecided_of(const struct digest_build *b, struct digest_ask ask)
{
    ask.kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_UNDECIDED_THEME;
    return digest_sum(&b->facts->first, &ask);
}

static struct stats_share undecided_files(const struct digest_build *b, struct digest_ask ask)
{
    struct digest_verdicts v = digest_verdicts(&b->facts->first, ask);
    return (struct stats_share){v.undecided, digest_files(v)};
}

static Pfq__V1__Rate *decided(struct stats_share undecided, struct pfq_arena *arena)
{
    struct stats_share share = {undecided.of - undecided.failing, undecided.of};
    Pfq__V1__Rate *rate = digest_rate(share, arena);
    rate->has_low_ppm = rate->has_high_ppm = false; /* it is no sample */
    return rate;
}

/* Of the files that people ought to look at those that they did not, whatever the theme; of none in
 * a month that was closed before there were such duties. */
static struct stats_share unseen_of(const struct digest_build *b, struct digest_ask ask,
                                    const struct themes_system *system)
{
    struct stats_share all = {0, 0};
    ask.kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_EXPECTED;
    for (unsigned i = 0; i < pfq__v1__assessment_kind__descriptor.n_values; i++) {
        int kind = pfq__v1__assessment_kind__descriptor.values[i].value;
        bool triage = kind == PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE;
        ask.name = pfq_enum_name(&pfq__v1__assessment_kind__descriptor, kind);
        if (triage == (system->system == PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_TRIAGE)) {
            struct stats_share one = digest_sum(&b->facts->first, &ask);
            all.failing += one.failing;
            all.of += one.of;
        }
    }
    return all;
}

const char *digest_ought_words(const Pfq__V1__ThemeKey *key, struct pfq_arena *arena)
{
    return pfq_arena_printf(arena, " that ought to be%s were", themes_system(key)->seen);
}

/* People choose, or have no time: what they did not look at may differ. */
static const char *add_seen(const struct digest_build *b, Pfq__V1__ThemeLine *line,
                            struct digest_ask ask)
{
    struct stats_share unseen = unseen_of(b, ask, themes_system(line->key));
    if (unseen.of == 0) {
        return "";
    }
    line->decided = decided(unseen, b->arena);
    line->low_coverage = (unseen.of - unseen.failing) * 100 < unseen.of * DIGEST_SEEN_PERCENT;
    return !line->low_coverage
               ? ""
               : pfq_arena_printf(b->arena, " (%s of %s%s)",
                                  figure_count(unseen.of - unseen.failing, b->arena),
                                  figure_things(unseen.of, "file", "files", b->arena),
                                  digest_ought_words(line->key, b->arena));
}

const char *digest_add_coverage(const struct digest_build *b, Pfq__V1__ThemeLine *line)
{
    line->has_low_coverage = true;
    struct digest_ask ask = digest_ask_theme(line->key, digest_rows_period(b->facts, false));
    if (themes_system(line->key) != themes_systems) {
        return add_seen(b, line, ask);
    }
    struct stats_share undecided = undecided_of(b, ask);
    if (undecided.of > 0) {
        line->decided = decided(undecided, b->arena);
    } else {
        undecided = undecided_files(b, ask);
    }
    line->low_coverage = digest_is_low_coverage(b, undecided);
    return !line->low_coverage
               ? ""
               : pfq_arena_printf(b->arena, " (%s of %s undecided)",
                                  figure_count(undecided.failing, b->arena),
                                  figure_things(undecided.of, "file", "files", b->arena));
}
