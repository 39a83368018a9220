/* compliance_slow.h - the figures of compliance a second time: each counted from all rows anew,
 * by the definitions of compliance.h and nothing of its code. */
#ifndef COMPLIANCE_SLOW_H
#define COMPLIANCE_SLOW_H

#include "support/compliance_kit.h"

struct slow_share {
    uint64_t count;
    uint64_t files;
};

/* Whose line: NULL is anybody's. */
struct slow_whose {
    const char *unit;
    const char *reviewer;
};

struct slow_line {
    struct slow_share completed, before_hearing, on_time, failing, without_detail, copied;
    struct slow_share never_answered, never_decided, overturned, reviews_on_time, disclosure;
    uint64_t not_yet_due, late, assessments, reviews_late;
    double median_minutes, ninetieth_minutes; /* below 0: none */
};

struct slow_line slow_line(const struct compliance_kit *kit, struct slow_whose whose);

/* tau^2 of all units together; below 0: not known. */
double slow_tau2(const struct compliance_kit *kit);

struct slow_force {
    struct slow_share assessed, failing;
    double adjusted, low, high;
};

struct slow_force slow_force(const struct compliance_kit *kit, const char *force);

#endif
