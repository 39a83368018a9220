/* operator.c - exit codes and common options: see operator.h. */
#include "operator.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int badness(enum pfq_exit code)
{
    static const int ranks[] = {
        [PFQ_EXIT_GOOD] = 0,  [PFQ_EXIT_CANNOT_TELL] = 1, [PFQ_EXIT_NOT_GOOD] = 2,
        [PFQ_EXIT_USAGE] = 3, [PFQ_EXIT_AWAY] = 4,
    };
    return ranks[code];
}

enum pfq_exit exit_worse(enum pfq_exit a, enum pfq_exit b)
{
    return badness(b) > badness(a) ? b : a;
}

uint64_t option_number(struct argp_state *state, const char *name, const char *text, uint64_t min,
                       uint64_t max)
{
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (!isdigit((unsigned char)text[0]) || *end != '\0' || errno != 0 || value < min ||
        value > max) {
        argp_error(state, "%s takes a number from %" PRIu64 " to %" PRIu64, name, min, max);
    }
    return value;
}

const char *option_force(struct argp_state *state, const char *text)
{
    if (strlen(text) != 2 || !isdigit((unsigned char)text[0]) || !isdigit((unsigned char)text[1])) {
        argp_error(state, "a force is its two-digit code, such as 40");
    }
    return text;
}
