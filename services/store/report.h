/* report.h - what the database says when no service runs.
 *
 * A ServiceStatus as one line of canonical protobuf JSON on standard output.
 *
 * Layer 4 (store).
 */
#ifndef REPORT_H
#define REPORT_H

#include "offline.h"

enum pfq_code report_act(const char *database, const struct offline_span *unused,
                         struct pfq_err *err);

/* The activity log, and the digest of its last line; an error when it was changed (activity.h). */
enum pfq_code report_activity(const char *database, const struct offline_span *unused,
                              struct pfq_err *err);

#endif
