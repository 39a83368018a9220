/* brief.c - see brief.h. */
#include "brief.h"

#include <inttypes.h>
#include <string.h>

#include "feedback/digest/digest.h"
#include "feedback/render/document.h"
#include "feedback/render/figure.h"
#include "feedback/render/html.h"
#include "feedback/render/plain.h"
#include "feedback/stats/interval.h"
#include "feedback/themes/systems.h"
#include "feedback/themes/states.h"
#include "ladder.h"
#include "notice.h"
#include "promise.h"
#include "pfq/clock.h"

enum {
    PARTS_MAX = 24,
    LINES_MAX = 12,
    WORDS_MAX = 120 /* of what was wanted or done before */
};

struct brief {
    const struct brief_facts *facts;
    struct pfq_arena *arena;
    struct part *parts;
    size_t count;
    struct part_line *lines; /* of the summary in hand */
    size_t line_count;
};

static void add(struct brief *b, struct part part)
{
    b->parts[b->count++] = part;
}

static void add_heading(struct brief *b, const char *text)
{
    add(b, (struct part){.kind = PART_HEADING, .mark = MARK_ANYONE, .level = 2, .text = text});
}

static void add_text(struct brief *b, enum part_kind kind, const char *caption, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        add(b, (struct part){.kind = kind, .mark = MARK_ANYONE, .caption = caption, .text = text});
    }
}

static void add_list(struct brief *b, const char *const *items, size_t count)
{
    add(b,
        (struct part){.kind = PART_LIST, .mark = MARK_ANYONE, .items = items, .item_count = count});
}

static void add_line(struct brief *b, const char *name, const char *value, enum mark mark)
{
    if (value != NULL && value[0] != '\0') {
        b->lines[b->line_count++] = (struct part_line){name, value, mark};
    }
}

/* Of the theme that it is about. */
static const char *share_words(const struct brief *b, uint64_t failing, uint64_t of)
{
    struct pfq_arena *arena = b->arena;
    const char *seen = themes_system(b->facts->row->raised->theme)->seen;
    struct stats_share share = {(int64_t)failing, (int64_t)of};
    struct stats_range range = stats_wilson(share, 0.95);
    const char *text = figure_share_seen(share.failing, share.of, seen,
                                         (struct figure_range){range.low, range.high}, arena);
    if (figure_size(share.of) != FIGURE_WHOLE || range.fault != STATS_OK) {
        return text;
    }
    return pfq_arena_printf(arena, "%s, 95%% interval %s", text,
                            figure_interval((struct figure_range){range.low, range.high}, arena));
}

/* --- the sections ------------------------------------------------------------------ */

static const char *level_words(struct brief *b)
{
    uint32_t level = b->facts->row->level > LADDER_TOP ? LADDER_TOP : b->facts->row->level;
    return pfq_arena_printf(b->arena, "%" PRIu32 " of %d: %s for the police, %s for the CPS", level,
                            LADDER_TOP, ladder_levels[level].police, ladder_levels[level].cps);
}

static void add_standing(struct brief *b)
{
    const Pfq__V1__ChallengeRow *row = b->facts->row;
    const Pfq__V1__ChallengeRaise *r = row->raised;
    b->lines = pfq_arena_new(b->arena, struct part_line, LINES_MAX);
    b->line_count = 0;
    add_line(b, "Raised", figure_date(pfq_london_date(row->raised_at), b->arena), MARK_ANYONE);
    add_line(b, "It stands", notice_stands(row, b->arena), MARK_ANYONE);
    add_line(b, "Level", level_words(b), MARK_ANYONE);
    add_line(b, "Rule",
             r->check == NULL
                 ? pfq_arena_printf(b->arena, "how recurring themes are found, version %s",
                                    r->rule_version == NULL ? "not known" : r->rule_version)
                 : pfq_arena_printf(b->arena, "check %s, catalogue %s", r->check,
                                    r->rule_version == NULL ? "not known" : r->rule_version),
             MARK_ANYONE);
    add_line(b, "Evidence",
             r->n_evidence == 0 ? NULL
                                : figure_things((int64_t)r->n_evidence, "submission on record",
                                                "submissions on record", b->arena),
             MARK_ANYONE);
    add_line(b, "Since then", b->facts->became, MARK_ANYONE);
    add_line(b, "Owner", r->owner, MARK_INSIDE);
    add_line(b, "Note", r->note, MARK_INSIDE);
    add(b, (struct part){.kind = PART_SUMMARY,
                         .mark = MARK_ANYONE,
                         .lines = b->lines,
                         .line_count = b->line_count});
}

