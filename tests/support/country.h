/* country.h - the figures that the generator's files come to, and a run of the themes over them.
 *
 * What `pfq simulate` sends, counted as store counts it: first submissions by force, theme, case
 * type and day.  For tests: asserts nothing, aborts where there is no memory. */
#ifndef COUNTRY_H
#define COUNTRY_H

#include "feedback/themes/themes.h"

enum {
    COUNTRY_MONTHS = 36,
    COUNTRY_CELLS = 8192 /* more than there can be */
};

struct country;

/* Nothing is planted: `files` first submissions a month of all forces. */
struct country *country_open(uint64_t seed, uint32_t files);
void country_close(struct country *country);

/* All months closed; `t` was opened for COUNTRY_CELLS. */
void country_run(const struct country *country, struct themes *t);

/* The last month's files, failing at the rate of all forces together, as a pack takes them; how
 * many there are, at most COUNTRY_CELLS. */
uint32_t country_sizes(const struct country *country, struct themes_size *out);

#endif
