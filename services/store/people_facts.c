/* people_facts.c - see people_facts.h. */
#include "people_facts.h"

#include <string.h>

#include "judged.h"

/* The submission that was assessed, and the latest of all. */
struct found {
    struct db_counted latest;
    struct db_counted assessed;
    const Pfq__V1__Judged *judged; /* of `assessed` */
    int64_t at;
};

static void consider(const struct db_counted *one, const Pfq__V1__AssessmentRow *row,
                     struct pfq_arena *arena, struct found *found)
{
    const Pfq__V1__Judged *judged = judged_read(one, arena);
    int64_t at = judged_at(judged, one);
    bool fits = row->has_sequence ? one->sequence == row->sequence : at <= row->assessed_at;
    /* the chain comes with the greatest sequence first */
    if (fits && (found->assessed.sequence == 0 || at > found->at)) {
        found->assessed = *one;
        found->judged = judged;
        found->at = at;
    }
}

static enum pfq_code find(struct db *db, const Pfq__V1__AssessmentRow *row, struct pfq_arena *arena,
                          struct found *found, struct pfq_err *err)
{
    uint64_t *chain = NULL;
    size_t count = 0;
    enum pfq_code code = db_read_chain(db, row->file, arena, &chain, &count, err);
    for (size_t i = 0; code == PFQ_OK && i < count; i++) {
        struct db_counted one;
        code = db_find_counted(db, chain[i], arena, &one, err);
        if (code == PFQ_OK) {
            found->latest = i == 0 ? one : found->latest;
            consider(&one, row, arena, found);
        }
    }
    return code;
}

static bool has_reason(const Pfq__V1__CatalogueCheck *check, const char *reason)
{
    for (size_t i = 0; i < check->n_reasons; i++) {
        if (strcmp(check->reasons[i], reason) == 0) {
            return true;
        }
    }
    return false;
}

/* Does a failure that names no check have a reason code of this one? */
static bool is_named(const Pfq__V1__AssessmentRow *row, const Pfq__V1__CatalogueCheck *check)
{
    bool named = false;
    for (size_t i = 0; i < row->n_failures && !named; i++) {
        const Pfq__V1__FailureRow *f = row->failures[i];
        named = f->check == NULL && f->reason != NULL &&
                f->standing != PFQ__V1__STANDING__STANDING_WITHDRAWN &&
                has_reason(check, f->reason);
    }
    return named;
}

static void add_check(Pfq__V1__AssessmentRow *row, const Pfq__V1__CatalogueCheck *check)
{
    row->machine_failed[row->n_machine_failed++] = check->id;
    if (is_named(row, check)) {
        row->machine_named[row->n_machine_named++] = check->id;
    }
}

static enum pfq_code add_failed(struct db *db, const struct found *found,
                                Pfq__V1__AssessmentRow *row, struct pfq_arena *arena,
                                struct pfq_err *err)
{
    struct pfq_bytes packed;
    ProtobufCMessage *message = NULL;
    const Pfq__V1__Judged *judged = found->judged;
    row->n_machine_failed = row->n_machine_named = 0;
    if (judged == NULL || judged->n_findings == 0) {
        return PFQ_OK;
    }
    enum pfq_code code = db_read_catalogue_row(db, found->assessed.catalogue, arena, &packed, err);
    if (code == PFQ_OK) {
        code = pfq_wire_trusted(&pfq__v1__catalogue__descriptor, packed, arena, &message, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    const Pfq__V1__Catalogue *texts = (const Pfq__V1__Catalogue *)message;
    row->machine_failed = pfq_arena_new(arena, char *, judged->n_findings);
    row->machine_named = pfq_arena_new(arena, char *, judged->n_findings);
    for (size_t i = 0; i < judged->n_findings; i++) {
        const Pfq__V1__JudgedFinding *finding = judged->findings[i];
        if (finding->outcome == PFQ__V1__OUTCOME__OUTCOME_NOT_MET &&
            finding->check < texts->n_checks) {
            add_check(row, texts->checks[finding->check]);
        }
    }
    return PFQ_OK;
}

/* NULL: it cannot be read back. */
static enum pfq_code submission_of(struct db *db, uint64_t sequence, struct pfq_arena *arena,
                                   Pfq__V1__Submission **out, struct pfq_err *err)
{
    struct pfq_bytes original;
    ProtobufCMessage *message = NULL;
    struct pfq_err damage = {0};
    *out = NULL;
    enum pfq_code code = db_read_original(db, sequence, arena, &original, err);
    if (code != PFQ_OK || pfq_wire_trusted(&pfq__v1__envelope__descriptor, original, arena,
                                           &message, &damage) != PFQ_OK) {
        return code;
    }
    const Pfq__V1__Envelope *envelope = (const Pfq__V1__Envelope *)message;
    if (envelope->body_case == PFQ__V1__ENVELOPE__BODY_SUBMISSION) {
        *out = envelope->submission;
    }
    return PFQ_OK;
}

static enum pfq_code add_markers(struct db *db, Pfq__V1__AssessmentRow *row,
                                 struct pfq_arena *arena, struct pfq_err *err)
{
    Pfq__V1__Submission *submission = NULL;
    enum pfq_code code = submission_of(db, row->sequence, arena, &submission, err);
    row->markers = submission == NULL ? NULL : submission->markers;
    return code;
}

enum pfq_code people_facts(struct db *db, Pfq__V1__AssessmentRow *row, struct pfq_arena *arena,
                           struct pfq_err *err)
{
    struct found found = {0};
    enum pfq_code code = find(db, row, arena, &found, err);
    row->has_file_unknown = true;
    row->file_unknown = found.latest.sequence == 0;
    if (code != PFQ_OK || row->file_unknown) {
        return code;
    }
    bool known = found.assessed.sequence != 0;
    const struct db_counted *of = known ? &found.assessed : &found.latest;
    row->police_unit = (char *)(uintptr_t)of->police_unit;
    row->has_case_type = true;
    row->case_type = (Pfq__V1__CaseType)of->case_type;
    row->has_sequence = known;
    row->sequence = known ? of->sequence : 0;
    code = known ? add_failed(db, &found, row, arena, err) : PFQ_OK;
    return known && code == PFQ_OK ? add_markers(db, row, arena, err) : code;
}

enum pfq_code people_hearing(struct db *db, uint64_t sequence, struct pfq_arena *arena,
                             int64_t *at_ms, struct pfq_err *err)
{
    Pfq__V1__Submission *submission = NULL;
    enum pfq_code code = submission_of(db, sequence, arena, &submission, err);
    /* without it the file is due as if no hearing were known */
    *at_ms =
        submission != NULL && submission->has_first_hearing_at ? submission->first_hearing_at : 0;
    return code;
}
