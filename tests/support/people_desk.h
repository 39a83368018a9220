/* people_desk.h - intake and feedback in one process that keeps people's events in memory.
 *
 * It takes events as intake does (checked, once under source and id), and reads them as
 * feedback does (folded, narrowed, redacted for whoever asks as an operator, outside when asked
 * so), with pfq/people.h and no disk.  For tests of the commands. */
#ifndef PEOPLE_DESK_H
#define PEOPLE_DESK_H

#include <sys/types.h>

#include "pfq/client.h"

struct desk {
    char dir[48];
    char run[64]; /* "--run=DIR" */
    pid_t pid;
};

void desk_begin(struct desk *desk);
void desk_end(struct desk *desk);

/* Tell it so, at any time of the past; asserts that it is taken. */
void desk_tell(struct desk *desk, Pfq__V1__Event *event, const char *id);

/* A DGA assessment "a<n>" of 40AA<n>26, FH_NGAP, with failures D06, D20 ... numbered from 1;
 * details releasable but for the second. */
void desk_assess(struct desk *desk, unsigned n, size_t failures, int64_t at_ms);

/* The rows of a force, in the arena. */
Pfq__V1__PeopleRows *desk_rows(struct desk *desk, const char *force, struct pfq_arena *arena);

#endif