/* Of a closed month that files came to later both figures, named: all others of the page are as
 * the month was closed. */
static const char *month_words(struct brief *b)
{
    const struct brief_facts *f = b->facts;
    const Pfq__V1__ThemeMove *m = f->move;
    const char *now = share_words(b, m->failing, m->files);
    for (size_t i = 0; m->has_files_before && i < f->month_count; i++) {
        struct stats_share closed = f->months[i].share;
        if (f->months[i].month == m->month && closed.of > 0) {
            return pfq_arena_printf(
                b->arena, "%s, as the month was closed; %s, as counted with what came later",
                share_words(b, (uint64_t)closed.failing, (uint64_t)closed.of), now);
        }
    }
    return now;
}

static void add_figures(struct brief *b)
{
    const Pfq__V1__ThemeMove *m = b->facts->move;
    if (m == NULL || (unsigned)m->state >= THEMES_STATES) {
        return;
    }
    b->lines = pfq_arena_new(b->arena, struct part_line, LINES_MAX);
    b->line_count = 0;
    add_line(b, figure_month(m->month, b->arena), month_words(b), MARK_ANYONE);
    if (m->has_baseline_files) {
        add_line(b, "Baseline", share_words(b, m->baseline_failing, m->baseline_files),
                 MARK_ANYONE);
        add_line(b, "Expected",
                 pfq_arena_printf(b->arena, "%s failing files by chance alone",
                                  figure_expected((int64_t)m->expected_low,
                                                  (int64_t)m->expected_high, b->arena)),
                 MARK_ANYONE);
    }
    add_line(b, "State", themes_states[m->state].words,
             themes_states[m->state].announced ? MARK_ANYONE : MARK_INSIDE);
    add_line(b, "Since it was sent",
             promise_effect(b->facts->row, b->facts->months, b->facts->month_count, b->arena),
             MARK_ANYONE);
    add_heading(b, "The figures");
    add(b, (struct part){.kind = PART_SUMMARY,
                         .mark = MARK_ANYONE,
                         .lines = b->lines,
                         .line_count = b->line_count});
}

static void add_examples(struct brief *b)
{
    const struct brief_facts *f = b->facts;
    size_t count = f->example_count < BRIEF_EXAMPLES ? f->example_count : BRIEF_EXAMPLES;
    const char **items = pfq_arena_new(b->arena, const char *, BRIEF_EXAMPLES);
    for (size_t i = 0; i < count; i++) {
        items[i] =
            pfq_arena_printf(b->arena, "%s, %s: %s", f->examples[i].urn,
                             figure_date(f->examples[i].date, b->arena), f->examples[i].what);
    }
    if (count > 0) {
        add_heading(b, f->row->raised->theme != NULL ? "Examples" : "What fails in the file now");
        add_list(b, items, count);
    }
}

/* --- what was promised before --------------------------------------------------------- */

/* As much as a line and a half holds. */
static const char *cut(const char *text, struct pfq_arena *arena)
{
    size_t size = strlen(text);
    if (size <= WORDS_MAX) {
        return text;
    }
    size = WORDS_MAX;
    while (size > 0 && ((unsigned char)text[size] & 0xC0U) == 0x80U) {
        size--;
    }
    return pfq_arena_printf(arena, "%.*s ...", (int)size, text);
}

static const char *action_words(const Pfq__V1__Action *given, struct brief *b)
{
    const struct brief_facts *f = b->facts;
    Pfq__V1__Action a = *given;
    a.text = a.text == NULL ? NULL : pfq_arena_strdup(b->arena, cut(a.text, b->arena));
    return pfq_arena_printf(b->arena, "%s%s",
                            promise_words(&a, f->months, f->month_count, b->arena),
                            promise_beside(given, f->actions, f->action_count, b->arena));
}

