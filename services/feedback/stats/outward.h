/* outward.h - a tail from the probability at its edge, by plain summation.
 *
 *     binomial   1 + (n-x)/(x+1) odds + (n-x)(n-x-1)/((x+1)(x+2)) odds^2 + ...
 *     up         1 + mean/(x+1) + mean^2/((x+1)(x+2)) + ...            Poisson
 *     down       1 + x/mean + x(x-1)/mean^2 + ...                      Poisson
 *
 * Called on the side where the terms fall from the first on.  All terms are positive, so nothing
 * cancels: the relative error is at most the number of terms that matter times 2e-16, and was
 * below 1e-13 at the largest counts.  About nine standard deviations of terms matter, 15,000
 * at most for a binomial and 30,000 for a Poisson; the odds' own rounding is taken out at the end.
 *
 * Private to stats.
 */
#ifndef OUTWARD_H
#define OUTWARD_H

double outward_binomial(double x, double n, long double odds);
double outward_up(double x, double mean);
double outward_down(double x, double mean);

#endif
