/* compliance_kit.c - see compliance_kit.h. */
#include "support/compliance_kit.h"

#include <stdlib.h>

#include "pfq/clock.h"

enum {
    HOUR = 60 * 60 * 1000
};

int64_t compliance_kit_at(int day, int hour)
{
    int64_t first = 0;
    (void)pfq_instant_parse("2026-10-01T00:00:00Z", &first);
    return first + ((int64_t)(day - 1) * 24 + hour) * HOUR;
}

char *compliance_kit_text(struct compliance_kit *kit, const char *text)
{
    return text == NULL ? NULL : pfq_arena_strdup(kit->arena, text);
}

void compliance_kit_open(struct compliance_kit *kit, struct pfq_arena *arena)
{
    *kit = (struct compliance_kit){.arena = arena};
    kit->wish = (struct compliance_wish){
        .from_date = 20261001, .to_date = 20261031, .made_at = compliance_kit_at(31 + 20, 9)};
    pfq__v1__people_rows__init(&kit->rows);
    kit->rows.expected = pfq_arena_new(arena, Pfq__V1__ExpectedRow *, KIT_ROWS);
    kit->rows.assessments = pfq_arena_new(arena, Pfq__V1__AssessmentRow *, KIT_ROWS);
    kit->rows.reviews = pfq_arena_new(arena, Pfq__V1__ReviewRow *, KIT_ROWS);
}

static Pfq__V1__FileRef *file_of(struct compliance_kit *kit, size_t number)
{
    Pfq__V1__FileRef *file = pfq_arena_new(kit->arena, Pfq__V1__FileRef, 1);
    pfq__v1__file_ref__init(file);
    file->force = compliance_kit_text(kit, "43");
    file->urn = pfq_arena_printf(kit->arena, "43AA%05zu26", number);
    file->has_file_type = true;
    file->file_type = PFQ__V1__FILE_TYPE__FILE_TYPE_FH_NGAP;
    return file;
}

Pfq__V1__ExpectedRow *compliance_kit_expected(struct compliance_kit *kit, int day)
{
    Pfq__V1__ExpectedRow *row = pfq_arena_new(kit->arena, Pfq__V1__ExpectedRow, 1);
    pfq__v1__expected_row__init(row);
    row->file = file_of(kit, kit->rows.n_expected);
    row->unit = compliance_kit_text(kit, "U1");
    row->has_kind = row->has_received_at = row->has_due_at = true;
    row->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    row->received_at = compliance_kit_at(day, 12);
    row->due_at = compliance_kit_at(day + 5, 12);
    kit->rows.expected[kit->rows.n_expected++] = row;
    return row;
}

Pfq__V1__AssessmentRow *compliance_kit_assessment(struct compliance_kit *kit, int day)
{
    Pfq__V1__AssessmentRow *row = pfq_arena_new(kit->arena, Pfq__V1__AssessmentRow, 1);
    pfq__v1__assessment_row__init(row);
    row->file = file_of(kit, kit->rows.n_assessments);
    row->id = pfq_arena_printf(kit->arena, "a-%zu", kit->rows.n_assessments);
    row->unit = compliance_kit_text(kit, "U1");
    row->by = compliance_kit_text(kit, "anna");
    row->has_kind = row->has_assessed_at = row->has_outcome = row->has_deadline = true;
    row->kind = PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_DGA;
    row->outcome = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_MET;
    row->assessed_at = compliance_kit_at(day, 14);
    row->deadline = compliance_kit_at(31 + 30 + 12, 0);
    kit->rows.assessments[kit->rows.n_assessments++] = row;
    return row;
}

Pfq__V1__FailureRow *compliance_kit_failure(struct compliance_kit *kit, Pfq__V1__AssessmentRow *row,
                                            const char *detail)
{
    enum {
        FAILURES = 8
    };

    Pfq__V1__FailureRow *failure = pfq_arena_new(kit->arena, Pfq__V1__FailureRow, 1);
    pfq__v1__failure_row__init(failure);
    failure->has_number = failure->has_standing = true;
    failure->number = (uint32_t)row->n_failures + 1;
    failure->reason = compliance_kit_text(kit, "D23");
    failure->detail = compliance_kit_text(kit, detail);
    failure->standing = PFQ__V1__STANDING__STANDING_AWAITED;
    if (row->failures == NULL) {
        row->failures = pfq_arena_new(kit->arena, Pfq__V1__FailureRow *, FAILURES);
    }
    row->failures[row->n_failures++] = failure;
    row->outcome = PFQ__V1__ASSESSMENT_OUTCOME__ASSESSMENT_OUTCOME_NOT_MET;
    return failure;
}

Pfq__V1__ReviewRow *compliance_kit_review(struct compliance_kit *kit, int day)
{
    Pfq__V1__ReviewRow *row = pfq_arena_new(kit->arena, Pfq__V1__ReviewRow, 1);
    Pfq__V1__Review *review = pfq_arena_new(kit->arena, Pfq__V1__Review, 1);
    pfq__v1__review_row__init(row);
    pfq__v1__review__init(review);
    row->file = file_of(kit, kit->rows.n_reviews);
    row->review = review;
    review->id = pfq_arena_printf(kit->arena, "r-%zu", kit->rows.n_reviews);
    review->unit = compliance_kit_text(kit, "U1");
    review->has_kind = review->has_due_at = true;
    review->kind = PFQ__V1__REVIEW_KIND__REVIEW_KIND_PRIORITY;
    review->due_at = compliance_kit_at(day, 12);
    kit->rows.reviews[kit->rows.n_reviews++] = row;
    return row;
}

Pfq__V1__Compliance *compliance_kit_end(struct compliance_kit *kit)
{
    struct compliance *c = compliance_begin(&kit->wish, kit->arena);
    compliance_add(c, &kit->rows);
    return compliance_end(c);
}

