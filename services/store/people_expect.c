/* people_expect.c - see people_expect.h. */
#include "people_expect.h"

#include "people_facts.h"
#include "people_write.h"

#define KIND(name) PFQ__V1__PEOPLE_KIND__PEOPLE_KIND_##name

enum {
    SETTLE_CHUNK = 100
};

struct follow {
    struct db *db;
    int64_t wall_ms;
    const struct pfq_people_rules *rules;
    struct pfq_arena rows; /* of the chunk */
    struct pfq_arena one;  /* of one submission */
};

/* --- a duty ------------------------------------------------------------------------------ */

/* What came after its hearing has its days all the same: nobody could have been in time. */
static int64_t due_at(const struct follow *f, int process, int64_t received_at, int64_t hearing_at)
{
    int64_t due = received_at + f->rules->due_ms[process];
    bool before_hearing = process != PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE &&
                          hearing_at > received_at && hearing_at < due;
    return before_hearing ? hearing_at : due;
}

static enum pfq_code expect(struct follow *f, const struct db_counted *of, Pfq__V1__FileRef *file,
                            int process, struct pfq_err *err)
{
    struct db_subject subject;
    int64_t hearing_at = 0;
    Pfq__V1__ExpectedRow row = PFQ__V1__EXPECTED_ROW__INIT;
    const char *name = people_file_name(file, (Pfq__V1__AssessmentKind)process, NULL, &f->one);
    enum pfq_code code = db_find_subject(f->db, KIND(EXPECTED), name, &f->one, &subject, err);
    if (code != PFQ_OK || subject.subject != 0) {
        return code; /* its first submission made it */
    }
    code = people_hearing(f->db, of->sequence, &f->one, &hearing_at, err);
    if (code == PFQ_OK) {
        code = db_add_subject(f->db, &subject, err);
    }
    row.file = file;
    row.has_kind = row.has_received_at = row.has_due_at = row.has_case_type = row.has_month = true;
    row.kind = (Pfq__V1__AssessmentKind)process;
    row.received_at = of->received_at;
    row.due_at = due_at(f, process, of->received_at, hearing_at);
    row.has_hearing_at = hearing_at != 0;
    row.hearing_at = hearing_at;
    row.police_unit = (char *)(uintptr_t)of->police_unit;
    row.case_type = (Pfq__V1__CaseType)of->case_type;
    row.month = pfq_people_month(of->received_at);
    if (code == PFQ_OK) {
        code = people_write_expected(f->db, (struct pfq_bytes){0}, &subject, &row, &f->one, err);
    }
    return code == PFQ_OK ? people_fulfil(f->db, file, row.kind, &f->one, err) : code;
}

/* --- assessments of the file ---------------------------------------------------------------- */

static enum pfq_code fold_again(struct follow *f, const struct db_subject *which,
                                struct pfq_err *err)
{
    struct people_row row = {.subject = *which};
    enum pfq_code code = people_fold(f->db, f->rules, f->wall_ms, &f->one, &row, err);
    return code == PFQ_OK && row.subject.packed.data != NULL
               ? people_write(f->db, &row, &f->one, err)
               : code;
}

struct known {
    struct follow *f;
    Pfq__V1__FileType file_type;
    struct db_subject *found; /* SETTLE_CHUNK of them */
    size_t count;
};

static bool note(void *self, uint64_t subject, int64_t unused_place, int64_t unused_settles_at,
                 struct pfq_bytes packed)
{
    struct known *k = self;
    ProtobufCMessage *message = NULL;
    struct pfq_err damage = {0};
    (void)unused_place;
    (void)unused_settles_at;
    if (pfq_wire_trusted(&pfq__v1__assessment_row__descriptor, packed, &k->f->one, &message,
                         &damage) == PFQ_OK) {
        const Pfq__V1__AssessmentRow *row = (const Pfq__V1__AssessmentRow *)message;
        const char *name = people_file_name(row->file, row->kind, row->id, &k->f->one);
        if (row->file->file_type == k->file_type) {
            k->found[k->count++] =
                (struct db_subject){.subject = subject, .kind = KIND(ASSESSMENTS), .name = name};
        }
    }
    return k->count < SETTLE_CHUNK;
}

