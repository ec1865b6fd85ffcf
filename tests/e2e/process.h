/* Child processes of the tests: becoming one, waiting for one with a limit, and what /proc tells about one.
 */
#ifndef TESTS_E2E_PROCESS_H
#define TESTS_E2E_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * In a fresh child: default signals, no descriptors above 2, killed when the test program goes, `directory`
 * if not NULL, then exec (the program is searched in PATH). Never returns: a failure exits with 127.
 */
_Noreturn void process_become(const char *const *arguments, char *const *environment, const char *directory);

/* Waits until `process` ends or `deadline` passes. True when it ended: `*status` is then as waitpid gives it.
 */
bool process_wait(pid_t process, int64_t deadline, int *status);

/* Kills `process` and its process group if it leads one, and reaps it. For processes that the tests started.
 */
void process_kill(pid_t process);

/* The exit code of a wait status; for a death by signal 128 plus the signal, as a shell has it. */
int process_exit_code(int status);

/* A number of /proc/PID/status by its name (VmHWM and VmRSS in KiB, voluntary_ctxt_switches, Threads); -1 if
 * unknown. */
long process_status_value(pid_t process, const char *name);

/* The processor time that `process` has used so far, in milliseconds; -1 if unknown. */
long process_cpu_time(pid_t process);

/* `relative` to the folder of the running test program, as a path that the caller frees. */
char *process_sibling(const char *relative);

#endif
