/* A program without a terminal: what it writes, what it complains about, and how it ends. */
#ifndef TESTS_E2E_COMMAND_H
#define TESTS_E2E_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct command;

/* Nothing of it is kept. `arguments` starts with the program and, like `environment`, ends in NULL. */
struct command_options {
    const char *const *arguments;
    char *const *environment;
    const char *directory;   /* NULL: where the tests run */
    const char *input;       /* for its standard input, which then ends; NULL: none */
    bool shares_errors;      /* its errors go where the test program's go, and are not kept */
    unsigned long killed_at; /* see killer_become; 0: nobody kills it */
};

/* Milliseconds, stretched by TEST_TIME_SCALE. */
enum { COMMAND_LIMIT = 120000 };

/* Starts a program; command_free kills it if it has not ended. */
struct command *command_start(const struct command_options *options);
void command_free(struct command **command);

/* Starts a program and waits for its end, COMMAND_LIMIT at most (then it is killed; see command_timed_out).
 */
struct command *command_run(const struct command_options *options);

/* Takes output until the program has ended; false, and the program is killed, when the limit passes first. */
bool command_finish(struct command *command, int limit);

/* Takes output until its standard output (or errors) holds `text`; false if it ends or the limit passes
 * before. */
bool command_wait_for_output(struct command *command, const char *text, int limit);
bool command_wait_for_errors(struct command *command, const char *text, int limit);

void command_signal(const struct command *command, int signal_number);
pid_t command_process(const struct command *command);

/* The exit code, or 128 plus the signal that ended it; -1 while it runs. */
int command_status(const struct command *command);
bool command_timed_out(const struct command *command);

/* What it has written so far. Owned by the command, valid until the next wait. `length` may be NULL. */
const char *command_output(const struct command *command, size_t *length);
const char *command_errors(const struct command *command, size_t *length);

#endif
