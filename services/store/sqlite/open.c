/* open.c - a connection that is known to be ours and set as we mean it.
 *
 * Nothing is written before the file is known to be ours or empty. */
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "pfq/clock.h"
#include "pfq/log.h"

/* Set, then read back: SQLite ignores what it does not know or cannot do. */
struct pragma {
    const char *set;
    const char *get;
    const char *want;
    bool writer; /* for connections that write alone */
};

static const struct pragma pragmas[] = {
    {"PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", "1", false},
    {"PRAGMA mmap_size=0", "PRAGMA mmap_size", "0", false},
    {"PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", "0", false},
    {"PRAGMA journal_mode=WAL", "PRAGMA journal_mode", "wal", true},
    {"PRAGMA synchronous=FULL", "PRAGMA synchronous", "2", true},
    /* Checkpoints run in a thread of their own: see checkpoint.h. */
    {"PRAGMA wal_autocheckpoint=0", "PRAGMA wal_autocheckpoint", "0", true},
    /* A log that once grew is cut to this when it starts again. */
    {"PRAGMA journal_size_limit=33554432", "PRAGMA journal_size_limit", "33554432", true},
    /* KiB.  A batch and a rollup of the largest size fit; what grows with the database never
     * would, and is the kernel's to cache. */
    {"PRAGMA cache_size=-12288", "PRAGMA cache_size", "-12288", true},
    /* What is deleted is overwritten (Debian's default, and G9's wish), said aloud. */
    {"PRAGMA secure_delete=ON", "PRAGMA secure_delete", "1", true},
};

static enum pfq_code run(struct engine *e, const char *sql, struct pfq_err *err)
{
    int result = sqlite3_exec(e->handle, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? PFQ_OK : engine_fail(e->handle, result, sql, err);
}

/* The one value of a one-row query, as text. */
static enum pfq_code ask(struct engine *e, const char *sql, char *out, size_t size,
                         struct pfq_err *err)
{
    sqlite3_stmt *statement = NULL;
    out[0] = '\0';
    int result = sqlite3_prepare_v2(e->handle, sql, -1, &statement, NULL);
    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
    }
    if (result == SQLITE_ROW) {
        (void)sqlite3_snprintf((int)size, out, "%s", sqlite3_column_text(statement, 0));
        result = SQLITE_DONE;
    }
    (void)sqlite3_finalize(statement);
    return result == SQLITE_DONE ? PFQ_OK : engine_fail(e->handle, result, sql, err);
}

static enum pfq_code ask_number(struct engine *e, const char *sql, long *out, struct pfq_err *err)
{
    char text[32];
    enum pfq_code code = ask(e, sql, text, sizeof text, err);
    *out = strtol(text, NULL, 10);
    return code;
}

static enum pfq_code set_pragmas(struct engine *e, bool writable, struct pfq_err *err)
{
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++) {
        const struct pragma *p = &pragmas[i];
        if (p->writer && !writable) {
            continue;
        }
        char got[32];
        enum pfq_code code = run(e, p->set, err);
        if (code == PFQ_OK) {
            code = ask(e, p->get, got, sizeof got, err);
        }
        if (code != PFQ_OK) {
            return code;
        }
        if (strcmp(got, p->want) != 0) {
            return pfq_fail(err, PFQ_E_DB_OPEN, "%s gave \"%s\"", p->set, got);
        }
    }
    return PFQ_OK;
}

/* The quarantine is told from the main database by the next application id. */
static long application_id(enum sql_home home)
{
    return ENGINE_APPLICATION_ID + (home == SQL_HOME_QUARANTINE ? 1 : 0);
}

/* *fresh: there is nothing in it yet. */
static enum pfq_code check_owner(struct engine *e, const char *path, enum sql_home home,
                                 bool *fresh, struct pfq_err *err)
{
    long id = 0;
    long tables = 0;
    enum pfq_code code = ask_number(e, "PRAGMA application_id", &id, err);
    if (code == PFQ_OK) {
        code = ask_number(e, "SELECT count(*) FROM sqlite_schema", &tables, err);
    }
    if (code != PFQ_OK) {
        return code;
    }
    *fresh = id == 0 && tables == 0;
    if (!*fresh && id != application_id(home)) {
        return pfq_fail(err, PFQ_E_DB_FOREIGN, "%s has application id %ld", path, id);
    }
    return PFQ_OK;
}

static enum pfq_code apply(struct engine *e, const char *schema, enum sql_home home, long version,
                           struct pfq_err *err)
{
    char stamp[96];
    (void)sqlite3_snprintf(sizeof stamp, stamp,
                           "PRAGMA application_id=%ld; PRAGMA user_version=%ld",
                           application_id(home), version);
    enum pfq_code code = run(e, "BEGIN IMMEDIATE", err);
    if (code == PFQ_OK) {
        code = run(e, schema, err);
    }
    if (code == PFQ_OK) {
        code = run(e, stamp, err);
    }
    if (code == PFQ_OK) {
        code = engine_commit(e, err);
    }
    engine_rollback(e);
    return code;
}

