/* saddle.c - see saddle.h. */
#include "saddle.h"

#include <math.h>

enum {
    SERIES_FROM = 16
};

/* Below SERIES_FROM from the definition, as log(n!) is still small; from there on the
 * first seven terms of Stirling's series, of which the next is below 1e-18. */
long double saddle_stirling(long double n)
{
    static const long double terms[] = {1.0L / 12,   -1.0L / 360,      1.0L / 1260, -1.0L / 1680,
                                        1.0L / 1188, -691.0L / 360360, 1.0L / 156};
    if (n < SERIES_FROM) {
        return lgammal(n + 1) - (n + 0.5L) * logl(n) + n - 0.5L * logl(SADDLE_TWO_PI);
    }
    long double sum = 0;
    for (int i = (int)(sizeof terms / sizeof terms[0]) - 1; i >= 0; i--) {
        sum = terms[i] + sum / (n * n);
    }
    return sum / n;
}

/* Near m with v = (x-m)/(x+m): x log(x/m) + m - x
 *     = (x-m) v + 2 x (v^3/3 + v^5/5 + ...). */
long double saddle_deviance(long double x, long double m)
{
    long double v = (x - m) / (x + m);
    if (x <= 0) {
        return m;
    }
    if (fabsl(v) >= 0.1L) {
        return x * logl(x / m) + m - x;
    }
    long double sum = (x - m) * v;
    long double power = 2 * x * v;
    for (int k = 3; k < 64; k += 2) {
        power *= v * v;
        long double more = sum + power / (long double)k;
        if (more == sum) {
            break;
        }
        sum = more;
    }
    return sum;
}
