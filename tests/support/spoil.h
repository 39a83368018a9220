/* spoil.h - one thing changed in a whole submission (JSON), for the golden files.
 *
 * A variant names its base and what it changes:
 *
 *     {"row": "VW01", "base": "01_shoplifting_guilty_plea",
 *      "set": {"witnesses.witness.1.vpsStatus": "NOT_STATED"},
 *      "without": ["MG6E"], "with": ["MG12"]}
 *
 * set      by path; numbers are positions from 1, the place after the last appends,
 *          null removes
 * without  every document of these codes goes
 * with     a plain document of each code comes: the first one's copy
 */
#ifndef TEST_SPOIL_H
#define TEST_SPOIL_H

#include <jansson.h>

/* Changes `submission` in place.  NULL, or the path or code that does not fit. */
const char *spoil(json_t *submission, const json_t *variant);

#endif
