/* outward.c - see outward.h. */
#include "outward.h"

#define NO_MATTER 1e-17

/* Each term has a factor of the rounded odds once more than the one before, so the sum of
 * i * term tells what their rounding did. */
double outward_binomial(double x, double n, long double odds)
{
    double rounded = (double)odds;
    double amiss = (double)((odds - rounded) / odds);
    double term = 1;
    double sum = 1;
    double weighted = 0;
    for (int i = 1; term > sum * NO_MATTER; i++) {
        term *= (n - x - i + 1) / (x + i) * rounded;
        sum += term;
        weighted += i * term;
    }
    return sum + amiss * weighted;
}

double outward_up(double x, double mean)
{
    double term = 1;
    double sum = 1;
    for (int i = 1; term > sum * NO_MATTER; i++) {
        term *= mean / (x + i);
        sum += term;
    }
    return sum;
}

double outward_down(double x, double mean)
{
    double term = 1;
    double sum = 1;
    for (int i = 0; term > sum * NO_MATTER; i++) {
        term *= (x - i) / mean;
        sum += term;
    }
    return sum;
}
