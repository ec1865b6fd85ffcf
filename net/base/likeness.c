#include "net/base/likeness.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { ROWS = 3 };

static size_t least(size_t one, size_t other)
{
    return one < other ? one : other;
}

static bool is_same(char one, char other)
{
    return tolower((unsigned char)one) == tolower((unsigned char)other);
}

size_t likeness_distance(const char *one, const char *other)
{
    size_t rows[ROWS][LIKENESS_LONGEST + 1], length = strlen(one), width = strlen(other);
    if (length > LIKENESS_LONGEST || width > LIKENESS_LONGEST)
        return length + width;
    for (size_t j = 0; j <= width; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= length; i++) {
        size_t *row = rows[i % ROWS], *above = rows[(i + 2) % ROWS], *second = rows[(i + 1) % ROWS];
        row[0] = i;
        for (size_t j = 1; j <= width; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1,
                           above[j - 1] + (is_same(one[i - 1], other[j - 1]) ? 0 : 1));
            if (i > 1 && j > 1 && is_same(one[i - 1], other[j - 2]) && is_same(one[i - 2], other[j - 1]))
                row[j] = least(row[j], second[j - 2] + 1);
        }
    }
    return rows[length % ROWS][width];
}

void likeness_take(struct likeness *best, const char *written, const char *name)
{
    size_t length = strlen(written);
    bool is_beginning = length > 1 && strncasecmp(written, name, length) == 0;
    size_t distance = is_beginning ? 1 : likeness_distance(written, name);
    if (distance > (length + 2) / 3 || distance >= length || (best->name && distance >= best->distance))
        return;
    *best = (struct likeness){name, distance};
}
