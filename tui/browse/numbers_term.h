/* A group of a list's calls as a term of the filter. Pure, but for the zone of the process. */
#ifndef TUI_BROWSE_NUMBERS_TERM_H
#define TUI_BROWSE_NUMBERS_TERM_H

#include "model/query/list_groups.h"

#include <stdbool.h>
#include <stddef.h>

/* Of all that these groups hold it finds the calls of this one alone: by the name where that tells them apart, else by
 * the number. False if the filter has no such term. */
bool numbers_term(char *buffer, size_t size, const struct list_groups *groups,
                  const struct list_group *group);

#endif
