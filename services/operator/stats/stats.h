/* stats.h - what the parts of `pfq stats` share.
 *
 *     command.c   options, the list of methods, help
 *     methods.c   the table of methods: names, columns, help, functions
 *     feed.c      the CSV file into columns of numbers, all faults at once
 *     answer.c    the answer, for people and as JSON
 *     counts.c theme.c charts.c sums.c compare.c   one function a method, by family
 *
 * A method is a row of the table and nothing else knows its name.
 *
 * Layer 4 (operator).
 */
#ifndef OPERATOR_STATS_H
#define OPERATOR_STATS_H

#include <jansson.h>

#include "feedback/stats/stats.h"
#include "operator/operator.h"
#include "pfq/problems.h"

enum {
    STATS_COLUMNS_MAX = 7
};

struct stats_method;

/* A column of the input.  One without a name ends the list. */
struct stats_column {
    const char *name;
    const char *meaning;
    const char *otherwise; /* what an absent or empty field means; NULL: it is required */
    double value;          /* the same as a number; NaN: the method finds it */
    bool once;             /* a setting: the same in every row */
    bool whole;            /* a whole number */
    bool within;           /* no more than the column after it */
    double low;            /* its range */
    double high;
    bool above;   /* low itself is not within */
    bool below;   /* nor is high */
    bool not_one; /* nor is 1: no change */
};

/* One run of a method over one file. */
struct stats_run {
    const struct stats_method *method;
    const char *file;
    struct pfq_arena *arena;
    struct pfq_problems problems;
    size_t rows;
    const char **labels; /* "" where there is none */
    unsigned *lines;
    double *columns[STATS_COLUMNS_MAX];
    json_t *answers; /* an object a row */
    size_t empty;    /* of these without data */
    json_t *summary; /* of them all */
};

struct stats_method {
    const char *name;
    const char *title;
    const char *formula;
    const char *source;
    struct stats_column columns[STATS_COLUMNS_MAX];
    const char *example; /* a CSV text */
    void (*run)(struct stats_run *run);
};

/* --- methods.c --- */

extern const struct stats_method stats_methods[];
extern const size_t stats_method_count;

/* --- feed.c --- */

/* False: the problems say why. */
bool stats_feed(struct stats_run *run);

double stats_at(const struct stats_run *run, size_t column, size_t row);
int64_t stats_count_at(const struct stats_run *run, size_t column, size_t row);

/* Two columns beside each other, as the methods take them. */
struct stats_share stats_share_at(const struct stats_run *run, size_t column, size_t row);
struct stats_share *stats_shares(const struct stats_run *run, size_t column);
struct stats_rate *stats_rates(const struct stats_run *run, size_t column);

/* A field that is wrong beside others of its row. */
void stats_wrong(struct stats_run *run, size_t row, size_t column, const char *fix,
                 const char *sentence);

/* The column's setting, else `found`. */
double stats_setting(const struct stats_run *run, size_t column, double found);

/* False: `fault` is one, and is now among the problems, with its row's line. */
bool stats_good(struct stats_run *run, size_t row, enum stats_fault fault);
bool stats_good_all(struct stats_run *run, enum stats_fault fault);

/* --- answer.c --- */

/* A new object of the answer, with the row's label. */
json_t *stats_row(struct stats_run *run, size_t row);

/* The same, noted as without data, which is no fault unless all are. */
void stats_no_data(struct stats_run *run, size_t row);

void stats_put(json_t *object, const char *name, double value);
void stats_put_count(json_t *object, const char *name, int64_t value);
void stats_put_text(json_t *object, const char *name, const char *text);
void stats_put_range(json_t *object, struct stats_range range);

void stats_answer(struct stats_run *run, bool json);

/* --- the methods --- */

#define STATS_METHOD(function) void function(struct stats_run *run);
#include "methods.def"
#undef STATS_METHOD

#endif