static enum pfq_code refresh(struct follow *f, const struct db_counted *of, struct pfq_err *err)
{
    struct known known = {.f = f,
                          .file_type = (Pfq__V1__FileType)of->file_type,
                          .found = pfq_arena_new(&f->one, struct db_subject, SETTLE_CHUNK)};
    struct db_people_wish wish = {.kind = KIND(ASSESSMENTS),
                                  .from = INT64_MIN,
                                  .to = INT64_MAX,
                                  .after_place = INT64_MIN,
                                  .force = of->force,
                                  .urn = of->urn,
                                  .unit = "",
                                  .police_unit = "",
                                  .id = "",
                                  .limit = SETTLE_CHUNK};
    enum pfq_code code = db_read_subjects(f->db, &wish, note, &known, err);
    for (size_t i = 0; code == PFQ_OK && i < known.count; i++) {
        code = fold_again(f, &known.found[i], err);
    }
    return code;
}

/* --- the transaction -------------------------------------------------------------------------- */

static enum pfq_code follow_one(struct follow *f, const struct db_counted *of, struct pfq_err *err)
{
    Pfq__V1__FileRef file = PFQ__V1__FILE_REF__INIT;
    enum pfq_code code = PFQ_OK;
    if (!of->urn_readable) {
        return PFQ_OK; /* nobody can say which file was assessed */
    }
    file.force = (char *)(uintptr_t)of->force;
    file.urn = (char *)(uintptr_t)of->urn;
    file.has_file_type = true;
    file.file_type = (Pfq__V1__FileType)of->file_type;
    for (int process = 1; code == PFQ_OK && process <= 3; process++) {
        if ((f->rules->eligible[process] & 1U << (unsigned)of->file_type) != 0) {
            code = expect(f, of, &file, process, err);
        }
    }
    return code == PFQ_OK ? refresh(f, of, err) : code;
}

static enum pfq_code follow_all(struct follow *f, uint64_t *up_to, struct pfq_err *err)
{
    struct db_counted *rows = NULL;
    size_t count = 0;
    uint64_t after = 0;
    enum pfq_code code = db_read_progress(f->db, "expected", &after, err);
    if (code == PFQ_OK) {
        code = db_next_counted(f->db, after, EXPECT_CHUNK, &f->rows, &rows, &count, err);
    }
    *up_to = after;
    for (size_t i = 0; code == PFQ_OK && i < count; i++) {
        code = follow_one(f, &rows[i], err);
        *up_to = rows[i].sequence;
        pfq_arena_reset(&f->one);
    }
    return code == PFQ_OK && count > 0 ? db_write_progress(f->db, "expected", *up_to, err) : code;
}

static void begin(struct follow *f, struct db *db, const struct pfq_people_rules *rules,
                  int64_t wall_ms)
{
    *f = (struct follow){.db = db, .rules = rules, .wall_ms = wall_ms};
    pfq_arena_open(&f->rows);
    pfq_arena_open(&f->one);
}

static enum pfq_code finish(struct follow *f, enum pfq_code code, struct pfq_err *err)
{
    pfq_arena_close(&f->rows);
    pfq_arena_close(&f->one);
    if (code == PFQ_OK) {
        code = db_commit(f->db, err);
    }
    if (code != PFQ_OK) {
        db_rollback(f->db);
    }
    return code;
}

enum pfq_code people_expect(struct db *db, const struct pfq_people_rules *rules, int64_t wall_ms,
                            uint64_t *up_to, struct pfq_err *err)
{
    struct follow f;
    uint64_t reached = 0;
    enum pfq_code code = db_begin(db, err);
    if (code != PFQ_OK) {
        return code;
    }
    begin(&f, db, rules, wall_ms);
    code = finish(&f, follow_all(&f, &reached, err), err);
    *up_to = code == PFQ_OK ? reached : *up_to;
    return code;
}

static enum pfq_code settle_all(struct follow *f, size_t *count, struct pfq_err *err)
{
    struct db_subject *due = NULL;
    enum pfq_code code =
        db_due_subjects(f->db, f->wall_ms, SETTLE_CHUNK, &f->rows, &due, count, err);
    for (size_t i = 0; code == PFQ_OK && i < *count; i++) {
        code = fold_again(f, &due[i], err);
        pfq_arena_reset(&f->one);
    }
    return code;
}

enum pfq_code people_settle(struct db *db, const struct pfq_people_rules *rules, int64_t wall_ms,
                            size_t *count, struct pfq_err *err)
{
    struct follow f;
    *count = 0;
    enum pfq_code code = db_begin(db, err);
    if (code != PFQ_OK) {
        return code;
    }
    begin(&f, db, rules, wall_ms);
    return finish(&f, settle_all(&f, count, err), err);
}
