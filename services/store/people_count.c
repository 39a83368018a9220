/* people_count.c - see people_count.h. */
#include "people_count.h"

#include <string.h>

#include "pfq/clock.h"
#include "tally.h"

enum {
    NAMES_MAX = 80 /* themes and reason codes */
};

/* What one row counts: names in one cell. */
struct share {
    struct db_cell cell;

    struct {
        enum db_code_kind kind;
        const char *name;
        bool failing;
    } names[NAMES_MAX];

    size_t count; /* 0: nothing */
};

static void add_name(struct share *share, enum db_code_kind kind, const char *name, bool failing)
{
    if (name != NULL && share->count < NAMES_MAX) {
        share->names[share->count].kind = kind;
        share->names[share->count].name = name;
        share->names[share->count++].failing = failing;
    }
}

static struct db_cell cell_of(const Pfq__V1__FileRef *file, int64_t at_ms, const char *police_unit,
                              protobuf_c_boolean has_case_type, Pfq__V1__CaseType case_type)
{
    return (struct db_cell){.force = file->force,
                            .day = pfq_london_date(at_ms),
                            .police_unit = police_unit == NULL ? "" : police_unit,
                            .case_type = has_case_type ? (int)case_type : 0,
                            .file_type = (int)file->file_type};
}

static bool fails(const Pfq__V1__AssessmentRow *row, int theme, const char *reason)
{
    for (size_t i = 0; i < row->n_failures; i++) {
        const Pfq__V1__FailureRow *f = row->failures[i];
        bool meant = reason != NULL ? f->reason != NULL && strcmp(f->reason, reason) == 0
                                    : (int)f->theme == theme;
        if (meant && pfq_people_stands(f->standing)) {
            return true;
        }
    }
    return false;
}

static bool is_triage(const Pfq__V1__AssessmentRow *row)
{
    return row->kind == PFQ__V1__ASSESSMENT_KIND__ASSESSMENT_KIND_TRIAGE;
}

bool people_assessed_same(const Pfq__V1__AssessmentRow *a, const Pfq__V1__AssessmentRow *b)
{
    return is_triage(a) == is_triage(b) && a->file->file_type == b->file->file_type &&
           strcmp(a->file->force, b->file->force) == 0 && strcmp(a->file->urn, b->file->urn) == 0;
}

static int by_time(const Pfq__V1__AssessmentRow *a, const Pfq__V1__AssessmentRow *b)
{
    int order = (a->assessed_at > b->assessed_at) - (a->assessed_at < b->assessed_at);
    order = order != 0 ? order : (int)a->kind - (int)b->kind;
    return order != 0 ? order : strcmp(a->id, b->id);
}

void people_assessed_add(struct people_assessed *all, const Pfq__V1__AssessmentRow *row)
{
    if (row->withdrawn || !row->has_outcome || row->file_unknown) {
        return;
    }
    all->first = all->first == NULL || by_time(row, all->first) < 0 ? row : all->first;
    all->latest = all->latest == NULL || by_time(row, all->latest) > 0 ? row : all->latest;
}

static void share_of_assessed(const struct people_assessed *all, struct share *out)
{
    const Pfq__V1__AssessmentRow *first = all->first;
    const Pfq__V1__AssessmentRow *row = all->latest;
    out->count = 0;
    if (row == NULL) {
        return;
    }
    bool triage = is_triage(row);
    const ProtobufCEnumDescriptor *themes = &pfq__v1__theme__descriptor;
    out->cell = cell_of(first->file, first->assessed_at, first->police_unit, first->has_case_type,
                        first->case_type);
    for (unsigned i = 0; i < themes->n_values; i++) {
        int theme = themes->values[i].value;
        if (theme != PFQ__V1__THEME__THEME_UNSPECIFIED) {
            add_name(out, triage ? DB_CODE_TRIAGE_THEME : DB_CODE_ASSESSED_THEME,
                     pfq_enum_name(themes, theme), fails(row, theme, NULL));
        }
    }
    for (size_t i = 0; pfq_people_reason_at(i) != NULL; i++) {
        const char *reason = pfq_people_reason_at(i);
        if (pfq_people_reason_of(reason, row->kind)) {
            add_name(out, triage ? DB_CODE_TRIAGE_REASON : DB_CODE_ASSESSED_REASON, reason,
                     fails(row, 0, reason));
        }
    }
}

