/* bug.c - the end of a process that broke its own promise. */
#include "pfq/bug.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void pfq_bug(const char *file, int line, const char *claim)
{
    fprintf(stderr, "pfq: bug: %s:%d: this should hold: %s\n", file, line, claim);
    abort();
}
