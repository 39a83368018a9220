/* people_write.c - see people_write.h. */
#include "people_write.h"

#include <string.h>

#include "job.h"
#include "people_count.h"

enum {
    OF_FILE_MAX = 10000 /* assessments or reviews of one case: more than there ever are */
};

#define KIND(name) PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name

static enum pfq_code unpack(const ProtobufCMessageDescriptor *type, struct pfq_bytes packed,
                            struct pfq_arena *scratch, ProtobufCMessage **out, struct pfq_err *err)
{
    *out = NULL;
    return packed.data == NULL ? PFQ_OK : pfq_wire_trusted(type, packed, scratch, out, err);
}

/* --- a file that ought to be assessed -------------------------------------------------- */

enum pfq_code people_write_expected(struct db *db, struct pfq_bytes before,
                                    struct db_subject *subject, const Pfq__V1__ExpectedRow *row,
                                    struct pfq_arena *scratch, struct pfq_err *err)
{
    ProtobufCMessage *old = NULL;
    subject->force = row->file->force;
    subject->urn = row->file->urn;
    subject->process = (int)row->kind;
    subject->unit = row->unit;
    subject->police_unit = row->police_unit;
    subject->place = row->received_at;
    subject->open = !row->has_done_at;
    subject->packed = job_pack(&row->base, scratch);
    enum pfq_code code = unpack(&pfq__v1__expected_row__descriptor, before, scratch, &old, err);
    if (code == PFQ_OK) {
        code = db_write_subject(db, subject, err);
    }
    return code == PFQ_OK
               ? people_count_expected(db, (const Pfq__V1__ExpectedRow *)old, row, scratch, err)
               : code;
}

struct first {
    struct pfq_arena *scratch;
    const Pfq__V1__AssessmentRow *row; /* NULL: none was done */
    Pfq__V1__FileType file_type;
};

static bool look_at(void *self, uint64_t unused_subject, int64_t unused_place,
                    int64_t unused_settles_at, struct pfq_bytes packed)
{
    struct first *first = self;
    ProtobufCMessage *message = NULL;
    struct pfq_err damage = {0};
    (void)unused_subject;
    (void)unused_place;
    (void)unused_settles_at;
    if (pfq_wire_trusted(&pfq__v1__assessment_row__descriptor, packed, first->scratch, &message,
                         &damage) == PFQ_OK) {
        const Pfq__V1__AssessmentRow *row = (const Pfq__V1__AssessmentRow *)message;
        first->row = !row->withdrawn && row->file->file_type == first->file_type ? row : NULL;
    }
    return first->row == NULL;
}

/* The unit that the latest review of the file names: it owes the assessment, too. */
struct owner {
    struct pfq_arena *scratch;
    const char *unit; /* NULL: none was named */
    Pfq__V1__FileType file_type;
};

static bool look_at_review(void *self, uint64_t unused_subject, int64_t unused_place,
                           int64_t unused_settles_at, struct pfq_bytes packed)
{
    struct owner *owner = self;
    ProtobufCMessage *message = NULL;
    struct pfq_err damage = {0};
    (void)unused_subject;
    (void)unused_place;
    (void)unused_settles_at;
    if (pfq_wire_trusted(&pfq__v1__review_row__descriptor, packed, owner->scratch, &message,
                         &damage) == PFQ_OK) {
        const Pfq__V1__ReviewRow *row = (const Pfq__V1__ReviewRow *)message;
        bool names = row->file->file_type == owner->file_type && row->review->unit != NULL;
        owner->unit = names ? row->review->unit : owner->unit;
    }
    return true;
}

static enum pfq_code read_of_file(struct db *db, Pfq__V1__PeopleKind kind,
                                  const Pfq__V1__FileRef *file, int process,
                                  db_on_subject *on_subject, void *self, struct pfq_err *err)
{
    struct db_people_wish wish = {.kind = kind,
                                  .from = INT64_MIN,
                                  .to = INT64_MAX,
                                  .after_place = INT64_MIN,
                                  .force = file->force,
                                  .urn = file->urn,
                                  .unit = "",
                                  .police_unit = "",
                                  .id = "",
                                  .process = process,
                                  .limit = OF_FILE_MAX};
    return db_read_subjects(db, &wish, on_subject, self, err);
}

