/* Elements that no client expects. */
#ifndef TESTS_SERVER_ODD_H
#define TESTS_SERVER_ODD_H

#include "tests/server/history.h"
#include "tests/server/render.h"
#include "tests/server/text.h"

#include <stdbool.h>

/* How many variants there are before they repeat. */
unsigned odd_variants(void);

/* A recording, valid as JSON (but for one variant with invalid UTF-8), with something odd in it. */
void odd_element(struct text *text, const struct renderer *renderer, const struct recording *row,
                 unsigned variant);

/* One of which only the file name is odd, the same each time; of some calls two. Returns how many. */
size_t odd_named(struct text *text, const struct renderer *renderer, const struct recording *row);

/* Two recordings with the ids 2^53+1 and 2^63-1, if they are greater than `after`. */
void odd_last(struct text *text, int64_t after, bool comma);

/* An element that is no JSON; `mode` is `json`, `string` (its text never ends) or `number`. */
void odd_broken(struct text *text, const struct renderer *renderer, const struct recording *row,
                const char *mode);

/* A recording whose caller is longer than 1 MiB. */
void odd_huge(struct text *text, const struct renderer *renderer, const struct recording *row);

/* A name, escaped for JSON, that is hard to show. */
const char *odd_name(unsigned variant);

#endif
