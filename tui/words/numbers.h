/* The groups of a list's calls (by agent, queue, day, hour, weekday), their numbers of calls and lengths, in words. */
#ifndef TUI_WORDS_NUMBERS_H
#define TUI_WORDS_NUMBERS_H

#include "model/query/list_groups.h"
#include "model/time/timestamp.h"

enum { NUMBERS_SIZE = 320 };

/* "agent", "queue", …; untranslated. Static. */
const char *numbers_grouping(enum list_grouping grouping);

/* "Ida Holm", "Sales", "Fri 2024-05-03", "08:00–09:00", "Monday", or "(no queue)" and the like; groups of the same
 * name have their number behind it. Names are as the server gives them, not escaped. Returns buffer. */
const char *numbers_name(char buffer[NUMBERS_SIZE], const struct list_groups *groups,
                         const struct list_group *group);

/* The name of a day of the week, from 0 for Monday; untranslated. Static. */
const char *numbers_weekday(int64_t key);

/* "12:03:45": the sum, and the median, of the lengths of the calls that have one; "–" if none has. Return buffer. */
const char *numbers_total(char buffer[TIMESTAMP_TEXT_SIZE], const struct list_group *group);
const char *numbers_median(char buffer[TIMESTAMP_TEXT_SIZE], const struct list_group *group);

/* "12:03:45 in all, median 0:03:12, 3 without a length". Returns buffer. */
const char *numbers_lengths(char buffer[NUMBERS_SIZE], const struct list_group *group);

#endif
