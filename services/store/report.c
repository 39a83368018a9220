/* report.c - see report.h. */
#include "report.h"

#include <stdio.h>

#include "db.h"
#include "pfq/json.h"

static enum pfq_code read_figures(const char *path, struct pfq_arena *arena,
                                  Pfq__V1__ServiceStatus *out, struct pfq_err *err)
{
    struct db *db = NULL;
    enum pfq_code code = db_open(path, DB_READ, &db, err);
    if (code == PFQ_OK) {
        code = db_read_figures(db, arena, true, out, err);
    }
    db_close(db);
    return code;
}

enum pfq_code report_act(const char *database, const struct offline_span *unused,
                         struct pfq_err *err)
{
    struct pfq_arena arena;
    Pfq__V1__ServiceStatus status = PFQ__V1__SERVICE_STATUS__INIT;
    (void)unused;
    pfq_arena_open(&arena);
    status.service = pfq_arena_strdup(&arena, "store");
    status.version = pfq_arena_strdup(&arena, PFQ_VERSION);
    enum pfq_code code = read_figures(database, &arena, &status, err);
    if (code == PFQ_OK) {
        (void)puts(pfq_json_write(&status.base, PFQ_JSON_CANONICAL, &arena));
    }
    pfq_arena_close(&arena);
    return code;
}
