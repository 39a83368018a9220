/* threshold.h - the height h at which a Bernoulli CUSUM signals, for a rate and a caseload.
 *
 * The exact run lengths of stats/run_length.h at whole h from 1 to 8 and at rates a quarter of
 * a unit of log odds apart, each reckoned once; between them the logarithm of the run length
 * is taken as straight.  Within 0.05 of the exact threshold (tested), in nanoseconds.  The files of
 * a day are one step, so real run lengths are a little longer.
 *
 * Layer 2 (themes): pure.
 */
#ifndef THEMES_THRESHOLD_H
#define THEMES_THRESHOLD_H

#include "feedback/stats/run_length.h"

enum {
    THEMES_HEIGHTS = 8,
    THEMES_RATES = 40
};

struct themes_thresholds {
    struct stats_run_work work;
    double odds_ratio;
    double log_files[THEMES_RATES][THEMES_HEIGHTS]; /* [..][0] = 0: not reckoned yet */
};

void themes_thresholds_init(struct themes_thresholds *t, double odds_ratio);

/* Reckon one more rate; false: all are. */
bool themes_thresholds_next(struct themes_thresholds *t);

/* h from 1 to 8 with about `files` files between false signals while `p` of them fail. */
double themes_threshold(struct themes_thresholds *t, double p, double files);

#endif
