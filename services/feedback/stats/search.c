/* search.c - see search.h. */
#include "search.h"

static int64_t within(int64_t k, int64_t low, int64_t high)
{
    return k < low ? low : k > high ? high : k;
}

static int64_t start_of(double guess, int64_t low, int64_t high)
{
    if (!(guess > (double)low)) {
        return low;
    }
    return guess < (double)high ? (int64_t)guess : high;
}

/* It holds at high and not below low. */
static int64_t bisect(int64_t low, int64_t high, search_test *holds, const void *context)
{
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (holds(middle, context)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return high;
}

int64_t search_first(int64_t low, int64_t high, double guess, search_test *holds,
                     const void *context)
{
    int64_t k = start_of(guess, low, high);
    int64_t step = 1;
    if (holds(k, context)) {
        while (k > low && holds(within(k - step, low, high), context)) {
            k = within(k - step, low, high);
            step *= 2;
        }
        return bisect(within(k - step + 1, low, high), k, holds, context);
    }
    while (k < high && !holds(within(k + step, low, high), context)) {
        k = within(k + step, low, high);
        step *= 2;
    }
    return bisect(within(k + 1, low, high), within(k + step, low, high), holds, context);
}
