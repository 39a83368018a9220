/* discovery.c - see discovery.h. */
#include "discovery.h"

#include <math.h>

#include "order.h"

static enum stats_fault check(const double *p, size_t count, double q)
{
    enum stats_fault fault = count == 0 ? STATS_NO_DATA : STATS_OK;
    for (size_t i = 0; i < count && fault == STATS_OK; i++) {
        fault = stats_check_probability(p[i]);
    }
    return fault == STATS_OK && !(q > 0 && q < 1) ? STATS_RATE : fault;
}

static struct stats_discovery discover(const double *p, size_t count, double q, double factor,
                                       double *adjusted, size_t *places)
{
    struct stats_discovery out = {.fault = check(p, count, q)};
    double least = 1;
    if (out.fault != STATS_OK) {
        return out;
    }
    order_places(p, count, places);
    for (size_t i = count; i-- > 0;) {
        least = fmin(least, p[places[i]] * (double)count * factor / (double)(i + 1));
        if (adjusted != NULL) {
            adjusted[places[i]] = least;
        }
        if (out.rejected == 0 && least <= q * (1 + 1e-15)) {
            out.rejected = i + 1;
            out.threshold = p[places[i]];
        }
    }
    return out;
}

struct stats_discovery stats_benjamini_hochberg(const double *p, size_t count, double q,
                                                double *adjusted, size_t *places)
{
    return discover(p, count, q, 1, adjusted, places);
}

struct stats_discovery stats_benjamini_yekutieli(const double *p, size_t count, double q,
                                                 double *adjusted, size_t *places)
{
    double factor = 0;
    for (size_t i = count; i > 0; i--) {
        factor += 1 / (double)i;
    }
    return discover(p, count, q, factor, adjusted, places);
}
