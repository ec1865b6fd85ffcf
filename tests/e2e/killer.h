/* A program that is killed at a place in what it does, not after some time: by SIGKILL, which nothing can catch, as it
 * asks the system for the n-th time for something that changes files, in whichever of its threads. */
#ifndef TESTS_E2E_KILLER_H
#define TESTS_E2E_KILLER_H

/* In a fresh child, like process_become: runs the program, and ends as it does, once all of its threads have. `change`
 * counts from 1; beyond the last one nothing happens. */
_Noreturn void killer_become(const char *const *arguments, char *const *environment, const char *directory,
                             unsigned long change);

#endif
