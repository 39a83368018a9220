/* stages.h - a file is checked for its own stage and for those it is judged as.
 *
 * Private to services/standard.
 */
#ifndef STAGES_H
#define STAGES_H

#include <stddef.h>
#include <stdint.h>

#include "language/tables.h"
#include "submission.pb-c.h"

enum {
    STAGES_ADDED_MAX = 2
};

struct stages_added {
    size_t count;
    Pfq__V1__FileType stage[STAGES_ADDED_MAX];
};

/* 1 << FileType for each; *added, empty before, holds those beside the file's own.  An offence
 * is indictable only where the file says so, and where the table says it of its code. */
uint32_t stages_find(const Pfq__V1__Submission *submission, const struct rule_tables *tables,
                     int32_t date, struct stages_added *added);

#endif