static const char *other_words(const Pfq__V1__ChallengeRow *row, struct brief *b)
{
    const char *change = figure_date(pfq_london_date(row->changed_at), b->arena);
    const char *wanted = row->raised->wanted == NULL ? "" : cut(row->raised->wanted, b->arena);
    const char *effect = promise_effect(row, b->facts->months, b->facts->month_count, b->arena);
    return pfq_arena_printf(
        b->arena, "Challenge %s of %s wanted: %s. Since %s: %s%s%s", row->raised->id,
        figure_date(pfq_london_date(row->raised_at), b->arena), wanted, change,
        notice_stands(row, b->arena),
        effect == NULL ? "" : ". Files that failed: ", effect == NULL ? "" : effect);
}

/* The last ones of each; how many came before them is said. */
static void add_promises(struct brief *b)
{
    const struct brief_facts *f = b->facts;
    const char **items = pfq_arena_new(b->arena, const char *, 2 * BRIEF_PROMISES + 1);
    size_t first = f->other_count > BRIEF_PROMISES ? f->other_count - BRIEF_PROMISES : 0;
    size_t action = f->action_count > BRIEF_PROMISES ? f->action_count - BRIEF_PROMISES : 0;
    size_t count = 0;
    for (size_t i = first; i < f->other_count; i++) {
        items[count++] = other_words(f->others[i], b);
    }
    for (size_t i = action; i < f->action_count; i++) {
        items[count++] = action_words(f->actions[i]->action, b);
    }
    if (first + action > 0) {
        items[count++] = pfq_arena_printf(
            b->arena, "%s: pfq challenge list --all; pfq action list",
            figure_things((int64_t)(first + action), "earlier one", "earlier ones", b->arena));
    }
    add_heading(b, "What was promised before, and what came of it");
    if (count == 0) {
        add_text(b, PART_PARAGRAPH, NULL, "Nothing is on record.");
    } else {
        add_list(b, items, count);
    }
}

static void add_wanted(struct brief *b)
{
    const Pfq__V1__ChallengeRaise *r = b->facts->row->raised;
    const char *wanted = r->wanted == NULL ? "an answer" : r->wanted;
    add_text(b, PART_NOTICE,
             r->due_date == 0 ? "What is wanted"
                              : pfq_arena_printf(b->arena, "What is wanted by %s",
                                                 figure_date(r->due_date, b->arena)),
             wanted);
}

const struct document *brief_document(const struct brief_facts *facts, struct pfq_arena *arena)
{
    const Pfq__V1__ChallengeRaise *r = facts->row->raised;
    struct document *d = pfq_arena_new(arena, struct document, 1);
    struct brief b = {.facts = facts, .arena = arena};
    b.parts = pfq_arena_new(arena, struct part, PARTS_MAX);
    add_text(&b, PART_NOTICE, "What is so", r->fact);
    add_wanted(&b);
    add_standing(&b);
    add_figures(&b);
    add_examples(&b);
    add_promises(&b);
    add_text(&b, PART_PARAGRAPH, NULL, notice_reply(facts->row, arena));
    d->one_page = true;
    d->service = "National File Standard feedback";
    d->caption = "Challenge brief";
    d->title = pfq_arena_printf(arena, "Challenge %s to %s: %s", r->id,
                                facts->force_name == NULL ? r->force : facts->force_name,
                                notice_about(r, arena));
    d->parts = b.parts;
    d->part_count = b.count;
    d->catalogue = r->theme != NULL          ? "of each file's own day"
                   : r->rule_version == NULL ? "not known"
                                             : r->rule_version;
    d->sequence = facts->up_to;
    d->made_ms = facts->made_ms;
    return d;
}

void brief_html(const struct brief_facts *facts, enum audience audience, struct pfq_arena *arena,
                FILE *out)
{
    html_write(brief_document(facts, arena), audience, arena, out);
}

void brief_text(const struct brief_facts *facts, enum audience audience, struct pfq_arena *arena,
                FILE *out)
{
    plain_write(brief_document(facts, arena), audience, arena, out);
}
