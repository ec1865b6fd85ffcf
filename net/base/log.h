/* The log file of --log: one line an event, UTC time first. Off until log_open. Safe from any
 * thread. Control characters in a line are written as \xNN; callers never pass the secret. */
#ifndef NET_BASE_LOG_H
#define NET_BASE_LOG_H

#include <stdbool.h>

struct failure;

/* Appends to `path`: a new file (0600), an empty one or an earlier log; anything else is refused and left as
 * it is. What others could read of a log of ours is closed to them; *opened_up is then the mode that it had
 * (else 0). False with *failure filled. */
bool log_open(const char *path, unsigned *opened_up, struct failure *failure);
void log_close(void);
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
