/* theme_fact.c - what is so of a theme, from its last move: see challenge.h. */
#include <inttypes.h>

#include "challenge.h"
#include "feedback/challenge/notice.h"
#include "feedback/render/figure.h"
#include "feedback/stats/interval.h"
#include "feedback/themes/systems.h"

enum {
    EVIDENCE_MAX = 20
};

static const char *share_words(const Pfq__V1__ThemeKey *key, uint64_t failing, uint64_t of,
                               struct pfq_arena *arena)
{
    struct stats_share share = {(int64_t)failing, (int64_t)of};
    struct stats_range range = stats_wilson(share, 0.95);
    struct figure_range said = {range.low, range.high};
    const char *text =
        figure_share_seen(share.failing, share.of, themes_system(key)->seen, said, arena);
    return figure_size(share.of) == FIGURE_WHOLE
               ? pfq_arena_printf(arena, "%s, 95%% interval %s", text, figure_interval(said, arena))
               : text;
}

static char *fact_of(const Pfq__V1__ThemeMove *m, struct pfq_arena *arena)
{
    char *text = pfq_arena_printf(arena, "%s, %s: %s failed.", notice_theme(m->key, arena),
                                  figure_month(m->month, arena),
                                  share_words(m->key, m->failing, m->files, arena));
    if (m->has_baseline_files) {
        text = pfq_arena_printf(
            arena, "%s Chance explains %s; the baseline is %s.", text,
            figure_expected((int64_t)m->expected_low, (int64_t)m->expected_high, arena),
            share_words(m->key, m->baseline_failing, m->baseline_files, arena));
    }
    if (m->months_above > 1) {
        text = pfq_arena_printf(arena, "%s It has been above it for %" PRIu32 " months.", text,
                                m->months_above);
    }
    return text;
}

static enum pfq_exit add_evidence(struct people *p, Pfq__V1__ChallengeRaise *raise, int32_t month)
{
    struct theme_file *files = pfq_arena_new(&p->arena, struct theme_file, EVIDENCE_MAX);
    size_t count = 0;
    enum pfq_exit code = theme_files(p, raise->theme, month, EVIDENCE_MAX, files, &count);
    raise->evidence = pfq_arena_new(&p->arena, uint64_t, EVIDENCE_MAX);
    for (size_t i = 0; code == PFQ_EXIT_GOOD && i < count; i++) {
        raise->evidence[raise->n_evidence++] = files[i].sequence;
    }
    return code;
}

enum pfq_exit theme_fact(struct people *p, Pfq__V1__ChallengeRaise *raise,
                         const Pfq__V1__ThemeMove **out)
{
    const Pfq__V1__ThemeMove *move = NULL;
    enum pfq_exit code = theme_move(p, raise->theme, &move);
    if (code != PFQ_EXIT_GOOD) {
        return code;
    }
    *out = move;
    if (move == NULL && raise->fact == NULL) {
        folk_say_problem("pfq challenge",
                         "Nothing was ever signalled of this theme, so there is no fact to "
                         "challenge it by.",
                         "See: pfq themes --force NN, or give the fact with --fact TEXT");
        return PFQ_EXIT_NOT_GOOD;
    }
    if (move != NULL) {
        raise->fact = raise->fact != NULL ? raise->fact : fact_of(move, &p->arena);
        raise->rule_version = move->rule_version;
    }
    return add_evidence(p, raise, move == NULL ? 0 : move->month);
}
