/* search.h - the first whole number for which something holds.
 *
 * Private to stats.
 */
#ifndef SEARCH_H
#define SEARCH_H

#include <stdbool.h>
#include <stdint.h>

typedef bool search_test(int64_t k, const void *context);

/* The smallest k from low to high for which `holds`, which must hold at high and at every
 * k after the first.  Starts at `guess` and doubles its steps: a guess that is d off costs
 * about 2 log2(d) tests. */
int64_t search_first(int64_t low, int64_t high, double guess, search_test *holds,
                     const void *context);

#endif
