/* case_said.h - what people said of a case: assessments with the answers of the police and what the
 * CPS decided, and challenges, all as the force reads them, so that what is printed may be shown.
 *
 * Layer 4 (operator).
 */
#ifndef CASE_SAID_H
#define CASE_SAID_H

#include "operator.h"

enum pfq_exit case_put_said(const char *urn, const char *run, bool json);

#endif
