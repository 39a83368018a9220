/* gather_keep.c - copies of what a digest looks at: see gather_keep.h. */
#include "feedback/digest/gather_keep.h"

#include <string.h>

#include "feedback/digest/private.h"

static char *kept(struct gather *g, const char *text)
{
    return text == NULL ? NULL : pfq_arena_strdup(g->arena, text);
}

/* A longer list with the same beginning. */
static void *longer(struct gather *g, const void *rows, size_t count, size_t more)
{
    void **all = pfq_arena_new(g->arena, void *, count + more + 1);
    if (count > 0) {
        memcpy(all, rows, count * sizeof *all);
    }
    return all;
}

/* NULL only with an error. */
static ProtobufCMessage *copy(struct gather *g, const ProtobufCMessage *message,
                              struct pfq_err *err)
{
    ProtobufCMessage *out = NULL;
    enum pfq_code code = pfq_wire_trusted(message->descriptor, pfq_wire_pack(message, g->arena),
                                          g->arena, &out, err);
    return code == PFQ_OK ? out : NULL;
}

ProtobufCBinaryData gather_keep_bytes(struct gather *g, ProtobufCBinaryData bytes)
{
    uint8_t *data = pfq_arena_new(g->arena, uint8_t, bytes.len + 1);
    memcpy(data, bytes.data, bytes.len);
    return (ProtobufCBinaryData){bytes.len, data};
}

/* --- figures, themes, months -------------------------------------------------------------- */

static bool is_about(const struct gather *g, const char *force)
{
    for (size_t i = 0; i < g->facts.force_count; i++) {
        if (force != NULL && strcmp(g->facts.forces[i].code, force) == 0) {
            return true;
        }
    }
    return false;
}

static Pfq__V1__Figure *figure(struct gather *g, const Pfq__V1__Figure *row)
{
    Pfq__V1__Figure *out = pfq_arena_new(g->arena, Pfq__V1__Figure, 1);
    *out = *row;
    out->force = kept(g, row->force);
    out->police_unit = kept(g, row->police_unit);
    out->name = kept(g, row->name);
    out->base.unknown_fields = NULL;
    out->base.n_unknown_fields = 0;
    return out;
}

/* Of the nation what is not asked for with each force; of days what a sum is made of. */
static bool is_kept(const struct gather *g, const Pfq__V1__Figure *row)
{
    return g->step == GATHER_NATION ? !is_about(g, row->force)
           : g->step == GATHER_SUMS ? digest_sums_want(&g->facts, row)
                                    : true;
}

enum pfq_code gather_keep_figures(struct gather *g, struct digest_figures *to,
                                  const Pfq__V1__Figures *page, struct pfq_err *err)
{
    (void)err;
    to->rows = longer(g, to->rows, to->count, page->n_rows);
    for (size_t i = 0; i < page->n_rows; i++) {
        if (is_kept(g, page->rows[i])) {
            to->rows[to->count++] = figure(g, page->rows[i]);
        }
    }
    return PFQ_OK;
}

static enum pfq_code keep_baselines(struct gather *g, const Pfq__V1__ThemeRows *page,
                                    struct pfq_err *err)
{
    struct digest_facts *f = &g->facts;
    f->baselines = longer(g, f->baselines, f->baseline_count, page->n_baselines);
    for (size_t i = 0; i < page->n_baselines; i++) {
        ProtobufCMessage *baseline = copy(g, &page->baselines[i]->base, err);
        if (baseline == NULL) {
            return PFQ_E_MALFORMED;
        }
        f->baselines[f->baseline_count++] = (Pfq__V1__Baseline *)baseline;
    }
    return PFQ_OK;
}

/* The same on every page of a force; those for all come with every force again, which says the
 * same. */
static enum pfq_code keep_targets(struct gather *g, const Pfq__V1__ThemeRows *page,
                                  struct pfq_err *err)
{
    struct digest_facts *f = &g->facts;
    size_t count = g->after.data == NULL ? page->n_targets : 0;
    f->targets = longer(g, f->targets, f->target_count, count);
    for (size_t i = 0; i < count; i++) {
        ProtobufCMessage *target = copy(g, &page->targets[i]->base, err);
        if (target == NULL) {
            return PFQ_E_MALFORMED;
        }
        f->targets[f->target_count++] = (Pfq__V1__ThemeTarget *)target;
    }
    return PFQ_OK;
}

