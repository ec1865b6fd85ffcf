/* When the screen was last there, of each account, kept from one run to the next: what is new is so since then. */
#ifndef TUI_BROWSE_LAST_VISIT_H
#define TUI_BROWSE_LAST_VISIT_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* In ticks; TIMESTAMP_NONE if there has been no visit. */
int64_t last_visit_read(const char *account);

/* Unless a later one is known, of another session. False with *failure filled if it cannot be written. */
bool last_visit_write(const char *account, int64_t time, struct failure *failure);

#endif
