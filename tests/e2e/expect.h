/* Expectations of what a terminal shows. One that fails prints the whole screen and ends the cmocka test. */
#ifndef TESTS_E2E_EXPECT_H
#define TESTS_E2E_EXPECT_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/e2e/terminal.h"

/* The waits have TERMINAL_LIMIT, the ones that say _within a limit in milliseconds of their own. */
#define expect_text(terminal, text) expect_text_at(terminal, text, TERMINAL_LIMIT, __FILE__, __LINE__)
#define expect_text_within(terminal, text, limit) expect_text_at(terminal, text, limit, __FILE__, __LINE__)
#define expect_gone(terminal, text) expect_gone_at(terminal, text, TERMINAL_LIMIT, __FILE__, __LINE__)
#define expect_until(terminal, condition, context)                                                           \
    expect_stable_at(terminal, 0, condition, context, #condition, TERMINAL_LIMIT, __FILE__, __LINE__)
#define expect_until_within(terminal, condition, context, limit)                                             \
    expect_stable_at(terminal, 0, condition, context, #condition, limit, __FILE__, __LINE__)

/* No output for `quiet` ms, and `condition` (may be NULL) holds. */
#define expect_stable(terminal, quiet, condition, context)                                                   \
    expect_stable_at(terminal, quiet, condition, context, #condition, TERMINAL_LIMIT, __FILE__, __LINE__)

/* Waits until the row is exactly `text`, blanks at its end not counted; until it holds `text`. */
#define expect_row(terminal, row, text) expect_row_at(terminal, row, text, true, __FILE__, __LINE__)
#define expect_in_row(terminal, row, text) expect_row_at(terminal, row, text, false, __FILE__, __LINE__)

/* Waits until the row of the cursor, which is that of the selection, holds `text`. */
#define expect_selected(terminal, text) expect_selected_at(terminal, text, __FILE__, __LINE__)

/* At once: the text is not on the screen; the bytes never came out of the program. */
#define expect_absent(terminal, text) expect_absent_at(terminal, text, __FILE__, __LINE__)
#define expect_never_sent(terminal, bytes)                                                                   \
    expect_never_sent_at(terminal, bytes, sizeof(bytes) - 1, __FILE__, __LINE__)

/* Any condition, at once; the screen is printed if it fails. */
#define expect_that(terminal, holds) expect_that_at(terminal, holds, #holds, __FILE__, __LINE__)

/* The program ends with this exit code (128 plus the signal if one ended it). */
#define expect_exit(terminal, status) expect_exit_at(terminal, status, __FILE__, __LINE__)

/* The program stops itself. */
#define expect_stop(terminal) expect_stop_at(terminal, __FILE__, __LINE__)

void expect_text_at(struct terminal *terminal, const char *text, int limit, const char *file, int line);
void expect_gone_at(struct terminal *terminal, const char *text, int limit, const char *file, int line);
void expect_stable_at(struct terminal *terminal, int quiet, terminal_condition *condition, void *context,
                      const char *name, int limit, const char *file, int line);
void expect_row_at(struct terminal *terminal, int row, const char *text, bool whole, const char *file,
                   int line);
void expect_selected_at(struct terminal *terminal, const char *text, const char *file, int line);
void expect_absent_at(struct terminal *terminal, const char *text, const char *file, int line);
void expect_never_sent_at(struct terminal *terminal, const char *bytes, size_t length, const char *file,
                          int line);
void expect_that_at(struct terminal *terminal, bool holds, const char *claim, const char *file, int line);
void expect_exit_at(struct terminal *terminal, int status, const char *file, int line);
void expect_stop_at(struct terminal *terminal, const char *file, int line);

#endif