static void share_of_expected(const Pfq__V1__ExpectedRow *row, struct share *out)
{
    out->count = 0;
    if (row != NULL) {
        out->cell = cell_of(row->file, row->received_at, row->police_unit, row->has_case_type,
                            row->case_type);
        add_name(out, DB_CODE_EXPECTED,
                 pfq_enum_name(&pfq__v1__assessment_kind__descriptor, (int)row->kind),
                 !row->has_done_at);
    }
}

static bool same_cell(const struct db_cell *a, const struct db_cell *b)
{
    return strcmp(a->force, b->force) == 0 && a->day == b->day &&
           strcmp(a->police_unit, b->police_unit) == 0 && a->case_type == b->case_type &&
           a->file_type == b->file_type;
}

static bool same_share(const struct share *a, const struct share *b)
{
    bool same = a->count == b->count && (a->count == 0 || same_cell(&a->cell, &b->cell));
    for (size_t i = 0; same && i < a->count; i++) {
        same = a->names[i].kind == b->names[i].kind && a->names[i].failing == b->names[i].failing &&
               strcmp(a->names[i].name, b->names[i].name) == 0;
    }
    return same;
}

static enum pfq_code add_up(struct db *db, const struct share *share, int sign, struct tally *tally,
                            struct pfq_err *err)
{
    for (size_t i = 0; i < share->count; i++) {
        uint32_t number = 0;
        enum pfq_code code =
            db_intern(db, share->names[i].kind, share->names[i].name, &number, err);
        if (code != PFQ_OK) {
            return code;
        }
        if (number >= TALLY_CODES) {
            return pfq_fail(err, PFQ_E_MALFORMED, "more than %d names to count", TALLY_CODES);
        }
        tally_add(tally, number, sign, share->names[i].failing ? sign : 0);
    }
    return PFQ_OK;
}

static enum pfq_code count(struct db *db, const struct share *share, int sign,
                           struct pfq_arena *scratch, struct pfq_err *err)
{
    struct pfq_bytes packed;
    if (share->count == 0) {
        return PFQ_OK;
    }
    struct tally *tally = pfq_arena_new(scratch, struct tally, 1);
    enum pfq_code code = db_read_assessed(db, &share->cell, scratch, &packed, err);
    if (code == PFQ_OK && !tally_unpack(tally, packed, 1)) {
        return pfq_fail(err, PFQ_E_DB_CORRUPT, "figures of force %s", share->cell.force);
    }
    if (code == PFQ_OK) {
        code = add_up(db, share, sign, tally, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    if (!tally_pack(tally, scratch, &packed)) {
        return pfq_fail(err, PFQ_E_DB_CORRUPT, "figures of force %s are below zero",
                        share->cell.force);
    }
    return db_write_assessed(db, &share->cell, packed, err);
}

static enum pfq_code move(struct db *db, const struct share *before, const struct share *now,
                          struct pfq_arena *scratch, struct pfq_err *err)
{
    if (same_share(before, now)) {
        return PFQ_OK;
    }
    enum pfq_code code = count(db, before, -1, scratch, err);
    return code == PFQ_OK ? count(db, now, 1, scratch, err) : code;
}

enum pfq_code people_count_assessed(struct db *db, const struct people_assessed *before,
                                    const struct people_assessed *now, struct pfq_arena *scratch,
                                    struct pfq_err *err)
{
    struct share shares[2];
    share_of_assessed(before, &shares[0]);
    share_of_assessed(now, &shares[1]);
    return move(db, &shares[0], &shares[1], scratch, err);
}

enum pfq_code people_count_expected(struct db *db, const Pfq__V1__ExpectedRow *before,
                                    const Pfq__V1__ExpectedRow *now, struct pfq_arena *scratch,
                                    struct pfq_err *err)
{
    struct share shares[2];
    share_of_expected(before, &shares[0]);
    share_of_expected(now, &shares[1]);
    return move(db, &shares[0], &shares[1], scratch, err);
}
