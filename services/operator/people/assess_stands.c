/* assess_stands.c - what stands of a file, and what another word would change: see assess.h. */
#include <string.h>

#include "assess.h"
#include "pfq/wire.h"

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(or_empty(a), or_empty(b)) == 0;
}

static bool is_gone(const Pfq__V1__FailureRow *failure)
{
    return failure->standing == PFQ__V1__STANDING__STANDING_WITHDRAWN;
}

bool assess_stands(const struct assess_file *file)
{
    return file->before != NULL && !file->before->withdrawn;
}

/* --- what stands ----------------------------------------------------------------------------- */

/* What became of a failure, in words. */
static const char *became(const Pfq__V1__FailureRow *failure)
{
    static const char *const words[] = {
        [PFQ__V1__STANDING__STANDING_AWAITED] = "open: the police have not answered",
        [PFQ__V1__STANDING__STANDING_AGREED] = "accepted by the police",
        [PFQ__V1__STANDING__STANDING_DISPUTED] = "open: disputed, and not decided",
        [PFQ__V1__STANDING__STANDING_DISPUTE_ACCEPTED] = "taken away: the dispute was accepted",
        [PFQ__V1__STANDING__STANDING_DISPUTE_REJECTED] = "stands after a dispute",
        [PFQ__V1__STANDING__STANDING_NOT_DISPUTED] = "stands: not disputed",
        [PFQ__V1__STANDING__STANDING_NO_RESPONSE] = "stands: the police never answered",
        [PFQ__V1__STANDING__STANDING_WITHDRAWN] = "withdrawn"};
    size_t standing = (size_t)failure->standing;
    bool fixed = failure->standing == PFQ__V1__STANDING__STANDING_AGREED &&
                 failure->response == PFQ__V1__RESPONSE_KIND__RESPONSE_KIND_FIXED;
    return fixed                                                     ? "fixed, the police say"
           : standing < sizeof words / sizeof *words && standing > 0 ? words[standing]
                                                                     : "";
}

/* Whether the machine finds it in the submission in hand, where it may say so. */
static const char *found_again(const struct assess_file *file, const Pfq__V1__AssessmentRow *row,
                               const Pfq__V1__FailureRow *failure)
{
    bool same_file = row->file != NULL && row->file->file_type == file->stage;
    if (failure->check == NULL || file->receipt == NULL || !same_file) {
        return "";
    }
    for (size_t i = 0; i < file->receipt->n_findings; i++) {
        const Pfq__V1__Finding *finding = file->receipt->findings[i];
        if (same_text(finding->check, failure->check)) {
            return finding->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET
                       ? "; the machine finds it in the latest submission, too"
                       : "; the machine cannot tell of the latest submission";
        }
    }
    return "; the machine finds it no more in the latest submission";
}

static void put_failures_of(struct page *page, const struct assess_file *file,
                            const Pfq__V1__AssessmentRow *row, struct pfq_arena *arena)
{
    for (size_t i = 0; i < row->n_failures; i++) {
        const Pfq__V1__FailureRow *failure = row->failures[i];
        const char *label = pfq_arena_printf(arena, "%3u ", failure->number);
        const char *reason = folk_reason(failure->reason, arena);
        page_paragraph(page, 4, label,
                       pfq_arena_printf(arena, "%s: %s%s", reason, became(failure),
                                        is_gone(failure) ? "" : found_again(file, row, failure)));
    }
}

static const char *who(const Pfq__V1__AssessmentRow *row, struct pfq_arena *arena)
{
    bool unit = row->unit != NULL && row->unit[0] != '\0';
    return pfq_arena_printf(arena, "%s%s%s%s", row->by == NULL ? "" : " by ", or_empty(row->by),
                            unit ? " of unit " : "", unit ? row->unit : "");
}

static void put_summary(struct page *page, const char *what, const Pfq__V1__AssessmentRow *row,
                        struct pfq_arena *arena)
{
    const char *outcome =
        folk_said(&pfq__v1__assessment_outcome__descriptor, (int)row->outcome, arena);
    page_paragraph(page, 0, "",
                   pfq_arena_printf(arena, "%s on %s%s: %s%s%s", what,
                                    folk_instant(row->assessed_at, arena), who(row, arena), outcome,
                                    row->corrections > 0 ? ", corrected since" : "",
                                    row->withdrawn ? ", withdrawn." : "."));
}

