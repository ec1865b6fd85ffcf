/* An access log in a folder of its own, for tests. */
#ifndef TESTS_UNIT_MODEL_AUDIT_LOGGED_H
#define TESTS_UNIT_MODEL_AUDIT_LOGGED_H

#include "model/audit/audit_log.h"
#include "model/audit/audit_verify.h"

#include <uv.h>

struct logged {
    char top[64];
    char *folder;
    uv_loop_t loop;
    unsigned failures;
    bool is_closed;
};

int logged_set_up(void **state);
int logged_tear_down(void **state);

/* Counts. */
void logged_on_failure(void *context, const struct failure *failure);

/* Closes the log; the loop runs until it is. */
void logged_close(struct logged *logged, struct audit_log **log);

/* Opens the log, writes lines and closes it. */
void logged_write(struct logged *logged, unsigned count);
struct audit_verdict logged_verify(struct logged *logged, const char *expected);

/* The newest file of the log; the only one. To be freed. */
char *logged_newest(const struct logged *logged);
char *logged_month(const struct logged *logged);

/* The only file as one text, to be freed, and back. */
char *logged_read(const struct logged *logged);
void logged_replace(const struct logged *logged, const char *text, size_t length);

/* Where in the text that line begins, from 0 on. */
char *logged_line(char *text, unsigned number);

#endif
