/* The log file of --log: one line per event, starting with UTC time. Off until log_open. Thread-safe. Control
 * characters and bytes that are not UTF-8 are written as \xNN; callers never pass the secret. */
#ifndef NET_BASE_LOG_H
#define NET_BASE_LOG_H

#include <stdbool.h>

struct failure;

/* Appends to `path`, which may be new (created 0600), empty, or an earlier log of ours; anything else is refused
 * and left unchanged. If group or others had access to the file, it is taken away and *opened_up is the former
 * mode, else 0. False with *failure filled. */
bool log_open(const char *path, unsigned *opened_up, struct failure *failure);
void log_close(void);
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
