/* read.c - mailboxes, cases, catalogues, figures: see db.h.
 *
 * Rows are collected until their number or their bytes reach a bound, so that a page
 * always fits a frame and a read transaction stays short. */
#include <stdio.h>
#include <string.h>

#include "db_private.h"

enum {
    ROWS_MAX = 500
};

/* Columns of a Stored, and in a mailbox two more. */
enum {
    KIND_COLUMN = 13,
    TOLD_COLUMN = 14
};

/* What an item of a mailbox tells of that is no submission. */
static struct pfq_bytes told_of(const struct query *q)
{
    bool may = q->id == SQL_READ_MAILBOX;
    return may ? query_get_blob(q, TOLD_COLUMN) : (struct pfq_bytes){0};
}

/* A row larger than the room goes alone, or reading could never pass it. */
static bool add_row(const struct query *q, size_t *room, struct pfq_arena *arena,
                    Pfq__V1__StoreRows *rows)
{
    struct pfq_bytes told = told_of(q);
    size_t size = stored_bytes(q, 0) + told.size;
    if (rows->n_rows > 0 && size > *room) {
        return false;
    }
    *room -= size < *room ? size : *room;
    Pfq__V1__Stored *row = pfq_arena_try(arena, sizeof *row, alignof(Pfq__V1__Stored));
    bool read = row != NULL &&
                (told.size > 0
                     ? stored_read_told(q, 0, (Pfq__V1__FeedbackKind)query_get_int(q, KIND_COLUMN),
                                        told, arena, row)
                     : stored_read(q, 0, arena, row));
    if (!read) {
        return false;
    }
    rows->rows[rows->n_rows++] = row;
    return true;
}

/* One row more than `limit` was asked for, to know whether there are more. */
static enum pfq_code collect(struct query *q, uint32_t limit, size_t room, struct pfq_arena *arena,
                             Pfq__V1__StoreRows *rows, struct pfq_err *err)
{
    rows->rows =
        pfq_arena_try(arena, limit * sizeof(Pfq__V1__Stored *), alignof(Pfq__V1__Stored *));
    rows->n_rows = 0;
    rows->has_more = true;
    rows->more = false;
    while (query_row(q)) {
        if (rows->rows == NULL || rows->n_rows == limit || !add_row(q, &room, arena, rows)) {
            rows->more = true;
            break;
        }
    }
    return query_end(q, err);
}

static uint32_t bounded(protobuf_c_boolean given, uint32_t limit)
{
    return !given || limit > ROWS_MAX ? ROWS_MAX : limit;
}

static enum pfq_code where_stands(struct db *db, const Pfq__V1__MailboxRead *request,
                                  Pfq__V1__StoreRows *rows, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_FIND_FORCE);
    query_text(&q, request->force);
    rows->has_last_number = true;
    rows->last_number = query_row(&q) ? (uint64_t)query_get_int(&q, 1) : 0;
    enum pfq_code code = query_end(&q, err);
    if (code != PFQ_OK) {
        return code;
    }
    q = query_begin(&db->engine, SQL_FIND_POSITION);
    query_text(&q, request->force);
    query_text(&q, request->consumer);
    rows->has_acknowledged = true;
    rows->acknowledged = query_row(&q) ? (uint64_t)query_get_int(&q, 0) : 0;
    return query_end(&q, err);
}

enum pfq_code db_read_mailbox(struct db *db, const Pfq__V1__MailboxRead *request, size_t room,
                              struct pfq_arena *arena, Pfq__V1__StoreRows *rows,
                              struct pfq_err *err)
{
    enum pfq_code code = where_stands(db, request, rows, err);
    if (code != PFQ_OK) {
        return code;
    }
    uint64_t after = request->has_after ? request->after : rows->acknowledged;
    uint32_t limit = bounded(request->has_limit, request->limit);
    struct query q = query_begin(&db->engine, SQL_READ_MAILBOX);
    query_text(&q, request->force);
    query_int(&q, after > INT64_MAX ? INT64_MAX : (int64_t)after);
    query_int(&q, (int64_t)limit + 1);
    return collect(&q, limit, room, arena, rows, err);
}

static void reverse(Pfq__V1__StoreRows *rows)
{
    for (size_t i = 0; i < rows->n_rows / 2; i++) {
        Pfq__V1__Stored *row = rows->rows[i];
        rows->rows[i] = rows->rows[rows->n_rows - 1 - i];
        rows->rows[rows->n_rows - 1 - i] = row;
    }
}

enum pfq_code db_read_case(struct db *db, const Pfq__V1__CaseRead *request, size_t room,
                           struct pfq_arena *arena, Pfq__V1__StoreRows *rows, struct pfq_err *err)
{
    enum {
        canonical_chars = 11
    };

