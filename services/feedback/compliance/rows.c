/* rows.c - what a row counts: see compliance.h. */
#include <stdio.h>
#include <string.h>

#include "feedback/compliance/private.h"
#include "pfq/clock.h"
#include "pfq/people.h"

enum {
    MINUTE_MS = 60 * 1000
};

bool compliance_wants(const struct compliance *c, const Pfq__V1__FileRef *file, const char *unit,
                      const char *reviewer)
{
    const struct compliance_wish *wish = &c->wish;
    bool force = wish->force_count == 0;
    for (size_t i = 0; i < wish->force_count && file != NULL && file->force != NULL; i++) {
        force = force || strcmp(wish->forces[i], file->force) == 0;
    }
    bool ours = wish->unit == NULL || strcmp(wish->unit, tally_text(unit)) == 0;
    bool theirs = wish->reviewer == NULL || strcmp(wish->reviewer, tally_text(reviewer)) == 0;
    return file != NULL && file->force != NULL && file->urn != NULL && force && ours && theirs;
}

enum compliance_when compliance_when(const struct compliance *c, int64_t at)
{
    int32_t day = pfq_instant_valid(at) ? pfq_london_date(at) : 0;
    return day < c->wish.from_date ? WHEN_BEFORE : day > c->wish.to_date ? WHEN_AFTER : WHEN_IN;
}

static bool is_kind(const struct compliance *c, Pfq__V1__AssessmentKind kind)
{
    return c->wish.kind == PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_UNSPECIFIED ||
           c->wish.kind == kind;
}

bool compliance_is_judged(const struct compliance *c, Pfq__V1__AssessmentKind kind)
{
    return kind != PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE || c->wish.kind == kind;
}

/* --- files that ought to be assessed ---------------------------------------------------------- */

static bool is_due(const struct compliance *c, int64_t due_at)
{
    return due_at < c->wish.made_at;
}

/* What came after its hearing nobody could have assessed before it. */
static bool came_before_hearing(const Pfq__V1__ExpectedRow *row)
{
    return row->has_hearing_at && (!row->has_received_at || row->received_at < row->hearing_at);
}

static void count_expected(struct compliance *c, const struct whose *whose,
                           const Pfq__V1__ExpectedRow *row)
{
    struct force *force = book_take(&c->forces, row->file->force);
    bool late = !row->has_done_at && row->has_due_at && is_due(c, row->due_at);
    force->assessed.of++;
    force->assessed.failing += row->has_done_at;
    tally_count(whose, DUTY_COMPLETED, row->has_done_at);
    if (row->has_due_at && (row->has_done_at || late)) {
        tally_count(whose, DUTY_ON_TIME, row->has_done_at && row->done_at <= row->due_at);
    }
    if (came_before_hearing(row) && (row->has_done_at || is_due(c, row->hearing_at))) {
        tally_count(whose, DUTY_BEFORE_HEARING, row->has_done_at && row->done_at < row->hearing_at);
    }
    if (row->has_done_at && row->has_received_at) {
        tally_minutes(whose, (double)(row->done_at - row->received_at) / MINUTE_MS, c->arena);
    }
    for (size_t i = 0; i < WHOSE && !row->has_done_at && !late; i++) {
        if (whose->tallies[i] != NULL) {
            whose->tallies[i]->not_yet_due++;
        }
    }
}

void compliance_add_expected(struct compliance *c, const Pfq__V1__ExpectedRow *row)
{
    if (!is_kind(c, row->kind) || !compliance_wants(c, row->file, row->unit, row->by)) {
        return;
    }
    enum compliance_when when = compliance_when(c, row->received_at);
    bool late = !row->has_done_at && row->has_due_at && is_due(c, row->due_at);
    if (when == WHEN_AFTER && !late) {
        return;
    }
    struct whose whose = tally_whose(c, row->unit, row->by);
    if (when == WHEN_IN) {
        count_expected(c, &whose, row);
    }
    if (late) {
        c->total.late++;
        whose.tallies[1]->late++;
        late_add(c, &c->files, row->file,
                 (struct late){.unit = row->unit, .kind = (int)row->kind, .due_at = row->due_at});
    }
}

/* --- case reviews ------------------------------------------------------------------------------
 */

static void count_review(struct compliance *c, const struct whose *whose,
                         const Pfq__V1__Review *review)
{
    static const int64_t clock_ms[CLOCKS] = {
        [PFQ__V1__REVIEW_KIND__REVIEW_KIND_PRIORITY] = 3LL * 60 * MINUTE_MS,
        [PFQ__V1__REVIEW_KIND__REVIEW_KIND_FIVE_DAYS] = 5LL * 24 * 60 * MINUTE_MS,
        [PFQ__V1__REVIEW_KIND__REVIEW_KIND_28_DAYS] = 28LL * 24 * 60 * MINUTE_MS};
    unsigned kind = (unsigned)review->kind < CLOCKS ? (unsigned)review->kind : 0;
    struct review_clock *clock = &c->clocks[kind];
    if (review->has_done_at || is_due(c, review->due_at)) {
        bool good = review->has_done_at && review->done_at <= review->due_at;
        tally_count(whose, DUTY_REVIEWS_ON_TIME, good);
        clock->on_time.of++;
        clock->on_time.failing += good;
    }
    if (review->has_done_at) {
        tally_count(whose, DUTY_DISCLOSURE, review->disclosure_recorded);
    }
    if (review->has_done_at && clock_ms[kind] > 0) {
        int64_t start = review->due_at - clock_ms[kind];
        values_add(&clock->minutes, (double)(review->done_at - start) / MINUTE_MS, c->arena);
    }
}

