/* world.c - forces, units, and the wheel that deals files to them: see world.h. */
#include "world.h"

#include <string.h>

#include "dice.h"

static const char *const themes[PFQ_SIMULATE_THEMES] = {"CASE_DATA",
                                                        "SUPERVISION_CHARGING",
                                                        "CASE_SUMMARY",
                                                        "INTERVIEW",
                                                        "WITNESS_EVIDENCE",
                                                        "EXHIBITS_MULTIMEDIA",
                                                        "FORENSIC_MEDICAL",
                                                        "DISCLOSURE_SCHEDULES",
                                                        "DISCLOSURE_MATERIAL",
                                                        "VICTIM_WITNESS_CARE",
                                                        "DA_SPECIALIST",
                                                        "PRECONS_BADCHAR",
                                                        "BAIL_ORDERS_ANCILLARY",
                                                        "DATA_PROTECTION",
                                                        "TIMELINESS"};

const struct world_force world_forces[PFQ_SIMULATE_FORCES] = {
#define FORCE(code, since, weight, units) {code, weight, units},
#include "simulate/forces.def"
#undef FORCE
};

static const struct pfq_simulate_parameter parameters[] = {
#define PARAMETER(name, value, unit, source) {#name, value, unit, source},
#include "simulate/parameters.def"
#undef PARAMETER
};

size_t pfq_simulate_parameters(const struct pfq_simulate_parameter **out)
{
    *out = parameters;
    return sizeof parameters / sizeof parameters[0];
}

const char *pfq_simulate_theme(int theme)
{
    return themes[theme];
}

const char *pfq_simulate_force(int place)
{
    return world_forces[place].code;
}

int pfq_simulate_force_place(const char *code)
{
    for (int i = 0; i < PFQ_SIMULATE_FORCES; i++) {
        if (strcmp(world_forces[i].code, code) == 0) {
            return i;
        }
    }
    return -1;
}

unsigned world_units(int force)
{
    return (unsigned)strlen(world_forces[force].units) / 2;
}

static bool chosen(uint64_t forces, int force)
{
    return forces == 0 || (forces >> force & 1) != 0;
}

/* The slots of a force go round its units. */
static void deal(struct wheel *wheel, int force, size_t first, size_t end)
{
    unsigned units = world_units(force);
    for (size_t i = first; i < end; i++) {
        unsigned unit = (unsigned)(i - first) % units;
        size_t count = (end - first - unit + units - 1) / units;
        wheel->force[i] = (uint8_t)force;
        wheel->unit[i] = (uint8_t)unit;
        wheel->rank[i] = (uint16_t)((i - first) / units);
        wheel->slots[i] = (uint16_t)count;
        wheel->widest = wheel->widest > count ? wheel->widest : (uint16_t)count;
    }
}

void wheel_init(struct wheel *wheel, uint64_t seed, uint64_t forces)
{
    uint64_t whole = 0;
    uint64_t passed = 0;
    memset(wheel, 0, sizeof *wheel);
    wheel->seed = seed;
    for (int f = 0; f < PFQ_SIMULATE_FORCES; f++) {
        whole += chosen(forces, f) ? world_forces[f].weight : 0;
    }
    for (int f = 0; f < PFQ_SIMULATE_FORCES; f++) {
        if (chosen(forces, f)) {
            size_t first = (size_t)(passed * WHEEL_SLOTS / whole);
            passed += world_forces[f].weight;
            deal(wheel, f, first, (size_t)(passed * WHEEL_SLOTS / whole));
        }
    }
}

struct wheel_place wheel_at(const struct wheel *wheel, int year, uint64_t index)
{
    uint64_t turn = index / WHEEL_SLOTS;
    struct dice dice = dice_named(wheel->seed, (uint64_t)year, turn);
    uint64_t order = dice_next(&dice);
    uint64_t step = (order >> 32) | 1; /* odd: it reaches every slot */
    size_t slot = (size_t)((index * step + order) % WHEEL_SLOTS);
    uint64_t number = turn * wheel->slots[slot] + wheel->rank[slot];
    return (struct wheel_place){wheel->force[slot], wheel->unit[slot], (uint32_t)number};
}