/* It may take a while: whoever waits for the service is told how much there is to do. */
static enum pfq_code say_migration(struct engine *e, const char *path, long from, long to,
                                   struct pfq_err *err)
{
    long rows = 0;
    enum pfq_code code =
        ask_number(e, "SELECT count(*) FROM sqlite_schema WHERE name = 'mailbox'", &rows, err);
    if (code == PFQ_OK && rows > 0) {
        code = ask_number(e, "SELECT count(*) FROM mailbox", &rows, err);
    }
    pfq_log(PFQ_LOG_INFO, "migrating", "path=%s from=%ld to=%ld mailbox_rows=%ld", path, from, to,
            rows);
    return code;
}

static enum pfq_code migrate(struct engine *e, const char *path, enum sql_home home, bool writable,
                             struct pfq_err *err)
{
    const char *const *schema = home == SQL_HOME_MAIN ? sql_schema : sql_quarantine_schema;
    long newest = 0;
    while (schema[newest] != NULL) {
        newest++;
    }
    long version = 0;
    enum pfq_code code = ask_number(e, "PRAGMA user_version", &version, err);
    if (code == PFQ_OK && version > newest) {
        return pfq_fail(err, PFQ_E_DB_TOO_NEW, "%s has schema %ld, this program knows up to %ld",
                        path, version, newest);
    }
    if (code == PFQ_OK && version < newest && !writable) {
        return pfq_fail(err, PFQ_E_DB_OPEN, "%s has schema %ld of %ld: start the store once", path,
                        version, newest);
    }
    bool old = version > 0 && version < newest;
    if (code == PFQ_OK && old) {
        code = say_migration(e, path, version, newest, err);
    }
    for (; code == PFQ_OK && version < newest; version++) {
        int64_t began_ms = pfq_monotonic_ms();
        code = apply(e, schema[version], home, version + 1, err);
        if (code == PFQ_OK && old) {
            pfq_log(PFQ_LOG_INFO, "migrated", "schema=%ld of=%ld ms=%lld", version + 1, newest,
                    (long long)(pfq_monotonic_ms() - began_ms));
        }
    }
    return code;
}

static enum pfq_code prepare(struct engine *e, enum sql_home home, struct pfq_err *err)
{
    for (int i = 0; i < SQL_COUNT; i++) {
        if (sql_statements[i].home != home) {
            continue;
        }
        int result = sqlite3_prepare_v3(e->handle, sql_statements[i].text, -1,
                                        SQLITE_PREPARE_PERSISTENT, &e->statements[i], NULL);
        if (result == SQLITE_ERROR) { /* the schema is not the one we know */
            return pfq_fail(err, PFQ_E_DB_FOREIGN, "%s: %s", sql_statements[i].name,
                            sqlite3_errmsg(e->handle));
        }
        if (result != SQLITE_OK) {
            return engine_fail(e->handle, result, sql_statements[i].name, err);
        }
    }
    return PFQ_OK;
}

static int on_commit(void *self, sqlite3 *handle, const char *name, int pages)
{
    (void)handle;
    (void)name;
    ((struct engine *)self)->log_pages = pages;
    return SQLITE_OK;
}

static enum pfq_code open_checked(struct engine *e, const char *path, enum sql_home home,
                                  bool writable, struct pfq_err *err)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int result = sqlite3_open_v2(path, &e->handle, flags, NULL);
    if (result != SQLITE_OK) {
        return engine_fail(e->handle, result, path, err);
    }
    bool fresh = false;
    (void)sqlite3_busy_timeout(e->handle, ENGINE_BUSY_MS);
    enum pfq_code code = check_owner(e, path, home, &fresh, err);
    if (code == PFQ_OK && fresh && !writable) {
        return pfq_fail(err, PFQ_E_DB_OPEN, "%s is empty: start the store once", path);
    }
    if (code == PFQ_OK) {
        code = set_pragmas(e, writable, err);
    }
    if (code == PFQ_OK) {
        code = migrate(e, path, home, writable, err);
    }
    if (code == PFQ_OK) {
        code = prepare(e, home, err);
    }
    (void)sqlite3_wal_hook(e->handle, on_commit, e);
    return code;
}

enum pfq_code engine_open(struct engine *e, const char *path, enum sql_home home, bool writable,
                          struct pfq_err *err)
{
    *e = (struct engine){0};
    enum pfq_code code = open_checked(e, path, home, writable, err);
    if (code != PFQ_OK) {
        engine_close(e);
    }
    return code;
}

void engine_close(struct engine *e)
{
    engine_rollback(e);
    for (int i = 0; i < SQL_COUNT; i++) {
        (void)sqlite3_finalize(e->statements[i]);
        e->statements[i] = NULL;
    }
    (void)sqlite3_close(e->handle);
    e->handle = NULL;
}
