/* standardise.c - see standardise.h. */
#include "standardise.h"

#include "interval.h"

static enum stats_fault sum_up(const struct stats_share *force,
                               const struct stats_share *everywhere, size_t strata,
                               struct stats_standard *out)
{
    for (size_t k = 0; k < strata; k++) {
        if (force[k].of > 0 && everywhere[k].of == 0) {
            return STATS_NO_DATA;
        }
        out->observed += force[k].failing;
        if (force[k].of > 0) {
            out->expected +=
                (double)force[k].of * (double)everywhere[k].failing / (double)everywhere[k].of;
        }
    }
    return out->expected > 0 ? STATS_OK : STATS_FLAT;
}

struct stats_standard stats_standardise(const struct stats_share *force,
                                        const struct stats_share *everywhere, size_t strata,
                                        double confidence)
{
    struct stats_standard out = {.observed = 0};
    struct stats_number crude = stats_pooled_share(force, strata);
    struct stats_number rate = stats_pooled_share(everywhere, strata);
    enum stats_fault fault = crude.fault != STATS_OK ? crude.fault : rate.fault;
    fault = fault == STATS_OK ? sum_up(force, everywhere, strata, &out) : fault;
    struct stats_range counts = stats_byar(out.observed, confidence);
    fault = fault == STATS_OK ? counts.fault : fault;
    if (fault != STATS_OK) {
        return (struct stats_standard){.fault = fault};
    }
    out.ratio = (double)out.observed / out.expected;
    out.low = counts.low / out.expected;
    out.high = counts.high / out.expected;
    out.adjusted = stats_clamp(out.ratio * rate.value, 0, 1);
    out.crude = crude.value;
    return out;
}
