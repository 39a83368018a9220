/* child.h - one of our programs, run for what it prints.
 *
 * Layer 4 (operator).
 */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

/* Start it; what it prints can be read.  Its standard error is ours: it says there what it
 * cannot do.  NULL: it could not be started. */
FILE *child_start(char *const argv[], pid_t *pid);

/* Wait for its end; true: it was good. */
bool child_ended_well(FILE *out, pid_t pid);

#endif
