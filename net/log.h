/* The log file of --log: one line an event, UTC time first. Off until log_open. Safe from any
 * thread. Control characters in a line are written as \xNN; callers never pass the secret. */
#ifndef NET_LOG_H
#define NET_LOG_H

#include <stdbool.h>

struct failure;

/* Appends to `path` (created 0600). Returns false with *failure filled if that is impossible. */
bool log_open(const char *path, struct failure *failure);
void log_close(void);
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
