/* stats.h - what every method of the folder shares: faults and small results.
 *
 * Every method is a function of its arguments alone: no clock, no disk, no memory taken.
 * Each result carries a fault; its numbers mean something only when that is STATS_OK, and
 * are then finite.  What cannot be computed is told by a fault, never by NaN.
 *
 * Words: `failing` of `of` files; a rate is failing / of; p0 is the rate to expect; alpha is
 * the probability of a false signal on one side.
 *
 * Layer 2 (stats): includes the C library alone.
 */
#ifndef STATS_H
#define STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STATS_CHECKED __attribute__((warn_unused_result))

enum {
    STATS_COUNT_MAX = 10000000 /* the largest count for which the error bounds are proven */
};

enum stats_fault {
    STATS_OK,
    STATS_NO_DATA,
    STATS_COUNT,
    STATS_MORE,
    STATS_RATE,
    STATS_ALPHA,
    STATS_EXPECTED,
    STATS_VALUE,
    STATS_SETTING,
    STATS_SHORT,
    STATS_FLAT,
    STATS_UNSETTLED,
    STATS_FAULTS /* last */
};

/* A sentence in plain English. */
const char *stats_fault_text(enum stats_fault fault);

struct stats_number {
    enum stats_fault fault;
    double value;
};

struct stats_count {
    enum stats_fault fault;
    int64_t value;
};

/* From low to high, both within. */
struct stats_range {
    enum stats_fault fault;
    double low;
    double high;
};

/* One point of a series: a month of one force. */
struct stats_share {
    int64_t failing;
    int64_t of;
};

/* A count in an exposure: failures in so many files, or observed beside expected. */
struct stats_rate {
    int64_t count;
    double exposure;
};

/* --- checks that several methods share; STATS_OK or the first thing wrong --- */

enum stats_fault stats_check_share(struct stats_share share);
enum stats_fault stats_check_shares(const struct stats_share *points, size_t count);
enum stats_fault stats_check_rate(struct stats_rate rate);
enum stats_fault stats_check_rates(const struct stats_rate *points, size_t count);
enum stats_fault stats_check_probability(double p); /* 0 and 1 included */
enum stats_fault stats_check_alpha(double alpha);   /* above 0, below 0.5 */
enum stats_fault stats_check_values(const double *values, size_t count);

struct stats_number stats_no_number(enum stats_fault fault);
struct stats_range stats_no_range(enum stats_fault fault);

/* Pooled rate of a series: all failing / all files.  STATS_NO_DATA when no file at all. */
struct stats_number stats_pooled_share(const struct stats_share *points, size_t count);
struct stats_number stats_pooled_rate(const struct stats_rate *points, size_t count);

double stats_clamp(double value, double low, double high);

#endif
