/* options.c - whether a run can be simulated: see world.h. */
#include <stdio.h>
#include <string.h>

#include "world.h"

enum {
    URN_NUMBERS = 100000
};

static void check_months(const struct pfq_simulate_options *o, struct pfq_problems *problems)
{
    if (o->from < PFQ_SIMULATE_FIRST || o->to > PFQ_SIMULATE_LAST || o->from % 100 < 1 ||
        o->from % 100 > 12 || o->to % 100 < 1 || o->to % 100 > 12) {
        pfq_problem(problems, "MONTHS", "months", "Choose months from 2015-07 to 2030-09.",
                    "The standard or the bank holidays do not reach to these months.");
    } else if (o->to < o->from) {
        pfq_problem(problems, "MONTHS", "months", "Put the earlier month first.",
                    "The last month is before the first.");
    }
}

static bool unit_known(int force, const char *unit)
{
    for (const char *at = world_forces[force].units; *at != '\0'; at += 2) {
        if (memcmp(at, unit, 2) == 0) {
            return true;
        }
    }
    return false;
}

static void check_shifts(const struct pfq_simulate_options *o, struct pfq_problems *problems)
{
    for (size_t i = 0; i < o->shift_count && i < PFQ_SIMULATE_SHIFTS; i++) {
        const struct pfq_shift *s = &o->shifts[i];
        char path[32];
        (void)snprintf(path, sizeof path, "shift %zu", i + 1);
        if (s->from > o->to || (s->to != 0 && s->to < o->from)) {
            pfq_problem(problems, "SHIFT_OUTSIDE", path, "Change its months, or those of the run.",
                        "This shift is in none of the months that are simulated.");
        }
        if (s->force >= 0 && o->forces != 0 && (o->forces >> s->force & 1) == 0) {
            pfq_problem(problems, "SHIFT_OUTSIDE", path, "Change its force, or simulate it.",
                        "This shift is for a force that is not simulated.");
        }
        if (s->unit[0] != '\0' && s->force >= 0 && !unit_known(s->force, s->unit)) {
            pfq_problem(problems, "SHIFT_UNIT", path, "services/simulate/forces.def has them.",
                        "The force has no such unit.");
        }
    }
}

/* A unit's numbers in a year must fit the five digits of a URN. */
static void check_files(const struct pfq_simulate_options *o, unsigned widest,
                        struct pfq_problems *problems)
{
    uint64_t year = (uint64_t)o->files * 12;
    uint64_t numbers = (year / WHEEL_SLOTS + 1) * widest;
    if (o->files > PFQ_SIMULATE_FILES || numbers >= URN_NUMBERS) {
        pfq_problem(problems, "FILES", "files", "Ask for fewer files, or for more forces.",
                    "A unit would have more files in a year than there are URNs.");
    }
}

void options_check(const struct pfq_simulate_options *o, unsigned widest,
                   struct pfq_problems *problems)
{
    check_months(o, problems);
    check_shifts(o, problems);
    check_files(o, widest, problems);
}
