/* coverage.c - how many files a theme was decided for, and whether they are too few: see private.h.
 */
#include "feedback/digest/private.h"
#include "feedback/render/figure.h"

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

const char *digest_add_coverage(const struct digest_build *b, Pfq__V1__ThemeLine *line)
{
    struct digest_ask ask = digest_ask_theme(line->key, digest_rows_period(b->facts, false));
    struct stats_share undecided = undecided_of(b, ask);
    if (undecided.of > 0) {
        line->decided = decided(undecided, b->arena);
    } else {
        undecided = undecided_files(b, ask);
    }
    line->has_low_coverage = true;
    line->low_coverage = digest_is_low_coverage(b, undecided);
    return !line->low_coverage
               ? ""
               : pfq_arena_printf(b->arena, " (%s of %s undecided)",
                                  figure_count(undecided.failing, b->arena),
                                  figure_things(undecided.of, "file", "files", b->arena));
}
