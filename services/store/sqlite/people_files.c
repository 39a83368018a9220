/* people_files.c - what belongs to a file, people's figures, and rows that are due: see
 * db_people.h. */
#include "store/db_people.h"

#include <string.h>

#include "db_private.h"

enum pfq_code db_due_subjects(struct db *db, int64_t now_ms, size_t limit, struct pfq_arena *arena,
                              struct db_subject **out, size_t *count, struct pfq_err *err)
{
    *out = pfq_arena_new(arena, struct db_subject, limit);
    *count = 0;
    struct query q = query_begin(&db->engine, SQL_SUBJECTS_DUE);
    query_int(&q, now_ms);
    query_int(&q, (int64_t)limit);
    while (query_row(&q)) {
        (*out)[(*count)++] =
            (struct db_subject){.subject = (uint64_t)query_get_int(&q, 0),
                                .kind = (Pfq__V1__PeopleKind)query_get_int(&q, 1),
                                .name = pfq_arena_strdup(arena, query_get_text(&q, 2))};
    }
    return query_end(&q, err);
}

enum pfq_code db_read_chain(struct db *db, const Pfq__V1__FileRef *file, struct pfq_arena *arena,
                            uint64_t **out, size_t *count, struct pfq_err *err)
{
    enum {
        chain_max = 100 /* as the statement has it */
    };

    *out = pfq_arena_new(arena, uint64_t, chain_max);
    *count = 0;
    struct query q = query_begin(&db->engine, SQL_READ_FILE_CHAIN);
    query_text(&q, file->urn);
    query_text(&q, file->force);
    query_int(&q, file->file_type);
    while (*count < chain_max && query_row(&q)) {
        (*out)[(*count)++] = (uint64_t)query_get_int(&q, 0);
    }
    return query_end(&q, err);
}

enum pfq_code db_read_original(struct db *db, uint64_t sequence, struct pfq_arena *arena,
                               struct pfq_bytes *out, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_READ_ORIGINAL);
    query_int(&q, (int64_t)sequence);
    *out = query_row(&q) ? bytes_copy(query_get_blob(&q, 0), arena) : (struct pfq_bytes){0};
    return query_end(&q, err);
}

/* --- figures --------------------------------------------------------------------------- */

static void bind_cell(struct query *q, const struct db_cell *cell)
{
    query_text(q, cell->force);
    query_int(q, cell->day);
    query_text(q, cell->police_unit);
    query_int(q, cell->case_type);
    query_int(q, cell->file_type);
}

enum pfq_code db_read_assessed(struct db *db, const struct db_cell *cell, struct pfq_arena *arena,
                               struct pfq_bytes *counts, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_FIND_ASSESSED);
    bind_cell(&q, cell);
    *counts = query_row(&q) ? bytes_copy(query_get_blob(&q, 0), arena) : (struct pfq_bytes){0};
    return query_end(&q, err);
}

enum pfq_code db_write_assessed(struct db *db, const struct db_cell *cell, struct pfq_bytes counts,
                                struct pfq_err *err)
{
    struct query q =
        query_begin(&db->engine, counts.size > 0 ? SQL_PUT_ASSESSED : SQL_CLEAR_ASSESSED);
    bind_cell(&q, cell);
    if (counts.size > 0) {
        query_blob(&q, counts.data, counts.size);
    }
    return query_run(&q, err);
}

/* --- the activity log ------------------------------------------------------------------ */

enum pfq_code db_last_activity(struct db *db, uint8_t digest[PFQ_DIGEST_BYTES], struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_LAST_ACTIVITY);
    memset(digest, 0, PFQ_DIGEST_BYTES);
    if (query_row(&q)) {
        memcpy(digest, query_get_blob(&q, 0).data, PFQ_DIGEST_BYTES);
    }
    return query_end(&q, err);
}

enum pfq_code db_add_activity(struct db *db, int64_t at_ms, const char *text,
                              const uint8_t digest[PFQ_DIGEST_BYTES], struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_ADD_ACTIVITY);
    query_int(&q, at_ms);
    query_text(&q, text);
    query_blob(&q, digest, PFQ_DIGEST_BYTES);
    return query_run(&q, err);
}

enum pfq_code db_read_activity(struct db *db, db_on_activity *on_line, void *self,
                               struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_READ_ACTIVITY);
    while (query_row(&q)) {
        on_line(self, query_get_int(&q, 1), query_get_text(&q, 2), query_get_blob(&q, 3).data);
    }
    return query_end(&q, err);
}
