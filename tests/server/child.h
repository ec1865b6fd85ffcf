/* The program that --exec runs beside the server, on the same terminal. */
#ifndef TESTS_SERVER_CHILD_H
#define TESTS_SERVER_CHILD_H

#include <signal.h>

/* Blocks the signals that end or wake the server. Before any thread starts. */
void child_block_signals(sigset_t *signals);

/* Waits for SIGTERM, SIGINT or SIGHUP. */
void child_wait_for_end(const sigset_t *signals);

/* Runs the command with TAPEDECK_URL and TAPEDECK_SECRET and returns its exit status (128 and the
 * signal if one killed it). When the child is stopped, stops the server too, and continues both. */
int child_run(char **command, const char *url, const char *secret, const sigset_t *signals);

#endif