/* --- at random -------------------------------------------------------------------- */

static unsigned state;

static unsigned roll(unsigned below)
{
    state = state * 1664525U + 1013904223U;
    return (state >> 8) % below;
}

static bool chance(unsigned per_cent)
{
    return roll(100) < per_cent;
}

/* Force, unit and person of a row; units have people of their own. */
static void place(struct compliance_kit *kit, Pfq__V1__FileRef *file, char **unit, char **by)
{
    static const char *const forces[] = {"40", "41", "43", "07"};
    unsigned u = roll(4);
    file->force = compliance_kit_text(kit, forces[roll(4)]);
    *unit = u == 3 ? NULL : pfq_arena_printf(kit->arena, "U%u", u);
    *by = pfq_arena_printf(kit->arena, "p%u.%u", u, roll(4));
}

static void random_expected(struct compliance_kit *kit)
{
    Pfq__V1__ExpectedRow *row = compliance_kit_expected(kit, (int)roll(60) - 15);
    char *by = NULL;
    place(kit, row->file, &row->unit, &by);
    row->received_at += (int64_t)roll(86400) * 1000;
    row->kind = (Pfq__V1__AssessmentKind)(1 + roll(3));
    row->has_due_at = chance(90);
    row->due_at = row->received_at + (int64_t)roll(60) * 24 * HOUR;
    row->has_hearing_at = chance(60);
    row->hearing_at = row->received_at + ((int64_t)roll(50) - 5) * 24 * HOUR;
    row->has_done_at = chance(70);
    row->done_at = row->received_at + (int64_t)roll(86400 * 20) * 1000;
    row->by = row->has_done_at ? by : NULL;
}

/* The same words are written differently now and then. */
static const char *random_detail(void)
{
    static const char *const texts[] = {
        "No MG11 of witness 2",          "no mg11 of witness 2.",
        "Footage not clipped",           "footage NOT clipped!",
        "Schedule without descriptions", "",
        "Print of 3 May missing",        "Nothing on the offer of a statement"};
    unsigned which = roll(10);
    return which < 8 ? texts[which] : NULL;
}

static void random_failures(struct compliance_kit *kit, Pfq__V1__AssessmentRow *row)
{
    static const char *const checks[] = {"VW01", "WE02", "DS03", "IN04"};
    for (unsigned i = 1 + roll(3); i > 0; i--) {
        Pfq__V1__FailureRow *f = compliance_kit_failure(kit, row, random_detail());
        f->standing = (Pfq__V1__Standing)(1 + roll(8));
        f->check = chance(50) ? compliance_kit_text(kit, checks[roll(4)]) : NULL;
        f->has_suggested = f->suggested = chance(30);
    }
    row->outcome = (Pfq__V1__AssessmentOutcome)(2 + roll(2));
}

static void random_checks(struct compliance_kit *kit, Pfq__V1__AssessmentRow *row)
{
    static const char *const checks[] = {"VW01", "WE02", "DS03", "IN04"};
    row->has_sequence = chance(80);
    row->machine_failed = pfq_arena_new(kit->arena, char *, 4);
    row->confirmed = pfq_arena_new(kit->arena, char *, 4);
    row->overruled = pfq_arena_new(kit->arena, char *, 4);
    for (size_t i = 0; i < 4; i++) {
        if (chance(30)) {
            char *check = compliance_kit_text(kit, checks[i]);
            row->machine_failed[row->n_machine_failed++] = check;
            if (chance(50)) {
                row->confirmed[row->n_confirmed++] = check;
            } else if (chance(50)) {
                row->overruled[row->n_overruled++] = check;
            }
        }
    }
}

static void random_assessment(struct compliance_kit *kit)
{
    Pfq__V1__AssessmentRow *row = compliance_kit_assessment(kit, (int)roll(50) - 9);
    place(kit, row->file, &row->unit, &row->by);
    row->kind = (Pfq__V1__AssessmentKind)(1 + roll(3));
    row->deadline = compliance_kit_at((int)roll(100), 0);
    row->withdrawn = chance(5);
    if (chance(20 + 12 * (unsigned)(row->by[3] - '0'))) {
        random_failures(kit, row);
    }
    random_checks(kit, row);
    row->has_remark = row->has_remark_drawn = row->remark_drawn = chance(20);
    row->remark = (Pfq__V1__AssessmentOutcome)(1 + roll(3));
}

static void random_review(struct compliance_kit *kit)
{
    Pfq__V1__ReviewRow *row = compliance_kit_review(kit, (int)roll(60) - 15);
    Pfq__V1__Review *r = row->review;
    char *by = NULL;
    place(kit, row->file, &r->unit, &by);
    r->kind = (Pfq__V1__ReviewKind)(1 + roll(5));
    r->has_done_at = chance(70);
    r->done_at = r->due_at + ((int64_t)roll(48) - 40) * HOUR;
    r->reviewer = r->has_done_at ? by : NULL;
    r->disclosure_recorded = chance(50);
}

void compliance_kit_random(struct compliance_kit *kit, unsigned seed)
{
    state = seed;
    for (unsigned i = 0; i < 600; i++) {
        random_expected(kit);
        random_assessment(kit);
        random_review(kit);
    }
}

static void shuffle(void **items, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = roll((unsigned)i);
        void *kept = items[i - 1];
        items[i - 1] = items[other];
        items[other] = kept;
    }
}

void compliance_kit_shuffle(struct compliance_kit *kit, unsigned seed)
{
    state = seed;
    shuffle((void **)kit->rows.expected, kit->rows.n_expected);
    shuffle((void **)kit->rows.assessments, kit->rows.n_assessments);
    shuffle((void **)kit->rows.reviews, kit->rows.n_reviews);
}
