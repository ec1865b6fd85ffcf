#include "tests/server/callers.h"

#include "tests/server/must.h"

#include <stdio.h>
#include <stdlib.h>

/* The table begins with the callers without a number. */
enum { CALLER_ANONYMOUS, CALLER_EMPTY, CALLER_FIRST_NUMBER };

struct callers {
    uint32_t count;
    struct caller table[];
};

static void make_number(struct caller *caller, struct dice *dice)
{
    uint32_t kind = dice_below(dice, 1000);
    unsigned danish = 20000000 + dice_below(dice, 79999999);
    unsigned foreign = dice_below(dice, 10000000);
    int length;

    if (kind < 930)
        length = snprintf(caller->text, sizeof caller->text, "+45%08u", danish);
    else if (kind < 950)
        length = snprintf(caller->text, sizeof caller->text, "+46%02u%07u", 70 + danish % 10, foreign);
    else if (kind < 965)
        length = snprintf(caller->text, sizeof caller->text, "+49%03u%07u", 151 + danish % 28, foreign);
    else if (kind < 975)
        length = snprintf(caller->text, sizeof caller->text, "+447%02u%07u", danish % 100, foreign);
    else
        length = snprintf(caller->text, sizeof caller->text, "%u", 200 + danish % 7800);
    caller->length = (uint8_t)length;
}

struct callers *callers_new(size_t recordings, uint64_t seed)
{
    uint32_t count = (uint32_t)(recordings / 5) + 200;
    struct callers *callers = must_alloc(1, sizeof *callers + count * sizeof callers->table[0]);
    struct dice dice = {dice_mix(seed ^ 0xca11e5)};

    callers->count = count;
    callers->table[CALLER_ANONYMOUS] = (struct caller){9, "anonymous"};
    for (uint32_t i = CALLER_FIRST_NUMBER; i < count; i++)
        make_number(&callers->table[i], &dice);
    return callers;
}

void callers_free(struct callers **callers)
{
    free(*callers);
    *callers = NULL;
}

uint32_t callers_draw(const struct callers *callers, struct dice *dice)
{
    uint64_t roll = dice_next(dice);
    uint32_t kind = (uint32_t)(roll & 1023);

    if (kind < 40)
        return CALLER_ANONYMOUS;
    if (kind < 52)
        return CALLER_EMPTY;
    double unit = (double)(roll >> 11) * 0x1p-53;
    uint32_t numbers = callers->count - CALLER_FIRST_NUMBER;
    return CALLER_FIRST_NUMBER + (uint32_t)(numbers * unit * unit * unit);
}

const struct caller *callers_table(const struct callers *callers)
{
    return callers->table;
}
