/* The people who call: numbers, most of them Danish, a few of whom call again and again. */
#ifndef TESTS_SERVER_CALLERS_H
#define TESTS_SERVER_CALLERS_H

#include "tests/server/dice.h"

#include <stddef.h>
#include <stdint.h>

struct caller {
    uint8_t length;
    char text[15];
};

struct callers;

/* As many as fit a history of that many recordings. */
struct callers *callers_new(size_t recordings, uint64_t seed);
void callers_free(struct callers **callers);

/* Draws the caller of one call: the earlier in the table, the more often. */
uint32_t callers_draw(const struct callers *callers, struct dice *dice);

/* The whole table, for the one that renders many. */
const struct caller *callers_table(const struct callers *callers);

#endif
