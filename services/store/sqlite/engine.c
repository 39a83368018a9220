/* engine.c - statements and transactions: see engine.h. */
#include "engine.h"

#include <errno.h>
#include <string.h>

#include "pfq/bug.h"

static enum pfq_code code_of(sqlite3 *handle, int result)
{
    switch (result & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return PFQ_E_DB_BUSY;
    case SQLITE_FULL:
        return PFQ_E_DB_FULL;
    case SQLITE_READONLY:
        return PFQ_E_DB_READONLY;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return PFQ_E_DB_OPEN;
    case SQLITE_CORRUPT:
        return PFQ_E_DB_CORRUPT;
    case SQLITE_NOTADB:
        return PFQ_E_DB_FOREIGN;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
        return PFQ_E_MALFORMED;
    default: /* a full disk shows as an I/O error where SQLite maps memory */
        return handle != NULL && sqlite3_system_errno(handle) == ENOSPC ? PFQ_E_DB_FULL
                                                                        : PFQ_E_DB_IO;
    }
}

enum pfq_code engine_fail(sqlite3 *handle, int result, const char *what, struct pfq_err *err)
{
    PFQ_ASSERT((result & 0xFF) != SQLITE_MISUSE);
    return pfq_fail(err, code_of(handle, result), "%s: %s", what, sqlite3_errstr(result));
}

struct query query_begin(struct engine *engine, enum sql_id id)
{
    PFQ_ASSERT(engine->statements[id] != NULL);
    return (struct query){.engine = engine, .statement = engine->statements[id], .id = id};
}

static void note(struct query *q, int result)
{
    if (q->result == SQLITE_OK) {
        q->result = result;
    }
}

void query_int(struct query *q, int64_t value)
{
    note(q, sqlite3_bind_int64(q->statement, ++q->bound, value));
}

void query_null(struct query *q)
{
    note(q, sqlite3_bind_null(q->statement, ++q->bound));
}

void query_text(struct query *q, const char *text)
{
    note(q,
         sqlite3_bind_text(q->statement, ++q->bound, text == NULL ? "" : text, -1, SQLITE_STATIC));
}

void query_blob(struct query *q, const void *data, size_t size)
{
    note(q, sqlite3_bind_blob64(q->statement, ++q->bound, data == NULL ? "" : data, size,
                                SQLITE_STATIC));
}

bool query_row(struct query *q)
{
    PFQ_ASSERT(q->bound == sqlite3_bind_parameter_count(q->statement));
    if (q->result == SQLITE_OK || q->result == SQLITE_ROW) {
        q->result = sqlite3_step(q->statement);
    }
    return q->result == SQLITE_ROW;
}

int64_t query_get_int(const struct query *q, int column)
{
    return sqlite3_column_int64(q->statement, column);
}

const char *query_get_text(const struct query *q, int column)
{
    const unsigned char *text = sqlite3_column_text(q->statement, column);
    return text == NULL ? "" : (const char *)text;
}

struct pfq_bytes query_get_blob(const struct query *q, int column)
{
    const void *data = sqlite3_column_blob(q->statement, column);
    return (struct pfq_bytes){data, (size_t)sqlite3_column_bytes(q->statement, column)};
}

enum pfq_code query_end(struct query *q, struct pfq_err *err)
{
    (void)sqlite3_reset(q->statement);
    if (q->result == SQLITE_OK || q->result == SQLITE_ROW || q->result == SQLITE_DONE) {
        return PFQ_OK;
    }
    return engine_fail(q->engine->handle, q->result, sql_statements[q->id].name, err);
}

enum pfq_code query_run(struct query *q, struct pfq_err *err)
{
    while (query_row(q)) {
    }
    return query_end(q, err);
}

enum pfq_code engine_begin(struct engine *engine, const char *sql, struct pfq_err *err)
{
    int result = sqlite3_exec(engine->handle, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? PFQ_OK : engine_fail(engine->handle, result, sql, err);
}

enum pfq_code engine_commit(struct engine *engine, struct pfq_err *err)
{
    int result = sqlite3_exec(engine->handle, "COMMIT", NULL, NULL, NULL);
    return result == SQLITE_OK ? PFQ_OK : engine_fail(engine->handle, result, "commit", err);
}

void engine_rollback(struct engine *engine)
{
    /* Some failures roll back by themselves, and a second one is then refused. */
    if (engine->handle != NULL && !sqlite3_get_autocommit(engine->handle)) {
        (void)sqlite3_exec(engine->handle, "ROLLBACK", NULL, NULL, NULL);
    }
}
