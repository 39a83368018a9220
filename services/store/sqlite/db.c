/* db.c - connections and transactions: see db.h. */
#include <stdlib.h>
#include <string.h>

#include "db_private.h"

static enum pfq_code open_home(const char *path, enum sql_home home, bool writable, struct db **out,
                               struct pfq_err *err)
{
    *out = NULL;
    struct db *db = calloc(1, sizeof *db);
    if (db == NULL) {
        return pfq_fail(err, PFQ_E_IO, "no memory for a connection");
    }
    enum pfq_code code = engine_open(&db->engine, path, home, writable, err);
    if (code != PFQ_OK) {
        free(db);
        return code;
    }
    *out = db;
    return PFQ_OK;
}

enum pfq_code db_open(const char *path, enum db_access access, struct db **out, struct pfq_err *err)
{
    return open_home(path, SQL_HOME_MAIN, access == DB_WRITE, out, err);
}

enum pfq_code db_quarantine_open(const char *path, struct db **out, struct pfq_err *err)
{
    return open_home(path, SQL_HOME_QUARANTINE, true, out, err);
}

void db_close(struct db *db)
{
    if (db != NULL) {
        engine_close(&db->engine);
        free(db);
    }
}

static void forget_transaction(struct db *db)
{
    db->force_count = 0;
    db->sequence_known = false;
}

enum pfq_code db_begin(struct db *db, struct pfq_err *err)
{
    forget_transaction(db);
    return engine_begin(&db->engine, "BEGIN IMMEDIATE", err);
}

enum pfq_code db_begin_read(struct db *db, struct pfq_err *err)
{
    return engine_begin(&db->engine, "BEGIN", err);
}

enum pfq_code db_commit(struct db *db, struct pfq_err *err)
{
    enum pfq_code code = forces_flush(db, err);
    return code == PFQ_OK ? engine_commit(&db->engine, err) : code;
}

void db_rollback(struct db *db)
{
    forget_transaction(db);
    db->catalogue = 0; /* it may have been made in the transaction that is undone */
    engine_rollback(&db->engine);
}

int64_t db_log_bytes(const struct db *db)
{
    return (int64_t)db->engine.log_pages * 4096;
}

/* Make the disk take the database file's pages now, through SQLite's own handle: opening
 * the file a second time and closing it would drop SQLite's locks. */
static int settle_file(sqlite3 *handle)
{
    sqlite3_file *file = NULL;
    int result = sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (result == SQLITE_OK && file != NULL && file->pMethods != NULL) {
        result = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
    }
    return result;
}

enum pfq_code db_checkpoint(struct db *db, bool settle, struct db_log *out, struct pfq_err *err)
{
    int log = 0;
    int folded = 0;
    *out = (struct db_log){0};
    sqlite3 *handle = db->engine.handle;
    int result = sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &log, &folded);
    if (result == SQLITE_OK && settle) {
        result = settle_file(handle);
    }
    if (result != SQLITE_OK) {
        return engine_fail(handle, result, "checkpoint", err);
    }
    out->bytes = (int64_t)log * 4096;
    out->waiting = (int64_t)(log - folded) * 4096;
    return PFQ_OK;
}