enum pfq_code gather_keep_moves(struct gather *g, const Pfq__V1__ThemeRows *page,
                                struct pfq_err *err)
{
    struct digest_facts *f = &g->facts;
    f->moves = longer(g, f->moves, f->move_count, page->n_moves);
    for (size_t i = 0; i < page->n_moves; i++) {
        ProtobufCMessage *move = copy(g, &page->moves[i]->base, err);
        if (move == NULL) {
            return PFQ_E_MALFORMED;
        }
        f->moves[f->move_count++] = (Pfq__V1__ThemeMove *)move;
    }
    enum pfq_code code = keep_baselines(g, page, err);
    return code == PFQ_OK ? keep_targets(g, page, err) : code;
}

/* --- as it was told, before late files corrected it --- */

static bool is_corrected(const Pfq__V1__ThemeMove *move, const char *force)
{
    return move->has_files_before && move->key != NULL && move->key->force != NULL &&
           (force == NULL || strcmp(move->key->force, force) == 0);
}

bool gather_is_corrected(const struct gather *g)
{
    bool any = false;
    for (size_t i = 0; i < g->facts.move_count; i++) {
        any = any || is_corrected(g->facts.moves[i], g->facts.forces[g->force].code);
    }
    return any;
}

/* The place among moves of one theme; count: there is none. */
static size_t place_of(Pfq__V1__ThemeMove *const *moves, size_t count, const Pfq__V1__ThemeMove *of)
{
    size_t i = 0;
    while (i < count && (moves[i]->key == NULL || !digest_is_same_theme(moves[i]->key, of->key))) {
        i++;
    }
    return i;
}

enum pfq_code gather_keep_told(struct gather *g, const Pfq__V1__ThemeRows *page,
                               struct pfq_err *err)
{
    const struct digest_facts *f = &g->facts;
    g->told = longer(g, g->told, g->told_count, page->n_moves);
    for (size_t i = 0; i < page->n_moves; i++) {
        const Pfq__V1__ThemeMove *row = page->moves[i];
        size_t last = row->key == NULL ? f->move_count : place_of(f->moves, f->move_count, row);
        if (row->has_files_before || last == f->move_count || !is_corrected(f->moves[last], NULL)) {
            continue;
        }
        Pfq__V1__ThemeMove *move = (Pfq__V1__ThemeMove *)copy(g, &row->base, err);
        if (move == NULL) {
            return PFQ_E_MALFORMED;
        }
        size_t at = place_of(g->told, g->told_count, move);
        g->told[at] = move;
        g->told_count += at == g->told_count;
    }
    return PFQ_OK;
}

void gather_put_told(struct gather *g)
{
    struct digest_facts *f = &g->facts;
    for (size_t i = 0; i < f->move_count; i++) {
        size_t at = is_corrected(f->moves[i], NULL) ? place_of(g->told, g->told_count, f->moves[i])
                                                    : g->told_count;
        f->moves[i] = at < g->told_count ? g->told[at] : f->moves[i];
    }
}

enum pfq_code gather_keep_months(struct gather *g, const Pfq__V1__MonthRows *page,
                                 struct pfq_err *err)
{
    struct digest_facts *f = &g->facts;
    f->months = longer(g, f->months, f->month_count, page->n_rows);
    for (size_t i = 0; i < page->n_rows && f->month_count < DIGEST_TREND_MONTHS; i++) {
        ProtobufCMessage *row = copy(g, &page->rows[i]->base, err);
        if (row == NULL) {
            return PFQ_E_MALFORMED;
        }
        f->months[f->month_count++] = (Pfq__V1__MonthRow *)row;
    }
    return PFQ_OK;
}

/* --- items -------------------------------------------------------------------------------- */

/* What failed, and how it is mended: texts that no digest shows stay behind, or a busy day
 * would fill the memory. */
static void keep_findings(struct gather *g, const Pfq__V1__Receipt *from, Pfq__V1__Receipt *to)
{
    to->findings = pfq_arena_new(g->arena, Pfq__V1__Finding *, from->n_findings + 1);
    for (size_t i = 0; i < from->n_findings; i++) {
        const Pfq__V1__Finding *row = from->findings[i];
        if (row->outcome != PFQ__V1__OUTCOME__OUTCOME_NOT_MET) {
            continue;
        }
        Pfq__V1__Finding *out = pfq_arena_new(g->arena, Pfq__V1__Finding, 1);
        pfq__v1__finding__init(out);
        out->check = kept(g, row->check);
        out->has_outcome = out->has_severity = out->has_theme = true;
        out->outcome = row->outcome;
        out->severity = row->severity;
        out->theme = row->theme;
        out->title = kept(g, row->title);
        out->fix = kept(g, row->fix);
        to->findings[to->n_findings++] = out;
    }
}

