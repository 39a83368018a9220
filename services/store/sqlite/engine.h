/* engine.h - one SQLite connection with all its statements, and how to use one.
 *
 *     struct query q = query_begin(&db->engine, SQL_FIND_FILE);
 *     query_text(&q, urn);                  in the order in which the statement names them
 *     query_int(&q, file_type);
 *     bool found = query_row(&q);
 *     n = query_get_int(&q, 0);
 *     return query_end(&q, err);            the first thing that failed, in our own codes
 *
 * Errors stick: bind and step as often as you like, and ask once.
 *
 * Private to sqlite/.
 */
#ifndef ENGINE_H
#define ENGINE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "pfq/arena.h"
#include "pfq/err.h"
#include "pfq/wire.h"
#include "sql.h"

enum {
    ENGINE_APPLICATION_ID = 0x70667131, /* "pfq1" */
    ENGINE_BUSY_MS = 500
};

struct engine {
    sqlite3 *handle;
    sqlite3_stmt *statements[SQL_COUNT]; /* those of its home; else NULL */
    int log_pages;                       /* of the write-ahead log, after the last commit */
};

/* Open, check whose file it is, set the pragmas and read them back, migrate, prepare. */
enum pfq_code engine_open(struct engine *engine, const char *path, enum sql_home home,
                          bool writable, struct pfq_err *err) PFQ_CHECKED;
void engine_close(struct engine *engine);

enum pfq_code engine_begin(struct engine *engine, const char *sql, struct pfq_err *err) PFQ_CHECKED;
enum pfq_code engine_commit(struct engine *engine, struct pfq_err *err) PFQ_CHECKED;
void engine_rollback(struct engine *engine);

/* SQLite's result in our words.  `what` names the act. */
enum pfq_code engine_fail(sqlite3 *handle, int result, const char *what, struct pfq_err *err);

struct query {
    struct engine *engine;
    sqlite3_stmt *statement;
    enum sql_id id;
    int bound;
    int result; /* SQLITE_OK, ROW, DONE or the first failure */
};

struct query query_begin(struct engine *engine, enum sql_id id);
void query_int(struct query *q, int64_t value);
void query_null(struct query *q);
void query_text(struct query *q, const char *text); /* NULL counts as "" */
void query_blob(struct query *q, const void *data, size_t size);
bool query_row(struct query *q);
int64_t query_get_int(const struct query *q, int column);
const char *query_get_text(const struct query *q, int column); /* until the next row */
struct pfq_bytes query_get_blob(const struct query *q, int column);
enum pfq_code query_end(struct query *q, struct pfq_err *err) PFQ_CHECKED;

/* Step to the end and end. */
enum pfq_code query_run(struct query *q, struct pfq_err *err) PFQ_CHECKED;

#endif
