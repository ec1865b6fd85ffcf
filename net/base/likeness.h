/* "Did you mean": the known name closest to one that was mistyped. Pure. */
#ifndef NET_BASE_LIKENESS_H
#define NET_BASE_LIKENESS_H

#include <stddef.h>

/* The edit distance of two texts, ignoring case: insertions, deletions, substitutions and transpositions of
 * neighbours (optimal string alignment, https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance). If either is
 * longer than LIKENESS_LONGEST bytes the sum of their lengths, which counts as unlike. */
enum { LIKENESS_LONGEST = 64 };
size_t likeness_distance(const char *one, const char *other);

/* The best candidate so far; starts zeroed. */
struct likeness {
    const char *name; /* not owned; NULL: no candidate is close enough */
    size_t distance;
};

/* Considers a candidate. It qualifies if `written`, of two letters or more, is a prefix of it, or if the edit distance is
 * at most a third of the bytes of `written`, rounded up, and less than all of them. */
void likeness_take(struct likeness *best, const char *written, const char *name);

#endif
