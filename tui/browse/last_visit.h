/* When the screen last ran, for each account, in a file of state: recordings that ended later are "new". */
#ifndef TUI_BROWSE_LAST_VISIT_H
#define TUI_BROWSE_LAST_VISIT_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* The end of the last visit, in ticks; TIMESTAMP_NONE if there was none. `account` is a label, as below. */
int64_t last_visit_read(const char *account);

/* Writes it, unless another session has written a later one. False with *failure filled. */
bool last_visit_write(const char *account, int64_t time, struct failure *failure);

#endif
