/* The product under test: where it is, how it is started against a demo server, and the fixture of a test
 * that does so. */
#ifndef TESTS_E2E_TAPEDECK_H
#define TESTS_E2E_TAPEDECK_H

#include "tests/e2e/command.h"
#include "tests/e2e/server.h"
#include "tests/e2e/terminal.h"
#include "tests/e2e/workspace.h"

/* The shared secret of the tests' servers. */
#define TAPEDECK_TEST_SECRET "a-secret-for-tests"

/* The path of the binary: TAPEDECK, or where the build puts it. The caller frees it. */
char *tapedeck_program(void);

/* How to start it. Nothing of it is kept. */
struct tapedeck_options {
    const char *program; /* NULL: tapedeck_program */
    struct workspace
        *workspace;  /* gives the environment, to which the secret is added unless it is set there */
    const char *url; /* for --url; NULL: no such option */
    const char *const *arguments; /* the others, ended by NULL; NULL: none */
    int rows, columns;            /* for the one with a screen */
    const char *input;            /* standard input of the one without; NULL: none */
    unsigned long killed_at;      /* of the one without, see killer_become; 0: nobody kills it */
};

/* Both run it through the words of TAPEDECK_WRAPPER if that is set ("valgrind -q --error-exitcode=99"). */
struct terminal *tapedeck_open(const struct tapedeck_options *options);
struct command *
tapedeck_start(const struct tapedeck_options *options); /* without a terminal; does not wait */

/*
 * What a test has running. fixture_setup makes the workspace; fixture_teardown stops and removes all that is
 * set, also when the test failed. To be used as cmocka's set-up and tear-down functions.
 */
struct fixture {
    struct workspace *workspace;
    struct server *server;
    struct terminal *terminal;
    struct command *command;
};

int fixture_setup(void **state);
int fixture_teardown(void **state);

/* Starts the demo server with options in one string, blanks between them, and the tests' secret. Fails the
 * test if it cannot. */
struct server *fixture_serve(struct fixture *fixture, const char *options);

/* Opens the product's screen on the fixture's server (if there is one). An earlier one of this test is closed
 * first. */
#define fixture_open(fixture, rows, columns) fixture_open_with(fixture, rows, columns, NULL)
struct terminal *fixture_open_with(struct fixture *fixture, int rows, int columns,
                                   const char *const *arguments);

/* Opens a shell with job control and types `line` at it, in which $TAPEDECK is the product. */
struct terminal *fixture_open_in_shell(struct fixture *fixture, int rows, int columns, const char *line);

/* Runs the product without a screen to its end: fixture_run(fixture, "list", "--agent", "103"). */
#define fixture_run(fixture, ...) fixture_run_list(fixture, (const char *const[]){__VA_ARGS__, NULL})
#define fixture_start(fixture, ...) fixture_start_list(fixture, (const char *const[]){__VA_ARGS__, NULL})
struct command *fixture_run_list(struct fixture *fixture, const char *const *arguments);

/* The same with something on its standard input. */
#define fixture_run_with_input(fixture, input, ...)                                                          \
    fixture_run_list_with_input(fixture, input, (const char *const[]){__VA_ARGS__, NULL})
struct command *fixture_run_list_with_input(struct fixture *fixture, const char *input,
                                            const char *const *arguments);

/* The same, killed at a change of files. Whether it was: else it has done all it had to, and its status is asserted 0. */
bool fixture_run_killed(struct fixture *fixture, unsigned long change, const char *input,
                        const char *const *arguments);
struct command *fixture_start_list(struct fixture *fixture, const char *const *arguments);

#endif
