/* theme_fact.c - what is so of a theme, from its last move, and files that fail by it. */
#include <inttypes.h>
#include <string.h>

#include "challenge.h"
#include "feedback/challenge/notice.h"
#include "feedback/render/figure.h"
#include "feedback/stats/interval.h"
#include "pfq/clock.h"
#include "pfq/wire.h"

enum {
    EVIDENCE_MAX = 20,
    LOOKED_AT = 5000, /* of the force's mailbox, the last ones */
    OF_PAGE = 100,
    URN_UNIT_AT = 2
};

/* --- files ------------------------------------------------------------------------ */

/* A search through a force's mailbox, from its end: whose files fail by the theme, in that month.
 */
struct search {
    struct people *p;
    const Pfq__V1__ThemeKey *key;
    int32_t month; /* YYYYMM; 0: any */
    struct theme_file *files;
    size_t count;
    size_t most;
};

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

/* Figures count a file's first submission, in the month of its event. */
static bool is_counted(struct search *s, const Pfq__V1__Stored *row)
{
    ProtobufCMessage *message = NULL;
    struct pfq_err err;
    struct pfq_bytes packed = {row->judged.data, row->judged.len};
    if (s->month == 0) {
        return true;
    }
    if (row->ordinal != 1 || pfq_wire_trusted(&pfq__v1__judged__descriptor, packed, &s->p->arena,
                                              &message, &err) != PFQ_OK) {
        return false;
    }
    const Pfq__V1__Judged *judged = (const Pfq__V1__Judged *)message;
    return pfq_london_date(judged->event_at) / 100 == s->month;
}

static enum pfq_exit take_item(struct search *s, const Pfq__V1__FeedbackItem *item)
{
    const Pfq__V1__Receipt *receipt = item->receipt;
    const Pfq__V1__Finding *finding = failing_by(receipt, s->key->name);
    Pfq__V1__StoreRows *rows = NULL;
    if (finding == NULL || !of_unit(receipt, s->key->police_unit)) {
        return PFQ_EXIT_GOOD;
    }
    enum pfq_exit code = folk_case(s->p, receipt->urn, &rows);
    for (size_t i = 0; code == PFQ_EXIT_GOOD && i < rows->n_rows; i++) {
        if (rows->rows[i]->number == item->number && is_counted(s, rows->rows[i])) {
            s->files[s->count++] =
                (struct theme_file){rows->rows[i]->sequence, receipt->urn, finding->title,
                                    pfq_london_date(receipt->received_at)};
            break;
        }
    }
    return code;
}

/* The items after that number up to the other, the latest first. */
static enum pfq_exit take_block(struct search *s, uint64_t after, uint64_t last)
{
    const Pfq__V1__FeedbackItem *items[OF_PAGE];
    size_t count = 0;
    enum pfq_exit code = PFQ_EXIT_GOOD;
    while (after < last) {
        const Pfq__V1__MailboxPage *page = NULL;
        code = fetch(s->p, s->key->force, after, &page);
        if (code != PFQ_EXIT_GOOD || page->n_items == 0) {
            break;
        }
        for (size_t i = 0; i < page->n_items && count < OF_PAGE; i++) {
            after = page->items[i]->number;
            if (after <= last) {
                items[count++] = page->items[i];
            }
        }
    }
    while (code == PFQ_EXIT_GOOD && count > 0 && s->count < s->most) {
        code = take_item(s, items[--count]);
    }
    return code;
}

enum pfq_exit theme_files(struct people *p, const Pfq__V1__ThemeKey *key, int32_t month,
                          size_t most, struct theme_file *files, size_t *count)
{
    struct search s = {.p = p, .key = key, .month = month, .files = files, .most = most};
    const Pfq__V1__MailboxPage *page = NULL;
    enum pfq_exit code = fetch(p, key->force, INT64_MAX, &page);
    uint64_t last = page == NULL ? 0 : page->last_number;
    uint64_t end = last > LOOKED_AT ? last - LOOKED_AT : 0;
    /* The case type of a file is in no receipt: of one case type there are no examples. */
    while (code == PFQ_EXIT_GOOD && last > end && s.count < most && !key->has_case_type) {
        uint64_t after = last - end > OF_PAGE ? last - OF_PAGE : end;
        code = take_block(&s, after, last);
        last = after;
    }
    *count = s.count;
    return code;
}

/* --- the fact ---------------------------------------------------------------------- */

static const char *share_words(uint64_t failing, uint64_t of, struct pfq_arena *arena)
{
    struct stats_share share = {(int64_t)failing, (int64_t)of};
    struct stats_range range = stats_wilson(share, 0.95);
    struct figure_range said = {range.low, range.high};
    const char *text = figure_share(share.failing, share.of, said, arena);
    return figure_size(share.of) == FIGURE_WHOLE
               ? pfq_arena_printf(arena, "%s, 95%% interval %s", text, figure_interval(said, arena))
               : text;
}

static char *fact_of(const Pfq__V1__ThemeMove *m, struct pfq_arena *arena)
{
    char *text =
        pfq_arena_printf(arena, "%s, %s: %s failed.", notice_theme(m->key, arena),
                         figure_month(m->month, arena), share_words(m->failing, m->files, arena));
    if (m->has_baseline_files) {
        text = pfq_arena_printf(
            arena, "%s Chance explains %s; the baseline is %s.", text,
            figure_expected((int64_t)m->expected_low, (int64_t)m->expected_high, arena),
            share_words(m->baseline_failing, m->baseline_files, arena));
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
