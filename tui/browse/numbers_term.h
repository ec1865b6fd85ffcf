/* Makes a term of the filter of a group of calls. Pure, but for the zone of the process. */
#ifndef TUI_BROWSE_NUMBERS_TERM_H
#define TUI_BROWSE_NUMBERS_TERM_H

#include "model/query/list_groups.h"

#include <stdbool.h>
#include <stddef.h>

/* Writes the term that finds, among the calls of these groups, those of this one only: by its name if that is unique,
 * else by its number. False if the filter has no such term. */
bool numbers_term(char *buffer, size_t size, const struct list_groups *groups,
                  const struct list_group *group);

#endif
