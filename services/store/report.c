/* report.c - see report.h. */
#include "report.h"

#include <stdio.h>

#include "activity.h"
#include "db.h"
#include "pfq/clock.h"
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

static void print_line(void *unused, int64_t at_ms, const char *text)
{
    char when[PFQ_INSTANT_TEXT];
    (void)unused;
    pfq_instant_format(at_ms, when);
    (void)printf("%s %s\n", when, text);
}

enum pfq_code report_activity(const char *database, const struct offline_span *unused,
                              struct pfq_err *err)
{
    struct db *db = NULL;
    uint64_t broken = 0;
    uint8_t last[PFQ_DIGEST_BYTES];
    (void)unused;
    enum pfq_code code = db_open(database, DB_READ, &db, err);
    if (code == PFQ_OK) {
        code = activity_read(db, print_line, NULL, &broken, last, err);
    }
    db_close(db);
    if (code == PFQ_OK && broken != 0) {
        return pfq_fail(err, PFQ_E_DB_CORRUPT,
                        "the activity log does not follow from line %llu on: it was changed there",
                        (unsigned long long)broken);
    }
    (void)printf("digest ");
    for (size_t i = 0; code == PFQ_OK && i < sizeof last; i++) {
        (void)printf("%02x", last[i]);
    }
    (void)putchar('\n');
    return code;
}
