/* normal.c - see normal.h. */
#include "normal.h"

#include <math.h>

#define SQRT_HALF   0.70710678118654752440
#define SQRT_TWO_PI 2.50662827463100050242
#define EQUAL       1e-12

double normal_below(double z)
{
    return erfc(-z * SQRT_HALF) / 2;
}

/* z with P(Z >= z) = tail, for a tail up to one half. */
static double upper_quantile(double tail)
{
    double t = sqrt(-2 * log(tail));
    double z = t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                       (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    for (int step = 0; step < 3; step++) {
        double density = exp(-z * z / 2) / SQRT_TWO_PI;
        double newton = (normal_below(-z) - tail) / density;
        z += newton / (1 - newton * z / 2);
    }
    return z;
}

double normal_quantile(double share)
{
    return share < 0.5 ? -upper_quantile(share) : upper_quantile(1 - share);
}

double normal_z_of(double confidence)
{
    return upper_quantile((1 - confidence) / 2);
}

double normal_guess(double share, double mean, double variance, double skew)
{
    if (!(share > 0 && share < 1)) {
        return mean;
    }
    double z = normal_quantile(share);
    return mean + z * sqrt(variance) + skew * (z * z - 1) / 6;
}

bool normal_share_reached(double share, double at_most, double above)
{
    if (share <= 0.5) {
        return at_most >= share * (1 - EQUAL);
    }
    return above <= (1 - share) * (1 + EQUAL);
}

struct stats_number stats_normal_upper(double z)
{
    if (isnan(z)) {
        return stats_no_number(STATS_VALUE);
    }
    return (struct stats_number){.value = normal_below(-z)};
}

struct stats_number stats_normal_quantile(double share)
{
    if (!(share >= 1e-300 && share < 1)) {
        return stats_no_number(STATS_RATE);
    }
    return (struct stats_number){.value = normal_quantile(share)};
}
