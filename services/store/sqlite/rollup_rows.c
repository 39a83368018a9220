/* rollup_rows.c - cells, codes and how far they are counted: see db.h. */
#include <string.h>

#include "db_private.h"

static const char *text_of(const struct query *q, int column, struct pfq_arena *arena)
{
    return pfq_arena_strdup(arena, query_get_text(q, column));
}

/* Columns of next_to_count.sql. */
static void counted_read(const struct query *q, struct pfq_arena *arena, struct db_counted *out)
{
    *out = (struct db_counted){
        .sequence = (uint64_t)query_get_int(q, 0),
        .force = text_of(q, 1, arena),
        .urn = text_of(q, 2, arena),
        .urn_readable = query_get_int(q, 3) != 0,
        .file_type = (int)query_get_int(q, 4),
        .breach_date = (int32_t)query_get_int(q, 5),
        .ordinal = (uint32_t)query_get_int(q, 6),
        .police_unit = text_of(q, 7, arena),
        .case_type = (int)query_get_int(q, 8),
        .received_at = query_get_int(q, 9),
        .catalogue = query_get_int(q, 10),
        .judged = bytes_copy(query_get_blob(q, 11), arena),
    };
}

/* Half of a bounded arena is the caller's, to work on what was read. */
static bool has_room(const struct pfq_arena *arena)
{
    return arena->grows || arena->used < arena->size / 2;
}

enum pfq_code db_next_counted(struct db *db, uint64_t after, size_t limit, struct pfq_arena *arena,
                              struct db_counted **out, size_t *count, struct pfq_err *err)
{
    *out = pfq_arena_new(arena, struct db_counted, limit);
    *count = 0;
    struct query q = query_begin(&db->engine, SQL_NEXT_TO_COUNT);
    query_int(&q, (int64_t)after);
    query_int(&q, (int64_t)limit);
    while (*count < limit && has_room(arena) && query_row(&q)) {
        counted_read(&q, arena, &(*out)[(*count)++]);
    }
    return query_end(&q, err);
}

enum pfq_code db_find_counted(struct db *db, uint64_t sequence, struct pfq_arena *arena,
                              struct db_counted *out, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_ONE_TO_COUNT);
    query_int(&q, (int64_t)sequence);
    bool found = query_row(&q);
    if (found) {
        counted_read(&q, arena, out);
    }
    enum pfq_code code = query_end(&q, err);
    if (code == PFQ_OK && !found) {
        return pfq_fail(err, PFQ_E_MALFORMED, "submission %llu is gone",
                        (unsigned long long)sequence);
    }
    return code;
}

static void bind_file(struct query *q, const struct db_counted *of)
{
    query_text(q, of->urn);
    query_text(q, of->force);
    query_int(q, of->file_type);
    query_int(q, of->breach_date);
}

enum pfq_code db_find_ends(struct db *db, const struct db_counted *of, struct db_ends *ends,
                           struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_FIND_FILE);
    bind_file(&q, of);
    *ends = (struct db_ends){0};
    if (query_row(&q)) {
        ends->first = (uint64_t)query_get_int(&q, 2);
        ends->final = (uint64_t)query_get_int(&q, 3);
    }
    return query_end(&q, err);
}

enum pfq_code db_write_ends(struct db *db, const struct db_counted *of, const struct db_ends *ends,
                            struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_SET_ENDS);
    query_int(&q, (int64_t)ends->first);
    query_int(&q, (int64_t)ends->final);
    bind_file(&q, of);
    return query_run(&q, err);
}

enum pfq_code db_intern(struct db *db, enum db_code_kind kind, const char *name, uint32_t *code,
                        struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_FIND_CODE);
    query_int(&q, kind);
    query_text(&q, name);
    bool found = query_row(&q);
    *code = found ? (uint32_t)query_get_int(&q, 0) : 0;
    enum pfq_code result = query_end(&q, err);
    if (result != PFQ_OK || found) {
        return result;
    }
    q = query_begin(&db->engine, SQL_ADD_CODE);
    query_int(&q, kind);
    query_text(&q, name);
    result = query_run(&q, err);
    *code = (uint32_t)sqlite3_last_insert_rowid(db->engine.handle);
    return result;
}

static void bind_cell(struct query *q, const struct db_cell *cell)
{
    query_text(q, cell->force);
    query_int(q, cell->day);
    query_text(q, cell->police_unit);
    query_int(q, cell->case_type);
    query_int(q, cell->file_type);
    query_int(q, cell->series);
}

enum pfq_code db_read_cell(struct db *db, const struct db_cell *cell, struct pfq_arena *arena,
                           struct pfq_bytes *counts, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_FIND_CELL);
    bind_cell(&q, cell);
    *counts = query_row(&q) ? bytes_copy(query_get_blob(&q, 0), arena) : (struct pfq_bytes){0};
    return query_end(&q, err);
}

enum pfq_code db_write_cell(struct db *db, const struct db_cell *cell, struct pfq_bytes counts,
                            struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, counts.size > 0 ? SQL_PUT_CELL : SQL_CLEAR_CELL);
    bind_cell(&q, cell);
    if (counts.size > 0) {
        query_blob(&q, counts.data, counts.size);
    }
    return query_run(&q, err);
}

enum pfq_code db_clear_cells(struct db *db, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_CLEAR_CELLS);
    return query_run(&q, err);
}

enum pfq_code db_read_cells(struct db *db, const char *force, int32_t from, int32_t to,
                            db_on_cell *on_cell, void *self, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_READ_CELLS);
    query_text(&q, force);
    query_int(&q, from);
    query_int(&q, to);
    while (query_row(&q)) {
        struct db_cell cell = {.force = force,
                               .day = (int32_t)query_get_int(&q, 0),
                               .police_unit = query_get_text(&q, 1),
                               .case_type = (int)query_get_int(&q, 2),
                               .file_type = (int)query_get_int(&q, 3),
                               .series = (enum db_series)query_get_int(&q, 4)};
        on_cell(self, &cell, query_get_blob(&q, 5));
    }
    return query_end(&q, err);
}

enum pfq_code db_read_progress(struct db *db, const char *name, uint64_t *up_to,
                               struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_FIND_PROGRESS);
    query_text(&q, name);
    *up_to = query_row(&q) ? (uint64_t)query_get_int(&q, 0) : 0;
    return query_end(&q, err);
}

enum pfq_code db_write_progress(struct db *db, const char *name, uint64_t up_to,
                                struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_PUT_PROGRESS);
    query_text(&q, name);
    query_int(&q, (int64_t)up_to);
    return query_run(&q, err);
}