static Pfq__V1__Receipt *receipt(struct gather *g, const Pfq__V1__Receipt *from,
                                 struct pfq_err *err)
{
    Pfq__V1__Receipt *to = pfq_arena_new(g->arena, Pfq__V1__Receipt, 1);
    pfq__v1__receipt__init(to);
    to->force = kept(g, from->force);
    to->urn = kept(g, from->urn);
    to->has_file_type = from->has_file_type;
    to->file_type = from->file_type;
    to->has_ordinal = from->has_ordinal;
    to->ordinal = from->ordinal;
    to->has_verdict = from->has_verdict;
    to->verdict = from->verdict;
    keep_findings(g, from, to);
    if (from->resubmission != NULL) {
        to->resubmission = (Pfq__V1__Resubmission *)copy(g, &from->resubmission->base, err);
        return to->resubmission == NULL ? NULL : to;
    }
    return to;
}

/* Of whose file it is, and what stands of it: an example of a theme needs no more. */
static Pfq__V1__AssessmentRow *plan(struct gather *g, const Pfq__V1__AssessmentRow *from)
{
    Pfq__V1__AssessmentRow *to = pfq_arena_new(g->arena, Pfq__V1__AssessmentRow, 1);
    pfq__v1__assessment_row__init(to);
    if (from->file != NULL) {
        to->file = pfq_arena_new(g->arena, Pfq__V1__FileRef, 1);
        pfq__v1__file_ref__init(to->file);
        to->file->force = kept(g, from->file->force);
        to->file->urn = kept(g, from->file->urn);
        to->file->file_type = from->file->file_type;
    }
    to->kind = from->kind;
    to->id = kept(g, from->id);
    to->police_unit = kept(g, from->police_unit);
    to->withdrawn = from->withdrawn;
    to->failures = pfq_arena_new(g->arena, Pfq__V1__FailureRow *, from->n_failures + 1);
    for (size_t i = 0; i < from->n_failures; i++) {
        Pfq__V1__FailureRow *row = pfq_arena_new(g->arena, Pfq__V1__FailureRow, 1);
        pfq__v1__failure_row__init(row);
        row->theme = from->failures[i]->theme;
        row->standing = from->failures[i]->standing;
        to->failures[to->n_failures++] = row;
    }
    return to;
}

/* NULL only with an error. */
static Pfq__V1__FeedbackItem *item(struct gather *g, const Pfq__V1__FeedbackItem *from,
                                   struct pfq_err *err)
{
    Pfq__V1__FeedbackItem *to = pfq_arena_new(g->arena, Pfq__V1__FeedbackItem, 1);
    pfq__v1__feedback_item__init(to);
    to->has_number = to->has_kind = to->has_committed_at = true;
    to->number = from->number;
    to->kind = from->kind;
    to->committed_at = from->committed_at;
    if (from->theme != NULL) {
        to->theme = (Pfq__V1__ThemeMove *)copy(g, &from->theme->base, err);
    }
    if (from->receipt != NULL) {
        to->receipt = receipt(g, from->receipt, err);
    }
    to->plan = from->plan == NULL ? NULL : plan(g, from->plan);
    bool lost = (from->theme != NULL && to->theme == NULL) ||
                (from->receipt != NULL && to->receipt == NULL);
    return lost ? NULL : to;
}

enum pfq_code gather_keep_items(struct gather *g, const Pfq__V1__MailboxPage *page,
                                struct pfq_err *err)
{
    struct digest_facts *f = &g->facts;
    f->items = longer(g, f->items, f->item_count, page->n_items);
    for (size_t i = 0; i < page->n_items && g->low < g->high; i++) {
        Pfq__V1__FeedbackItem *one = item(g, page->items[i], err);
        if (one == NULL) {
            return PFQ_E_MALFORMED;
        }
        g->low = one->number;
        f->items[f->item_count++] = one;
    }
    return PFQ_OK;
}
