/* long_history.c - see long_history.h. */
#include "support/long_history.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pfq/clock.h"
#include "store/db.h"
#include "store/tally.h"

enum {
    FORCES = 43,
    FILES_A_DAY = 60, /* of a force */
    UNITS = 15,       /* of the force that is asked for; the others have one */
    CASE_TYPES = 3,
    CODES = 260,
    LAST_DAY = LONG_HISTORY_LAST_DAY
};

static const char *const asked = LONG_HISTORY_FORCE;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "long history: %s: %s\n", what, why);
    exit(1);
}

static void sql(sqlite3 *db, const char *text)
{
    char *why = NULL;
    if (sqlite3_exec(db, text, NULL, NULL, &why) != SQLITE_OK) {
        die(text, why);
    }
}

static void add_names(sqlite3 *db)
{
    char text[160];
    for (int i = 1; i <= CODES; i++) {
        int kind = i <= 4 ? 4 : i <= 20 ? 2 : i <= 60 ? 3 : 1;
        (void)snprintf(text, sizeof text, "INSERT INTO code VALUES (%d, %d, 'NAME%03d')", i, kind,
                       i);
        sql(db, text);
    }
}

static struct pfq_bytes counts_of(int codes, struct pfq_arena *arena)
{
    static struct tally tally;
    struct pfq_bytes packed;
    tally_clear(&tally);
    for (int i = 1; i <= codes; i++) {
        tally_add(&tally, (uint32_t)i, 2, i % 5 == 0);
    }
    if (!tally_pack(&tally, arena, &packed)) {
        die("cell", "cannot be packed");
    }
    return packed;
}

static void add_cell(sqlite3_stmt *insert, const char *force, int32_t day, const char *unit,
                     int case_type, int series, struct pfq_bytes counts)
{
    (void)sqlite3_bind_text(insert, 1, force, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int(insert, 2, day);
    (void)sqlite3_bind_text(insert, 3, unit, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int(insert, 4, case_type);
    (void)sqlite3_bind_int(insert, 5, series);
    (void)sqlite3_bind_blob(insert, 6, counts.data, (int)counts.size, SQLITE_STATIC);
    if (sqlite3_step(insert) != SQLITE_DONE) {
        die("insert", sqlite3_errmsg(sqlite3_db_handle(insert)));
    }
    (void)sqlite3_reset(insert);
}

static void add_force(sqlite3 *db, sqlite3_stmt *insert, int number, int32_t days,
                      struct pfq_bytes counts)
{
    char force[16];
    char text[96];
    (void)snprintf(force, sizeof force, "%02d", number);
    int units = strcmp(force, asked) == 0 ? UNITS : 1;
    (void)snprintf(text, sizeof text, "INSERT INTO force VALUES ('%s', 1, 1, 1)", force);
    sql(db, text);
    for (int32_t day = pfq_date_add(LAST_DAY, 1 - days); day <= LAST_DAY;
         day = pfq_date_add(day, 1)) {
        for (int i = 0; i < units * CASE_TYPES * 2; i++) {
            char unit[16];
            (void)snprintf(unit, sizeof unit, "U%02d", i / (CASE_TYPES * 2));
            add_cell(insert, force, day, unit, 1 + i / 2 % CASE_TYPES, i % 2 * 2, counts);
        }
    }
}

void long_history_make(const char *path, double files)
{
    struct pfq_arena arena;
    struct pfq_err err = {0};
    struct db *made = NULL;
    sqlite3 *db = NULL;
    sqlite3_stmt *insert = NULL;
    if (db_open(path, DB_WRITE, &made, &err) != PFQ_OK) {
        die(path, err.text);
    }
    db_close(made);
    pfq_arena_open(&arena);
    if (sqlite3_open(path, &db) != SQLITE_OK) {
        die(path, sqlite3_errmsg(db));
    }
    sql(db, "PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF; BEGIN");
    add_names(db);
    (void)sqlite3_prepare_v2(db, "INSERT INTO rollup VALUES (?, ?, ?, ?, 1, ?, ?)", -1, &insert,
                             NULL);
    for (int i = 1; i <= FORCES; i++) {
        bool whole = i == atoi(asked);
        add_force(db, insert, i, (int32_t)(files / FORCES / FILES_A_DAY),
                  counts_of(whole ? CODES : 8, &arena));
    }
    sql(db, "COMMIT; PRAGMA journal_mode=WAL");
    (void)sqlite3_finalize(insert);
    (void)sqlite3_close(db);
    pfq_arena_close(&arena);
}
