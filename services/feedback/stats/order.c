/* order.c - see order.h. */
#include "order.h"

#include <math.h>
#include <string.h>

static void swap(size_t *a, size_t *b)
{
    size_t kept = *a;
    *a = *b;
    *b = kept;
}

static void sift(const double *values, size_t *places, size_t at, size_t count)
{
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && values[places[child + 1]] > values[places[child]]) {
            child++;
        }
        if (values[places[at]] >= values[places[child]]) {
            return;
        }
        swap(&places[at], &places[child]);
        at = child;
    }
}

void order_places(const double *values, size_t count, size_t *places)
{
    for (size_t i = 0; i < count; i++) {
        places[i] = i;
    }
    for (size_t i = count / 2; i-- > 0;) {
        sift(values, places, i, count);
    }
    for (size_t end = count; end-- > 1;) {
        swap(&places[0], &places[end]);
        sift(values, places, 0, end);
    }
}

static void sift_values(double *values, size_t at, size_t count)
{
    double sinking = values[at];
    for (size_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && values[child + 1] > values[child]) {
            child++;
        }
        if (sinking >= values[child]) {
            break;
        }
        values[at] = values[child];
        at = child;
    }
    values[at] = sinking;
}

void order_sort(double *values, size_t count)
{
    for (size_t i = count / 2; i-- > 0;) {
        sift_values(values, i, count);
    }
    for (size_t end = count; end-- > 1;) {
        double largest = values[0];
        values[0] = values[end];
        values[end] = largest;
        sift_values(values, 0, end);
    }
}

double order_quantile7(const double *sorted, size_t count, double share)
{
    double place = (double)(count - 1) * share;
    size_t below = (size_t)floor(place);
    double part = place - (double)below;
    if (below + 1 >= count) {
        return sorted[count - 1];
    }
    return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

struct stats_number stats_quantile(const double *values, size_t count, double share, double *sorted)
{
    enum stats_fault fault = stats_check_values(values, count);
    fault = fault == STATS_OK ? stats_check_probability(share) : fault;
    if (fault != STATS_OK) {
        return stats_no_number(fault);
    }
    memcpy(sorted, values, count * sizeof *values);
    order_sort(sorted, count);
    return (struct stats_number){.value = order_quantile7(sorted, count, share)};
}

struct stats_number stats_median(const double *values, size_t count, double *sorted)
{
    return stats_quantile(values, count, 0.5, sorted);
}