enum pfq_code people_fulfil(struct db *db, const Pfq__V1__FileRef *file,
                            Pfq__V1__AssessmentKind process, struct pfq_arena *scratch,
                            struct pfq_err *err)
{
    struct db_subject subject;
    ProtobufCMessage *message = NULL;
    struct first first = {.scratch = scratch, .file_type = file->file_type};
    struct owner owner = {.scratch = scratch, .file_type = file->file_type};
    const char *name = people_file_name(file, process, NULL, scratch);
    enum pfq_code code = db_find_subject(db, KIND(EXPECTED), name, scratch, &subject, err);
    if (code != PFQ_OK || subject.packed.data == NULL) {
        return code;
    }
    code = unpack(&pfq__v1__expected_row__descriptor, subject.packed, scratch, &message, err);
    if (code == PFQ_OK) {
        code = read_of_file(db, KIND(ASSESSMENTS), file, (int)process, look_at, &first, err);
    }
    if (code == PFQ_OK) {
        code = read_of_file(db, KIND(REVIEWS), file, 0, look_at_review, &owner, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    Pfq__V1__ExpectedRow row = *(const Pfq__V1__ExpectedRow *)message;
    row.has_done_at = first.row != NULL;
    row.done_at = first.row == NULL ? 0 : first.row->assessed_at;
    row.by = first.row == NULL ? NULL : first.row->by;
    row.unit = (char *)(uintptr_t)(first.row == NULL ? owner.unit : first.row->unit);
    return people_write_expected(db, subject.packed, &subject, &row, scratch, err);
}

/* --- what people said -------------------------------------------------------------------- */

/* The assessments of the file of `now` as they are stored, and with `now` in its place. */
struct beside {
    struct pfq_arena *scratch;
    const Pfq__V1__AssessmentRow *now;
    struct people_assessed before;
    struct people_assessed after;
};

static bool look_beside(void *self, uint64_t unused_subject, int64_t unused_place,
                        int64_t unused_settles_at, struct pfq_bytes packed)
{
    struct beside *b = self;
    ProtobufCMessage *message = NULL;
    struct pfq_err damage = {0};
    (void)unused_subject;
    (void)unused_place;
    (void)unused_settles_at;
    if (pfq_wire_trusted(&pfq__v1__assessment_row__descriptor, packed, b->scratch, &message,
                         &damage) != PFQ_OK) {
        return true;
    }
    const Pfq__V1__AssessmentRow *row = (const Pfq__V1__AssessmentRow *)message;
    if (people_assessed_same(row, b->now)) {
        people_assessed_add(&b->before, row);
        if (row->kind != b->now->kind || strcmp(row->id, b->now->id) != 0) {
            people_assessed_add(&b->after, row);
        }
    }
    return true;
}

static enum pfq_code write_assessment(struct db *db, const struct people_row *row,
                                      struct pfq_arena *scratch, struct pfq_err *err)
{
    const Pfq__V1__AssessmentRow *now = &row->assessment;
    struct beside beside = {.scratch = scratch, .now = now};
    enum pfq_code code =
        read_of_file(db, KIND(ASSESSMENTS), now->file, 0, look_beside, &beside, err);
    people_assessed_add(&beside.after, now);
    if (code == PFQ_OK) {
        code = db_write_subject(db, &row->subject, err);
    }
    if (code == PFQ_OK) {
        code = people_count_assessed(db, &beside.before, &beside.after, scratch, err);
    }
    return code == PFQ_OK ? people_fulfil(db, now->file, now->kind, scratch, err) : code;
}

enum pfq_code people_write(struct db *db, const struct people_row *row, struct pfq_arena *scratch,
                           struct pfq_err *err)
{
    if (row->subject.kind == KIND(ASSESSMENTS)) {
        return write_assessment(db, row, scratch, err);
    }
    enum pfq_code code = db_write_subject(db, &row->subject, err);
    for (int process = 1; row->subject.kind == KIND(REVIEWS) && process <= 3; process++) {
        code = code == PFQ_OK ? people_fulfil(db, row->review.file,
                                              (Pfq__V1__AssessmentKind)process, scratch, err)
                              : code;
    }
    return code;
}