void assess_put_before(struct page *page, const struct assess_file *file, struct pfq_arena *arena)
{
    const Pfq__V1__AssessmentRow *row = file->before;
    put_summary(page, "Assessed", row, arena);
    if (!row->withdrawn) {
        put_failures_of(page, file, row, arena);
    }
    for (size_t i = 0; i < row->n_objections; i++) {
        page_paragraph(page, 4, "    ",
                       pfq_arena_printf(arena, "%s was overruled: %s",
                                        or_empty(row->objections[i]->check),
                                        or_empty(row->objections[i]->reason)));
    }
}

void assess_put_others(struct page *page, const struct assess_file *file, struct pfq_arena *arena)
{
    for (size_t i = 0; i < file->all.count; i++) {
        const Pfq__V1__AssessmentRow *row = file->all.rows[i];
        if (row != file->before && !row->withdrawn) {
            put_summary(page, folk_name(row, arena), row, arena);
            put_failures_of(page, file, row, arena);
        }
    }
}

/* --- what changes ----------------------------------------------------------------------------- */

static const char *join(const char *all, const char *more, struct pfq_arena *arena)
{
    return more[0] == '\0'  ? all
           : all[0] == '\0' ? more
                            : pfq_arena_printf(arena, "%s; %s", all, more);
}

static const Pfq__V1__FailureRow *row_of(const Pfq__V1__AssessmentRow *row, uint32_t number)
{
    for (size_t i = 0; i < row->n_failures; i++) {
        if (row->failures[i]->number == number && !is_gone(row->failures[i])) {
            return row->failures[i];
        }
    }
    return NULL;
}

static bool is_kept(const Pfq__V1__Assessment *made, uint32_t number)
{
    for (size_t i = 0; i < made->n_failures; i++) {
        if (made->failures[i]->number == number) {
            return true;
        }
    }
    return false;
}

static bool same_items(const Pfq__V1__FailureRow *row, const Pfq__V1__Failure *failure)
{
    return row->n_items == failure->n_items &&
           (row->n_items == 0 ||
            memcmp(row->items, failure->items, row->n_items * sizeof *row->items) == 0);
}

/* NULL: nothing of it changes.  `row` is the failure as it stands. */
static const char *what_changes(const Pfq__V1__FailureRow *row, const Pfq__V1__Failure *failure)
{
    bool freed = row->releasable != failure->releasable;
    if (!same_text(row->detail, failure->detail)) {
        return freed ? " has another text, and who reads it changes" : " has another text";
    }
    if (freed) {
        return failure->releasable ? ": the force reads its text now"
                                   : ": the force reads its text no more";
    }
    if (!same_items(row, failure)) {
        return " is of other items";
    }
    return same_text(row->check, failure->check) ? NULL : " is of another check";
}

static const char *change_of(const Pfq__V1__FailureRow *row, const Pfq__V1__Failure *failure,
                             struct pfq_arena *arena)
{
    const char *what = row == NULL ? " is new" : what_changes(row, failure);
    return what == NULL
               ? ""
               : pfq_arena_printf(arena, "%u %s%s", failure->number, failure->reason, what);
}

static const char *changed_failures(const Pfq__V1__AssessmentRow *row,
                                    const Pfq__V1__Assessment *made, struct pfq_arena *arena)
{
    const char *all = "";
    for (size_t i = 0; i < made->n_failures; i++) {
        const Pfq__V1__Failure *failure = made->failures[i];
        all = join(all, change_of(row_of(row, failure->number), failure, arena), arena);
    }
    for (size_t i = 0; i < row->n_failures; i++) {
        const Pfq__V1__FailureRow *failure = row->failures[i];
        if (!is_gone(failure) && !is_kept(made, failure->number)) {
            all =
                join(all,
                     pfq_arena_printf(
                         arena, "%u %s is taken out%s", failure->number, or_empty(failure->reason),
                         failure->has_response ? ", which the police have answered" : ""),
                     arena);
        }
    }
    return all;
}

static bool same_list(char *const *a, size_t a_count, char *const *b, size_t b_count)
{
    bool same = a_count == b_count;
    for (size_t i = 0; same && i < a_count; i++) {
        bool there = false;
        for (size_t k = 0; k < b_count; k++) {
            there = there || strcmp(a[i], b[k]) == 0;
        }
        same = there;
    }
    return same;
}

