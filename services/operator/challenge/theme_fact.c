/* theme_fact.c - what is so of a theme, from its last move, and files that fail by it. */
#include <inttypes.h>
#include <string.h>

#include "challenge.h"
#include "feedback/challenge/notice.h"
#include "feedback/render/figure.h"
#include "feedback/stats/interval.h"
#include "feedback/themes/systems.h"
#include "pfq/clock.h"
#include "pfq/people.h"

enum {
    EVIDENCE_MAX = 20,
    LOOKED_AT = 300, /* of the force's mailbox, the last ones */
    OF_PAGE = 100,
    URN_UNIT_AT = 2
};

/* --- files ------------------------------------------------------------------------ */

static enum pfq_exit fetch(struct people *p, const char *force, uint64_t after,
                           const Pfq__V1__MailboxPage **out)
{
    Pfq__V1__Envelope request = PFQ__V1__ENVELOPE__INIT;
    Pfq__V1__MailboxFetch want = PFQ__V1__MAILBOX_FETCH__INIT;
    Pfq__V1__Envelope *answer = NULL;
    want.force = challenge_text(p, force);
    want.has_after = want.has_limit = true;
    want.after = after;
    want.limit = OF_PAGE;
    request.body_case = PFQ__V1__ENVELOPE__BODY_MAILBOX_FETCH;
    request.mailbox_fetch = &want;
    enum pfq_exit code =
        folk_ask(p, PEOPLE_FEEDBACK, &request, PFQ__V1__ENVELOPE__BODY_MAILBOX_PAGE, &answer);
    *out = code == PFQ_EXIT_GOOD ? answer->mailbox_page : NULL;
    return code;
}

static const Pfq__V1__Finding *failing_by(const Pfq__V1__Receipt *receipt, const char *theme)
{
    for (size_t i = 0; receipt != NULL && i < receipt->n_findings; i++) {
        const Pfq__V1__Finding *f = receipt->findings[i];
        const char *name = pfq_enum_name(&pfq__v1__theme__descriptor, (int)f->theme);
        if (f->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET && name != NULL &&
            strcmp(name, theme) == 0) {
            return f;
        }
    }
    return NULL;
}

static bool of_unit(const Pfq__V1__Receipt *receipt, const char *unit)
{
    return unit == NULL || (receipt->urn != NULL && strlen(receipt->urn) > URN_UNIT_AT + 2 &&
                            strncmp(receipt->urn + URN_UNIT_AT, unit, strlen(unit)) == 0);
}

/* The latest stand first. */
static void add_file(struct theme_file file, size_t most, struct theme_file *files, size_t *count)
{
    size_t moved = *count < most ? *count : most - 1;
    memmove(files + 1, files, moved * sizeof *files);
    files[0] = file;
    *count = moved + 1;
}

/* Of what people found: what stands of it, as the mailbox told of it last. */
static const Pfq__V1__FailureRow *standing_by(const Pfq__V1__AssessmentRow *plan,
                                              const Pfq__V1__ThemeKey *key)
{
    for (size_t i = 0; !plan->withdrawn && i < plan->n_failures; i++) {
        const Pfq__V1__FailureRow *f = plan->failures[i];
        const char *name = pfq_enum_name(&pfq__v1__theme__descriptor, (int)f->theme);
        if (pfq_people_stands(f->standing) && name != NULL && strcmp(name, key->name) == 0) {
            return f;
        }
    }
    return NULL;
}

static void drop_file(const char *urn, struct theme_file *files, size_t *count)
{
    for (size_t i = 0; i < *count; i++) {
        if (strcmp(files[i].urn, urn) == 0) {
            memmove(files + i, files + i + 1, (--*count - i) * sizeof *files);
            return;
        }
    }
}

static void keep_plan(const Pfq__V1__AssessmentRow *plan, const Pfq__V1__ThemeKey *key, size_t most,
                      struct theme_file *files, size_t *count)
{
    bool triage = key->system == PFQ__V1__THEME_SYSTEM__THEME_SYSTEM_TRIAGE;
    bool ours = plan != NULL && plan->file != NULL && plan->file->urn != NULL &&
                (plan->kind == PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE) == triage &&
                (key->police_unit == NULL ||
                 (plan->police_unit != NULL && strcmp(plan->police_unit, key->police_unit) == 0));
    const Pfq__V1__FailureRow *failure = ours ? standing_by(plan, key) : NULL;
    if (ours) {
        drop_file(plan->file->urn, files, count);
    }
    if (failure != NULL) {
        const char *title = pfq_people_reason_title(failure->reason);
        add_file((struct theme_file){.urn = plan->file->urn,
                                     .what = title == NULL ? failure->reason : title,
                                     .date = pfq_london_date(plan->assessed_at)},
                 most, files, count);
    }
}

static void keep_page(const Pfq__V1__MailboxPage *page, const Pfq__V1__ThemeKey *key, size_t most,
                      struct theme_file *files, size_t *count)
{
    bool checks = themes_system(key) == themes_systems;
    for (size_t i = 0; i < page->n_items; i++) {
        if (!checks) {
            keep_plan(page->items[i]->plan, key, most, files, count);
            continue;
        }
        const Pfq__V1__Receipt *receipt = page->items[i]->receipt;
        const Pfq__V1__Finding *finding = failing_by(receipt, key->name);
        if (finding != NULL && of_unit(receipt, key->police_unit)) {
            add_file((struct theme_file){.urn = receipt->urn,
                                         .what = finding->title,
                                         .date = pfq_london_date(receipt->received_at)},
                     most, files, count);
        }
    }
}

enum pfq_exit theme_files(struct people *p, const Pfq__V1__ThemeKey *key, size_t most,
                          struct theme_file *files, size_t *count)
{
    const Pfq__V1__MailboxPage *page = NULL;
    enum pfq_exit code = fetch(p, key->force, 0, &page);
    uint64_t last = page == NULL ? 0 : page->last_number;
    uint64_t after = last > LOOKED_AT ? last - LOOKED_AT : 0;
    *count = 0;
    while (code == PFQ_EXIT_GOOD && after < last) {
        code = fetch(p, key->force, after, &page);
        if (code != PFQ_EXIT_GOOD || page->n_items == 0) {
            break;
        }
        keep_page(page, key, most, files, count);
        after = page->items[page->n_items - 1]->number;
    }
    return code;
}

/* --- the fact ---------------------------------------------------------------------- */

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

static enum pfq_exit add_evidence(struct people *p, Pfq__V1__ChallengeRaise *raise)
{
    struct theme_file *files = pfq_arena_new(&p->arena, struct theme_file, EVIDENCE_MAX);
    size_t count = 0;
    enum pfq_exit code = theme_files(p, raise->theme, EVIDENCE_MAX, files, &count);
    raise->evidence = pfq_arena_new(&p->arena, uint64_t, EVIDENCE_MAX);
    for (size_t i = 0; code == PFQ_EXIT_GOOD && i < count && raise->n_evidence < EVIDENCE_MAX;
         i++) {
        Pfq__V1__StoreRows *rows = NULL;
        code = folk_case(p, files[i].urn, &rows);
        if (code == PFQ_EXIT_GOOD && rows->n_rows > 0) {
            raise->evidence[raise->n_evidence++] = rows->rows[rows->n_rows - 1]->sequence;
        }
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
    return add_evidence(p, raise);
}
