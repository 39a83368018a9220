/* A force's month of figures beside a long history and a short one: what it costs must
 * depend on the cells of the month alone.
 *
 * usage: bench_figures [FILES_LONG FILES_SHORT]
 * The rollups are written directly, for as many days as that many files of the whole
 * country make; the force that is asked for has cells as large as the whole standard
 * makes them, the others small ones.  Closing the month is timed, too. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "store/figures.h"
#include "store/months.h"

enum {
    FORCES = 43,
    FILES_A_DAY = 60, /* of a force */
    UNITS = 15,       /* of the force that is asked for; the others have one */
    CASE_TYPES = 3,
    CODES = 260,
    LAST_DAY = 20261031,
    RUNS = 21
};

static const char *const asked = "43";

static void die(const char *what, const char *why)
{
    fprintf(stderr, "bench_figures: %s: %s\n", what, why);
    exit(1);
}

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* --- the database ------------------------------------------------------------------------ */

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
    char force[8];
    char text[96];
    (void)snprintf(force, sizeof force, "%02d", number);
    int units = strcmp(force, asked) == 0 ? UNITS : 1;
    (void)snprintf(text, sizeof text, "INSERT INTO force VALUES ('%s', 1, 1, 1)", force);
    sql(db, text);
    for (int32_t day = pfq_date_add(LAST_DAY, 1 - days); day <= LAST_DAY;
         day = pfq_date_add(day, 1)) {
        for (int i = 0; i < units * CASE_TYPES * 2; i++) {
            char unit[8];
            (void)snprintf(unit, sizeof unit, "U%02d", i / (CASE_TYPES * 2));
            add_cell(insert, force, day, unit, 1 + i / 2 % CASE_TYPES, i % 2 * 2, counts);
        }
    }
}

static void make(const char *path, double files)
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

/* --- what is measured ------------------------------------------------------------------- */

/* Every page of the asked force's last month, each in a transaction of its own. */
static double read_month(struct db *db, bool split, size_t *rows, double *longest)
{
    Pfq__V1__FiguresRead read = PFQ__V1__FIGURES_READ__INIT;
    struct pfq_err err = {0};
    struct pfq_arena arena;
    double start = now_ms();
    pfq_arena_open(&arena);
    read.force = pfq_arena_strdup(&arena, asked);
    read.has_from_date = read.has_to_date = true;
    read.from_date = read.to_date = LAST_DAY;
    read.has_by_unit = read.by_unit = read.has_by_case_type = read.by_case_type = split;
    *rows = 0;
    *longest = 0;
    do {
        Pfq__V1__Figures page = PFQ__V1__FIGURES__INIT;
        double began = now_ms();
        if (db_begin_read(db, &err) != PFQ_OK ||
            figures_answer(db, &read, 200 * 1024, &arena, &page, &err) != PFQ_OK) {
            die("figures", err.text);
        }
        db_rollback(db);
        *longest = now_ms() - began > *longest ? now_ms() - began : *longest;
        *rows += page.n_rows;
        read.has_after = page.has_next;
        read.after = page.next;
    } while (read.has_after);
    pfq_arena_close(&arena);
    return now_ms() - start;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(struct db *db, bool split, size_t *rows, double *longest)
{
    double times[RUNS];
    (void)read_month(db, split, rows, longest); /* warm up */
    for (int i = 0; i < RUNS; i++) {
        times[i] = read_month(db, split, rows, longest);
    }
    qsort(times, RUNS, sizeof *times, by_value);
    return times[RUNS / 2];
}

static double close_month(const char *path)
{
    Pfq__V1__MonthClose close = PFQ__V1__MONTH_CLOSE__INIT;
    Pfq__V1__MonthRows rows = PFQ__V1__MONTH_ROWS__INIT;
    struct pfq_err err = {0};
    struct pfq_arena arena;
    struct db *db = NULL;
    pfq_arena_open(&arena);
    close.has_month = true;
    close.month = LAST_DAY / 100;
    close.by = pfq_arena_strdup(&arena, "bench");
    if (db_open(path, DB_WRITE, &db, &err) != PFQ_OK) {
        die(path, err.text);
    }
    double start = now_ms();
    if (db_begin(db, &err) != PFQ_OK ||
        months_close(db, &close, pfq_london_ms(20270101, 0), &arena, &rows, &err) != PFQ_OK ||
        db_commit(db, &err) != PFQ_OK || rows.n_problems > 0) {
        die("close", err.text);
    }
    double took = now_ms() - start;
    db_close(db);
    pfq_arena_close(&arena);
    return took;
}

struct measured {
    double month; /* all units together: what a digest asks for */
    double split; /* by unit and case type */
};

static struct measured measure(const char *path, double files)
{
    struct db *db = NULL;
    struct pfq_err err = {0};
    struct measured m;
    size_t rows = 0;
    double longest = 0;
    make(path, files);
    if (db_open(path, DB_READ, &db, &err) != PFQ_OK) {
        die(path, err.text);
    }
    m.month = median(db, false, &rows, &longest);
    printf("%10.0f files: a force's month %.2f ms (%zu figures)", files, m.month, rows);
    m.split = median(db, true, &rows, &longest);
    printf(", by unit and case type %.1f ms (%zu figures, longest page %.1f ms)", m.split, rows,
           longest);
    db_close(db);
    printf(", closing it %.0f ms\n", close_month(path));
    return m;
}

int main(int argc, char **argv)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    double files[] = {argc == 3 ? strtod(argv[1], NULL) : 1e7,
                      argc == 3 ? strtod(argv[2], NULL) : 1e5};
    struct measured m[2];
    for (int i = 0; i < 2; i++) {
        char dir[] = "/tmp/pfq-bench-XXXXXX";
        char path[64];
        if (mkdtemp(dir) == NULL) {
            die("mkdtemp", "no directory");
        }
        (void)snprintf(path, sizeof path, "%s/pfq.db", dir);
        m[i] = measure(path, files[i]);
        for (size_t k = 0; k < 3; k++) {
            char name[80];
            (void)snprintf(name, sizeof name, "%s%s", path, suffixes[k]);
            (void)unlink(name);
        }
        (void)rmdir(dir);
    }
    printf("long history over short: %.2f and %.2f\n", m[0].month / m[1].month,
           m[0].split / m[1].split);
    return 0;
}