    uint32_t limit = bounded(request->has_limit, request->limit);
    const char *from = request->urn == NULL ? "" : request->urn;
    char to[canonical_chars + 2] = "";
    /* eleven characters stand for every suffix too; '~' comes after all that a URN holds */
    bool any_suffix = strlen(from) == canonical_chars;
    if (any_suffix) {
        (void)snprintf(to, sizeof to, "%s~", from);
    }
    struct query q = query_begin(&db->engine, SQL_READ_CASE);
    query_text(&q, from);
    query_text(&q, any_suffix ? to : from);
    query_int(&q, (int64_t)limit + 1);
    enum pfq_code code = collect(&q, limit, room, arena, rows, err);
    reverse(rows); /* the newest were kept; they are given oldest first */
    return code;
}

enum pfq_code db_read_file(struct db *db, uint64_t sequence, struct pfq_arena *arena,
                           Pfq__V1__StoredFile **out, struct pfq_err *err)
{
    Pfq__V1__StoredFile *file = pfq_arena_new(arena, Pfq__V1__StoredFile, 1);
    pfq__v1__stored_file__init(file);
    file->stored = pfq_arena_new(arena, Pfq__V1__Stored, 1);
    struct query q = query_begin(&db->engine, SQL_READ_FILE);
    query_int(&q, (int64_t)sequence);
    bool found = query_row(&q);
    bool room = found && stored_read(&q, 0, arena, file->stored) &&
                blob_copy(query_get_blob(&q, 13), arena, &file->original);
    file->has_original = room;
    *out = file;
    enum pfq_code code = query_end(&q, err);
    if (code == PFQ_OK && !room) {
        return pfq_fail(err, found ? PFQ_E_TOO_LARGE : PFQ_E_NOT_FOUND, "submission %llu",
                        (unsigned long long)sequence);
    }
    return code;
}

static enum pfq_code one_blob(struct query *q, struct pfq_arena *arena, struct pfq_bytes *out,
                              struct pfq_err *err)
{
    *out = (struct pfq_bytes){0};
    if (query_row(q)) {
        *out = bytes_copy(query_get_blob(q, 0), arena);
    }
    return query_end(q, err);
}

enum pfq_code db_read_catalogue(struct db *db, struct pfq_bytes digest, struct pfq_arena *arena,
                                struct pfq_bytes *out, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_READ_CATALOGUE);
    query_blob(&q, digest.data, digest.size);
    return one_blob(&q, arena, out, err);
}

enum pfq_code db_read_catalogue_row(struct db *db, int64_t catalogue, struct pfq_arena *arena,
                                    struct pfq_bytes *out, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_READ_CATALOGUE_ROW);
    query_int(&q, catalogue);
    return one_blob(&q, arena, out, err);
}

static Pfq__V1__ForceStatus *force_status(const struct query *q, struct pfq_arena *arena)
{
    Pfq__V1__ForceStatus *row = pfq_arena_new(arena, Pfq__V1__ForceStatus, 1);
    pfq__v1__force_status__init(row);
    row->force = pfq_arena_strdup(arena, query_get_text(q, 0));
    row->has_last_number = true;
    row->last_number = (uint64_t)query_get_int(q, 2);
    row->has_last_received_at = true;
    row->last_received_at = query_get_int(q, 3);
    row->has_unread = true;
    row->unread = (uint64_t)query_get_int(q, 4);
    return row;
}

static enum pfq_code read_forces(struct db *db, struct pfq_arena *arena, bool with_forces,
                                 Pfq__V1__ServiceStatus *out, struct pfq_err *err)
{
    struct query q = query_begin(&db->engine, SQL_READ_FORCES);
    out->forces = pfq_arena_new(arena, Pfq__V1__ForceStatus *, DB_FORCES_MAX);
    while (query_row(&q) && out->n_forces < DB_FORCES_MAX) {
        out->submissions += (uint64_t)query_get_int(&q, 1);
        if (with_forces) {
            out->forces[out->n_forces++] = force_status(&q, arena);
        }
    }
    return query_end(&q, err);
}

enum pfq_code db_read_figures(struct db *db, struct pfq_arena *arena, bool with_forces,
                              Pfq__V1__ServiceStatus *out, struct pfq_err *err)
{
    out->has_submissions = true;
    out->submissions = 0;
    out->n_forces = 0;
    enum pfq_code code = read_forces(db, arena, with_forces, out, err);
    if (code != PFQ_OK) {
        return code;
    }
    struct query q = query_begin(&db->engine, SQL_LAST_SEQUENCE);
    out->has_last_commit_at = query_row(&q);
    out->last_commit_at = out->has_last_commit_at ? query_get_int(&q, 1) : 0;
    code = query_end(&q, err);
    if (code != PFQ_OK) {
        return code;
    }
    out->outbox = pfq_arena_new(arena, Pfq__V1__OutboxStatus, 1);
    pfq__v1__outbox_status__init(out->outbox);
    return db_read_outbox(db, out->outbox, err);
}
