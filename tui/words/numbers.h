/* The groups of a list's calls, and how many calls there are and how long, in words. */
#ifndef TUI_WORDS_NUMBERS_H
#define TUI_WORDS_NUMBERS_H

#include "model/query/list_groups.h"
#include "model/time/timestamp.h"

enum { NUMBERS_SIZE = 320 };

/* "agent", "queue", … */
const char *numbers_grouping(enum list_grouping grouping);

/* "Ida Holm", "Sales", "Fri 2024-05-03", "08:00–09:00", "Monday", or what is lacking; of two that have one name with
 * their numbers. As the server gives it. Returns buffer. */
const char *numbers_name(char buffer[NUMBERS_SIZE], const struct list_groups *groups,
                         const struct list_group *group);

/* The same of a day of the week alone. */
const char *numbers_weekday(int64_t key);

/* "12:03:45", of all calls that have a length, and of the one in their middle; "–" where none has. */
const char *numbers_total(char buffer[TIMESTAMP_TEXT_SIZE], const struct list_group *group);
const char *numbers_median(char buffer[TIMESTAMP_TEXT_SIZE], const struct list_group *group);

/* "12:03:45 in all, median 0:03:12, 3 without a length". Returns buffer. */
const char *numbers_lengths(char buffer[NUMBERS_SIZE], const struct list_group *group);

#endif
