/* dcf_faults.h - the planted faults of tests/golden/dcf: one thing changed in a clean Digital
 * Case File, and what must then be said.
 *
 *     {"rule": "D083", "base": "gap", "without": ["case.defendants[0].class_a_drug_test_details"],
 *      "problem": "DCF_DRUG_DETAILS_MISSING case.defendants[0].class_a_drug_test_details"}
 *
 * first     what the base is made into before; null takes out
 * rule      the rows of the list of DCF rules that are broken
 * set       paths and the values written there
 * without   paths taken out
 * again     a list whose first entry is appended once more
 * problem   code and place of the one new problem
 * finding   ids of the checks that then fail and did not before
 */
#ifndef TEST_DCF_FAULTS_H
#define TEST_DCF_FAULTS_H

#include <jansson.h>

/* All of them, from every faults_*.json; the caller's. */
json_t *dcf_faults_load(void);

/* The document that a fault begins with, and the same with the fault; the caller's. */
json_t *dcf_faults_base(const json_t *fault);
json_t *dcf_faults_plant(const json_t *fault);

#endif