static bool same_marks(const Pfq__V1__AssessmentRow *row, const Pfq__V1__Assessment *made)
{
    bool same = same_list(row->confirmed, row->n_confirmed, made->confirmed, made->n_confirmed) &&
                same_list(row->overruled, row->n_overruled, made->overruled, made->n_overruled) &&
                row->n_answered == made->n_answered && row->n_objections == made->n_objections;
    for (size_t i = 0; same && i < made->n_answered; i++) {
        same = same_text(row->answered[i]->check, made->answered[i]->check) &&
               row->answered[i]->outcome == made->answered[i]->outcome;
    }
    for (size_t i = 0; same && i < made->n_objections; i++) {
        same = same_text(row->objections[i]->check, made->objections[i]->check) &&
               same_text(row->objections[i]->reason, made->objections[i]->reason);
    }
    return same;
}

static const char *changed_outcome(const Pfq__V1__AssessmentRow *row,
                                   const Pfq__V1__Assessment *made, struct pfq_arena *arena)
{
    const ProtobufCEnumDescriptor *type = &pfq__v1__assessment_outcome__descriptor;
    return row->outcome == made->outcome
               ? ""
               : pfq_arena_printf(arena, "the outcome is %s, was %s",
                                  folk_said(type, (int)made->outcome, arena),
                                  folk_said(type, (int)row->outcome, arena));
}

const char *assess_changes(const struct assess_file *file, const Pfq__V1__Assessment *made,
                           struct pfq_arena *arena)
{
    const Pfq__V1__AssessmentRow *row = file->before;
    const char *all = changed_outcome(row, made, arena);
    all = join(all, changed_failures(row, made, arena), arena);
    all = join(all, same_marks(row, made) ? "" : "what is said of the machine's findings", arena);
    if (made->has_sequence && row->has_sequence && made->sequence != row->sequence) {
        all = join(all, "it is of a later submission", arena);
    }
    if (made->has_response_date && made->response_date != row->response_date) {
        all = join(all,
                   pfq_arena_printf(arena, "the police answer by %s",
                                    folk_date(made->response_date, arena)),
                   arena);
    }
    return all;
}

/* --- what was typed ----------------------------------------------------------------------------
 */

void assess_put_failures(struct page *page, const Pfq__V1__Assessment *made,
                         struct pfq_arena *arena)
{
    for (size_t i = 0; i < made->n_failures; i++) {
        const Pfq__V1__Failure *failure = made->failures[i];
        const char *reads = failure->detail == NULL ? "it has no text"
                            : failure->releasable   ? "the force reads its text"
                                                    : "its text stays inside the CPS";
        page_paragraph(
            page, 4, pfq_arena_printf(arena, "%3u ", failure->number),
            pfq_arena_printf(arena, "%s: %s", folk_reason(failure->reason, arena), reads));
    }
}

static void put_unrecorded(struct page *page, const Pfq__V1__Finding *finding, const char *said,
                           Pfq__V1__AssessmentKind kind, struct pfq_arena *arena)
{
    if (assess_reason(finding, kind) == NULL) {
        page_paragraph(page, 4, "    ",
                       pfq_arena_printf(arena,
                                        "%s is %s; it has no reason code of %s, so no failure "
                                        "goes to the police.  Add one with --fail.",
                                        finding->check, said,
                                        or_empty(pfq_enum_name(
                                            &pfq__v1__assessment_kind__descriptor, (int)kind))));
    }
}

static bool is_confirmed(const Pfq__V1__Assessment *made, const char *check)
{
    for (size_t i = 0; i < made->n_confirmed; i++) {
        if (same_text(made->confirmed[i], check)) {
            return true;
        }
    }
    return false;
}

static bool answered_failing(const Pfq__V1__Assessment *made, const char *check)
{
    for (size_t i = 0; i < made->n_answered; i++) {
        if (made->answered[i]->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET &&
            same_text(made->answered[i]->check, check)) {
            return true;
        }
    }
    return false;
}

void assess_put_unrecorded(struct page *page, const struct assess_file *file,
                           const Pfq__V1__Assessment *made, struct pfq_arena *arena)
{
    for (size_t i = 0; file->receipt != NULL && i < file->receipt->n_findings; i++) {
        const Pfq__V1__Finding *finding = file->receipt->findings[i];
        if (is_confirmed(made, finding->check)) {
            put_unrecorded(page, finding, "confirmed", made->kind, arena);
        } else if (answered_failing(made, finding->check)) {
            put_unrecorded(page, finding, "answered as not met", made->kind, arena);
        }
    }
}
