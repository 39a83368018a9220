/* fault.c - faults and suggestions: see fault.h. */
#include "fault.h"

#include <stdarg.h>
#include <stdio.h>

void rule_fault(struct rule_faults *faults, const struct rule_source *source, size_t offset,
                const char *fix, const char *fmt, ...)
{
    char sentence[256];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    faults->count++;
    faults->report(faults->self, source, offset, sentence, fix);
}

const char *rule_nearest_fix(const struct pfq_near *nearest, const char *otherwise,
                             char out[RULE_FIX_TEXT])
{
    if (nearest->name == NULL) {
        return otherwise;
    }
    (void)snprintf(out, RULE_FIX_TEXT, "Did you mean %s?", nearest->name);
    return out;
}
