#include "tests/bench/verdict.h"

#include <stdio.h>

#include "tests/bench/table.h"

static bool wrong;

void verdict_equal(const char *what, uint64_t expected, uint64_t found)
{
    char wanted[TABLE_NUMBER_SIZE];
    char had[TABLE_NUMBER_SIZE];
    if (expected == found)
        return;
    fflush(stdout);
    fprintf(stderr, "WRONG: %s: %s, not %s\n", what, table_number(had, found),
            table_number(wanted, expected));
    wrong = true;
}

void verdict_holds(const char *what, bool holds)
{
    if (holds)
        return;
    fflush(stdout);
    fprintf(stderr, "WRONG: %s\n", what);
    wrong = true;
}

int verdict_status(void)
{
    return wrong ? 1 : 0;
}
