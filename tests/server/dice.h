/* Random numbers that are the same on every machine for the same seed (SplitMix64). */
#ifndef TESTS_SERVER_DICE_H
#define TESTS_SERVER_DICE_H

#include <stdint.h>

struct dice {
    uint64_t state;
};

/* Spreads every bit of the value over all bits of the answer. */
static inline uint64_t dice_mix(uint64_t value)
{
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

static inline uint64_t dice_next(struct dice *dice)
{
    dice->state += UINT64_C(0x9e3779b97f4a7c15);
    return dice_mix(dice->state);
}

/* 0 to limit - 1. */
static inline uint32_t dice_below(struct dice *dice, uint32_t limit)
{
    return (uint32_t)(((dice_next(dice) >> 32) * limit) >> 32);
}

/* 0 to just below 1. */
static inline double dice_unit(struct dice *dice)
{
    return (double)(dice_next(dice) >> 11) * 0x1p-53;
}

#endif
