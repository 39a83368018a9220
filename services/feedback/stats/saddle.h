/* saddle.h - the pieces of Loader's saddle-point form of a probability.
 *
 * log(n!) and n log(n/m) are huge beside the small number wanted from them.  Written as
 *
 *     n! = sqrt(2 pi n) (n/e)^n exp(stirling(n))
 *     deviance(x, m) = x log(x/m) + m - x
 *
 * what is left has no cancellation.
 *
 * Source: C. Loader, Fast and Accurate Computation of Binomial Probabilities, 2000.
 * Error: below 1e-17 absolute (stirling), 1e-17 relative (deviance) where long double has 64
 * bits of mantissa or more (Linux on x86-64 and arm64); 1e-15 where it is a double.
 *
 * Private to stats.
 */
#ifndef SADDLE_H
#define SADDLE_H

#define SADDLE_TWO_PI 6.283185307179586476925286766559005768L

/* n from 1. */
long double saddle_stirling(long double n);

/* x from 0, m above 0. */
long double saddle_deviance(long double x, long double m);

#endif
