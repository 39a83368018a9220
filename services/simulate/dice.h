/* dice.h - random numbers that are the same on every machine.
 *
 * SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014).  A stream is named by a seed and two numbers, so that any file can be made
 * again without those before it.  All decisions are by whole numbers: no floating point.
 *
 * Private to services/simulate.
 */
#ifndef DICE_H
#define DICE_H

#include <stdbool.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

static inline uint64_t dice_mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static inline uint64_t dice_next(struct dice *dice)
{
    dice->state += UINT64_C(0x9e3779b97f4a7c15);
    return dice_mix(dice->state);
}

static inline struct dice dice_named(uint64_t seed, uint64_t purpose, uint64_t number)
{
    uint64_t name = dice_mix(seed + UINT64_C(0x9e3779b97f4a7c15));
    name = dice_mix(name ^ dice_mix(purpose * UINT64_C(0xd1342543de82ef95) + number));
    return (struct dice){name};
}

/* 0 .. n - 1 for n below 2^32, each equally likely to one part in 2^32 / n. */
static inline uint32_t dice_below(struct dice *dice, uint32_t n)
{
    return (uint32_t)(((dice_next(dice) >> 32) * n) >> 32);
}

/* True in `part` of `whole` throws; whole is below 2^32. */
static inline bool dice_part(struct dice *dice, uint64_t part, uint64_t whole)
{
    return (dice_next(dice) >> 32) * whole < part << 32;
}

/* Parts per million. */
static inline bool dice_ppm(struct dice *dice, uint32_t ppm)
{
    return dice_below(dice, 1000000) < ppm;
}

#endif
