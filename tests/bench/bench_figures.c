/* A force's month of figures beside a long history and a short one: what it costs must
 * depend on the cells of the month alone.
 *
 * usage: bench_figures [FILES_LONG FILES_SHORT]
 * Closing the month is timed, too. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pfq/clock.h"
#include "store/figures.h"
#include "store/months.h"
#include "support/bench_kit.h"
#include "support/long_history.h"

enum {
    LAST_DAY = LONG_HISTORY_LAST_DAY,
    RUNS = 21
};

static const char *const asked = LONG_HISTORY_FORCE;

static double now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* --- what is measured ------------------------------------------------------------------- */

enum what {
    MONTH,
    MONTH_SPLIT, /* by unit and case type */
    YEAR_OF_DAYS /* of themes: what sums are shown of, where one is announced */
};

static void ask(Pfq__V1__FiguresRead *read, enum what what)
{
    static Pfq__V1__FigureKind kind = PFQ__V1__FIGURE_KIND__FIGURE_KIND_THEME;
    pfq__v1__figures_read__init(read);
    read->has_from_date = read->has_to_date = true;
    read->from_date = read->to_date = LAST_DAY;
    read->has_by_unit = read->has_by_case_type = true;
    read->by_unit = read->by_case_type = what == MONTH_SPLIT;
    if (what == YEAR_OF_DAYS) {
        read->from_date -= 10000;
        read->has_grain = true;
        read->grain = PFQ__V1__GRAIN__GRAIN_DAY;
        read->kinds = &kind;
        read->n_kinds = 1;
    }
}

/* Every page of the asked force's figures, each in a transaction of its own. */
static double read_all(struct db *db, enum what what, size_t *rows, double *longest)
{
    Pfq__V1__FiguresRead read;
    struct pfq_err err = {0};
    struct pfq_arena arena;
    double start = now_ms();
    ask(&read, what);
    pfq_arena_open(&arena);
    read.force = pfq_arena_strdup(&arena, asked);
    *rows = 0;
    *longest = 0;
    do {
        Pfq__V1__Figures page = PFQ__V1__FIGURES__INIT;
        double began = now_ms();
        if (db_begin_read(db, &err) != PFQ_OK ||
            figures_answer(db, &read, 200 * 1024, &arena, &page, &err) != PFQ_OK) {
            bench_die("figures", err.text);
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

static double median(struct db *db, enum what what, size_t *rows, double *longest)
{
    double times[RUNS];
    (void)read_all(db, what, rows, longest); /* warm up */
    for (int i = 0; i < RUNS; i++) {
        times[i] = read_all(db, what, rows, longest);
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
        bench_die(path, err.text);
    }
    double start = now_ms();
    if (db_begin(db, &err) != PFQ_OK ||
        months_close(db, &close, pfq_london_ms(20270101, 0), &arena, &rows, &err) != PFQ_OK ||
        db_commit(db, &err) != PFQ_OK || rows.n_problems > 0) {
        bench_die("close", err.text);
    }
    double took = now_ms() - start;
    db_close(db);
    pfq_arena_close(&arena);
    return took;
}

struct measured {
    double month; /* all units together: what a digest asks for */
    double split; /* by unit and case type */
    double days;
};

static struct measured measure(const char *path, double files)
{
    struct db *db = NULL;
    struct pfq_err err = {0};
    struct measured m;
    size_t rows = 0;
    double longest = 0;
    long_history_make(path, files);
    if (db_open(path, DB_READ, &db, &err) != PFQ_OK) {
        bench_die(path, err.text);
    }
    m.month = median(db, MONTH, &rows, &longest);
    printf("%10.0f files: a force's month %.2f ms (%zu figures)", files, m.month, rows);
    m.split = median(db, MONTH_SPLIT, &rows, &longest);
    printf(", by unit and case type %.1f ms (%zu figures, longest page %.1f ms)", m.split, rows,
           longest);
    m.days = median(db, YEAR_OF_DAYS, &rows, &longest);
    printf(", a year of days %.1f ms (%zu figures)", m.days, rows);
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
            bench_die("mkdtemp", "no directory");
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
    printf("long history over short: %.2f and %.2f (aim: 1.2 at most); a force's month %.1f ms, "
           "with the days of its sums %.1f ms (aim: 50 at most)\n",
           m[0].month / m[1].month, m[0].split / m[1].split, m[0].month, m[0].month + m[0].days);
    return 0;
}
