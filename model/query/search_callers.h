/* The texts of all callers in one buffer, so that a typed number is found in all of them by one scan; the
 * candidates are then matched as in model/filter/filter.h. Each text is parsed as a telephone number once. Pure. */
#ifndef MODEL_QUERY_SEARCH_CALLERS_H
#define MODEL_QUERY_SEARCH_CALLERS_H

#include "model/filter/filter.h"
#include "net/base/bits.h"

#include <stddef.h>
#include <stdint.h>

#define SEARCH_NEEDLE_SIZE TELEPHONE_SIZE

/* A caller whose text has digits outside its number: its text is stored separately. */
struct search_odd {
    uint32_t caller;
    uint32_t start; /* in odd_texts */
};

struct search_callers {
    char *texts; /* owned; of each caller: as given, or nothing if that is odd, and, where its digits do not
                    stand there in one piece, these, each with a zero byte behind it */
    size_t used;
    size_t capacity;
    uint32_t *starts; /* owned; of the callers from 0 on, in texts */
    size_t count;
    size_t start_capacity;
    struct search_odd *odd; /* owned; in the order of the callers */
    size_t odd_count;
    size_t odd_capacity;
    char *odd_texts; /* owned; each with a zero byte behind it */
    size_t odd_used;
    size_t odd_texts_capacity;
    uint32_t *named; /* owned; callers that words can name, likewise */
    size_t named_count;
    size_t named_capacity;
    bool has_long; /* a text has more digits than are compared */
};

void search_callers_clear(struct search_callers *callers);

/* Adds a caller, in ascending order of numbers. False if there is no more room; the texts must not be searched
 * then. */
bool search_callers_add(struct search_callers *callers, int64_t caller, const char *text);

/* The greatest number added. */
int64_t search_callers_last(const struct search_callers *callers);

/* The text of a caller; NULL if it was not added. */
const char *search_callers_text(const struct search_callers *callers, int64_t caller);

/* Digits contained in every caller that the filter matches; "" if there are none. */
void search_needle(const struct filter *filter, char needle[SEARCH_NEEDLE_SIZE]);

/* Whether the filter matches exactly the callers that contain the needle. */
bool search_needle_decides(const struct filter *filter, const char *needle);

/* Sets the bits of the callers that the filter matches, and in `candidates` of those that have the needle.
 * `within`: those that have a part of the needle; NULL if they are not known. */
void search_callers_find(const struct search_callers *callers, const struct filter *filter,
                         const char *needle, const struct bits *within, struct bits *candidates,
                         struct bits *found);

/* Sets the bits of the callers that a word of the filter names (see filter_word_names_caller). */
void search_callers_find_named(const struct search_callers *callers, const struct filter *filter, size_t word,
                               struct bits *found);

size_t search_callers_memory(const struct search_callers *callers); /* bytes */

#endif
