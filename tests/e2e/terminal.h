/* A program in a real pseudo-terminal, typed at through it and read through a terminal emulator. */
#ifndef TESTS_E2E_TERMINAL_H
#define TESTS_E2E_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include "tests/e2e/screen.h"

struct terminal;

/* Nothing of it is kept. `arguments` starts with the program and, like `environment`, ends in NULL. */
struct terminal_options {
    int rows, columns; /* 24 and 80 when 0 */
    const char *const *arguments;
    char *const *environment;
    const char *directory; /* where the program starts; NULL: where the tests run */
};

/* What a wait is for. It may look at anything, not only at the screen. */
typedef bool terminal_condition(struct terminal *terminal, void *context);

/* Limits are in milliseconds and are stretched by TEST_TIME_SCALE. */
enum { TERMINAL_LIMIT = 60000 };

/* Starts a program. It is killed, with its process group, by terminal_free if it has not ended. */
struct terminal *terminal_start(const struct terminal_options *options);
void terminal_free(struct terminal **terminal);

pid_t terminal_process(const struct terminal *terminal);

/* What is seen, as of the last wait or pump. Owned by the terminal. */
struct screen *terminal_screen(struct terminal *terminal);

/* Sends bytes as they are; text as it is. */
void terminal_send(struct terminal *terminal, const char *bytes, size_t length);
void terminal_type(struct terminal *terminal, const char *text);

/* Sends a list of keys with spaces between: names as in keys.h, other words letter by letter ("j j C-c /8312
 * Enter"). Esc goes out in the form that no pause need follow (CSI 27 u): the byte alone, with the next key
 * behind it, would be that key with Alt. */
void terminal_keys(struct terminal *terminal, const char *keys);

/* Pastes (bracketed if the program asked for it) and clicks; see screen.h. */
void terminal_paste(struct terminal *terminal, const char *text);
void terminal_click(struct terminal *terminal, int row, int column, int button);

/* Changes the size, of which the kernel tells the program by SIGWINCH. */
void terminal_resize(struct terminal *terminal, int rows, int columns);

/* Waits up to `limit` (not stretched) for output and takes it. True if there was some. */
bool terminal_pump(struct terminal *terminal, int limit);

/* Takes at most so many bytes (8,192) of the output that is there, as a slow line does; returns how many. */
size_t terminal_take(struct terminal *terminal, size_t most);

/* The waits answer whether it came true in time; at the end of the output they look once more and give up. */
bool terminal_wait_until(struct terminal *terminal, terminal_condition *condition, void *context, int limit);
bool terminal_wait_for(struct terminal *terminal, const char *text, int limit);
bool terminal_wait_for_gone(struct terminal *terminal, const char *text, int limit);

/* Until there was no output for `quiet` ms (not stretched) and `condition` (NULL: always true) holds. */
bool terminal_wait_stable(struct terminal *terminal, int quiet, terminal_condition *condition, void *context,
                          int limit);

/* The end of the program: `*status` is its exit code, or 128 plus the signal that ended it. All output has
 * been taken. */
bool terminal_wait_exit(struct terminal *terminal, int *status, int limit);
bool terminal_has_ended(const struct terminal *terminal);

/*
 * Until the program has stopped; `*signal_number` is by what. There is no shell above the program, so the
 * kernel ignores a SIGTSTP left at its default; a program that stops itself by SIGSTOP does stop. For the
 * former, start a shell with job control and type at that.
 */
bool terminal_wait_stop(struct terminal *terminal, int *signal_number, int limit);
void terminal_continue(struct terminal *terminal);
void terminal_signal(const struct terminal *terminal, int signal_number);

/* The line settings of the pseudo-terminal, also after the program's end. */
struct termios terminal_settings(const struct terminal *terminal);
bool terminal_echoes(const struct terminal *terminal);       /* ECHO */
bool terminal_is_canonical(const struct terminal *terminal); /* ICANON */

#endif