void compliance_add_review(struct compliance *c, const Pfq__V1__ReviewRow *row)
{
    const Pfq__V1__Review *review = row->review;
    if (review == NULL || !review->has_due_at ||
        !compliance_wants(c, row->file, review->unit, review->reviewer)) {
        return;
    }
    enum compliance_when when = compliance_when(c, review->due_at);
    bool late = !review->has_done_at && is_due(c, review->due_at);
    if (when == WHEN_AFTER && !late) {
        return;
    }
    struct whose whose = tally_whose(c, review->unit, review->reviewer);
    if (when == WHEN_IN) {
        count_review(c, &whose, review);
    }
    if (late) {
        unsigned kind = (unsigned)review->kind < CLOCKS ? (unsigned)review->kind : 0;
        c->total.reviews_late++;
        whose.tallies[1]->reviews_late++;
        c->clocks[kind].late++;
        late_add(c, &c->reviews, row->file,
                 (struct late){
                     .unit = review->unit, .kind = (int)review->kind, .due_at = review->due_at});
    }
}

/* --- assessments --------------------------------------------------------------------------------
 */

bool compliance_found_failure(const Pfq__V1__AssessmentRow *row)
{
    return row->outcome == PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_PARTLY_MET ||
           row->outcome == PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET;
}

static bool stands(const Pfq__V1__AssessmentRow *row)
{
    for (size_t i = 0; i < row->n_failures; i++) {
        if (pfq_people_stands(row->failures[i]->standing)) {
            return true;
        }
    }
    return false;
}

static bool is_later(const Pfq__V1__AssessmentRow *row, const struct judged_file *file)
{
    const char *id = tally_text(row->id);
    return file->id == NULL || (row->assessed_at != file->at   ? row->assessed_at > file->at
                                : (int)row->kind != file->kind ? (int)row->kind > file->kind
                                                               : strcmp(id, file->id) > 0);
}

/* Assessed more than once it is one file, as the latest has it. */
static void count_for_force(struct compliance *c, const Pfq__V1__AssessmentRow *row)
{
    char name[NAME_MAX_BYTES];
    struct force *force = book_take(&c->forces, row->file->force);
    (void)snprintf(name, sizeof name, "%.8s/%.64s/%d", row->file->force, row->file->urn,
                   (int)row->file->file_type);
    struct judged_file *file = book_take(&c->judged, name);
    force->markings++;
    if (!is_later(row, file)) {
        return;
    }
    force->failing.of += file->id == NULL;
    force->failing.failing += stands(row) - (file->id != NULL && file->stands);
    file->id = pfq_arena_strdup(c->arena, tally_text(row->id));
    file->at = row->assessed_at;
    file->kind = (int)row->kind;
    file->stands = stands(row);
}

/* What waits for somebody now, of whatever day. */
static void count_awaited(struct compliance *c, const Pfq__V1__AssessmentRow *row)
{
    struct force *force = book_take(&c->forces, row->file->force);
    int32_t today = pfq_london_date(c->wish.made_at);
    bool past = row->has_deadline && row->deadline < c->wish.made_at;
    bool open = false;
    for (size_t i = 0; i < row->n_failures && !past; i++) {
        Pfq__V1__Standing standing = row->failures[i]->standing;
        open = open || standing == PFQ__V1__STANDING__STANDING_AWAITED;
        force->disputes_open += standing == PFQ__V1__STANDING__STANDING_DISPUTED;
    }
    force->plans_open += open;
    force->plans_late += open && row->has_response_date && row->response_date < today;
}

/* Whoever chooses what is marked again chooses how far it agrees: the sample's alone count. */
static void count_remark(struct compliance *c, const Pfq__V1__AssessmentRow *row)
{
    if (!row->has_remark || (unsigned)row->outcome >= OUTCOMES ||
        (unsigned)row->remark >= OUTCOMES) {
        return;
    }
    if (row->remark_drawn) {
        c->remarks[row->outcome][row->remark]++;
    } else {
        c->undrawn++;
    }
}

void compliance_add_assessment(struct compliance *c, const Pfq__V1__AssessmentRow *row)
{
    if (row->withdrawn || !is_kind(c, row->kind) ||
        !compliance_wants(c, row->file, row->unit, row->by)) {
        return;
    }
    count_awaited(c, row);
    if (compliance_when(c, row->assessed_at) != WHEN_IN) {
        return;
    }
    if (row->file_unknown) { /* a slip of the pen, or it comes yet */
        c->unknown++;
        return;
    }
    struct whose whose = tally_whose(c, row->unit, row->by);
    c->assessments++;
    for (size_t i = 0; i < WHOSE; i++) {
        if (whose.tallies[i] != NULL) {
            whose.tallies[i]->assessments++;
        }
    }
    failures_count(c, &whose, row);
    count_remark(c, row);
    if (compliance_is_judged(c, row->kind)) {
        tally_count(&whose, DUTY_FAILING, compliance_found_failure(row));
        count_for_force(c, row);
        agree_count(c, row);
        spread_count(c, row, whose.tallies[1]);
    }
}

void compliance_add(struct compliance *c, const Pfq__V1__PeopleRows *rows)
{
    c->behind = (int64_t)rows->files_behind > c->behind ? (int64_t)rows->files_behind : c->behind;
    for (size_t i = 0; i < rows->n_expected; i++) {
        compliance_add_expected(c, rows->expected[i]);
    }
    for (size_t i = 0; i < rows->n_assessments; i++) {
        compliance_add_assessment(c, rows->assessments[i]);
    }
    for (size_t i = 0; i < rows->n_reviews; i++) {
        compliance_add_review(c, rows->reviews[i]);
    }
}
