/* fault.c - faults and suggestions: see fault.h. */
#include "fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    NAME_TEXT = 64
};

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

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein, one row at a time. */
static size_t distance(const char *a, const char *b)
{
    size_t b_size = strlen(b);
    size_t row[NAME_TEXT];
    if (b_size >= NAME_TEXT) {
        return NAME_TEXT;
    }
    for (size_t j = 0; j <= b_size; j++) {
        row[j] = j;
    }
    for (size_t i = 0; a[i] != '\0'; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 1; j <= b_size; j++) {
            size_t replace = corner + (a[i] != b[j - 1]);
            corner = row[j];
            row[j] = smaller(replace, smaller(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_size];
}

void rule_nearest_offer(struct rule_nearest *nearest, const char *candidate)
{
    size_t far = 1 + strlen(nearest->wanted) / 3;
    size_t d = distance(nearest->wanted, candidate);
    if (d <= far && (nearest->name == NULL || d < nearest->distance)) {
        nearest->name = candidate;
        nearest->distance = d;
    }
}

const char *rule_nearest_fix(const struct rule_nearest *nearest, const char *otherwise,
                             char out[RULE_FIX_TEXT])
{
    if (nearest->name == NULL) {
        return otherwise;
    }
    (void)snprintf(out, RULE_FIX_TEXT, "Did you mean %s?", nearest->name);
    return out;
}
