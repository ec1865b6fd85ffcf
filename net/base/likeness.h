/* Which of some names somebody may have meant who has written another. Pure. */
#ifndef NET_BASE_LIKENESS_H
#define NET_BASE_LIKENESS_H

#include <stddef.h>

/* How many letters have to be added, left out, changed or swapped with their neighbour to make one text of the
 * other, whatever their case: optimal string alignment (https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance). More than
 * LIKENESS_LONGEST bytes are like nothing. */
enum { LIKENESS_LONGEST = 64 };
size_t likeness_distance(const char *one, const char *other);

/* The best so far. Zeroed at first. */
struct likeness {
    const char *name; /* NULL: nothing is like it */
    size_t distance;
};

/* Takes a name into account: one that `written` begins, or that is at most a third of its letters away. */
void likeness_take(struct likeness *best, const char *written, const char *name);

#endif
