/* recount.c - see recount.h. */
#include "recount.h"

#include <inttypes.h>
#include <stdio.h>

#include "db.h"
#include "rollup.h"

/* To write, but never to create one. */
static enum pfq_code open_database(const char *path, struct db **out, struct pfq_err *err)
{
    enum pfq_code code = db_open(path, DB_READ, out, err);
    db_close(*out);
    *out = NULL;
    return code == PFQ_OK ? db_open(path, DB_WRITE, out, err) : code;
}

static enum pfq_code count_all(struct rollup *rollup, struct db *db, struct pfq_err *err)
{
    uint64_t up_to = 0;
    uint64_t before = 0;
    enum pfq_code code = rollup_restart(rollup, db, err);
    do {
        before = up_to;
        code = code == PFQ_OK ? rollup_follow(rollup, db, &up_to, err) : code;
    } while (code == PFQ_OK && up_to > before);
    if (code == PFQ_OK) {
        (void)printf("counted again up to submission %" PRIu64 "\n", up_to);
    }
    return code;
}

enum pfq_code recount_act(const char *database, const struct offline_span *unused,
                          struct pfq_err *err)
{
    struct db *db = NULL;
    struct rollup *rollup = NULL;
    (void)unused;
    enum pfq_code code = open_database(database, &db, err);
    if (code == PFQ_OK) {
        code = rollup_open(&rollup, err);
    }
    if (code == PFQ_OK) {
        code = count_all(rollup, db, err);
    }
    if (rollup != NULL) {
        rollup_close(rollup);
    }
    db_close(db);
    return code;
}
