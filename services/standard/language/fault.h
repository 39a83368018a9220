/* fault.h - what is wrong with an expression, and where.
 *
 * An expression is text that stands somewhere in a YAML file.  The language knows
 * the place inside the text; whoever loads the file maps it to line and column.
 * Every fault is reported: a faulty part takes no part in further faults.
 *
 * Private to services/standard.
 */
#ifndef RULE_FAULT_H
#define RULE_FAULT_H

#include <stddef.h>
#include <stdint.h>

#include "pfq/near.h"

/* One expression.  The loader embeds it in what knows the file. */
struct rule_source {
    const char *text;
};

struct rule_faults {
    void (*report)(void *self, const struct rule_source *source, size_t offset,
                   const char *sentence, const char *fix);
    void *self;
    size_t count;
};

void rule_fault(struct rule_faults *faults, const struct rule_source *source, size_t offset,
                const char *fix, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

enum {
    RULE_FIX_TEXT = 160
};

/* "Did you mean vps_status?", or `otherwise` where nothing is near. */
const char *rule_nearest_fix(const struct pfq_near *nearest, const char *otherwise,
                             char out[RULE_FIX_TEXT]);

#endif
