/* threshold.c - the height at which a sum signals: see threshold.h. */
#include "feedback/themes/threshold.h"

#include <math.h>
#include <string.h>

static const double lowest = -5.5; /* log odds of 0.4 % */
static const double step = 0.25;   /* the highest is 4.25: 98.6 % */

void themes_thresholds_init(struct themes_thresholds *t, double odds_ratio)
{
    memset(t->log_files, 0, sizeof t->log_files);
    t->odds_ratio = odds_ratio;
}

static void reckon(struct themes_thresholds *t, int rate)
{
    double odds = exp(lowest + step * rate);
    double p = odds / (1 + odds);
    struct stats_weights weights = stats_bernoulli_weights(p, t->odds_ratio);
    double last = 0;
    for (int i = 0; i < THEMES_HEIGHTS; i++) {
        struct stats_number files = stats_bernoulli_run_length(weights, i + 1, p, &t->work);
        last = files.fault == STATS_OK ? log(files.value) : last + 1; /* a unit of h: about e */
        t->log_files[rate][i] = last;
    }
}

bool themes_thresholds_next(struct themes_thresholds *t)
{
    int rate = 0;
    while (rate < THEMES_RATES && t->log_files[rate][0] != 0) {
        rate++;
    }
    if (rate < THEMES_RATES) {
        reckon(t, rate);
    }
    return rate + 1 < THEMES_RATES;
}

static double height_at(struct themes_thresholds *t, int rate, double log_files)
{
    const double *row = t->log_files[rate];
    int i = 0;
    if (row[0] == 0) {
        reckon(t, rate);
    }
    if (log_files <= row[0]) {
        return 1;
    }
    while (i + 2 < THEMES_HEIGHTS && row[i + 1] < log_files) {
        i++;
    }
    double height = 1 + i + (log_files - row[i]) / (row[i + 1] - row[i]);
    return stats_clamp(height, 1, THEMES_HEIGHTS);
}

double themes_threshold(struct themes_thresholds *t, double p, double files)
{
    double place = (log(p / (1 - p)) - lowest) / step;
    place = stats_clamp(place, 0, THEMES_RATES - 1.001);
    int rate = (int)place;
    double between = place - rate;
    double log_files = log(files);
    return (1 - between) * height_at(t, rate, log_files) +
           between * height_at(t, rate + 1, log_files);
}
