/* Takes capabilities away from the tests and from all that they start, so that permissions mean to root what
 * they mean to everybody. */
#ifndef TESTS_E2E_PRIVILEGE_H
#define TESTS_E2E_PRIVILEGE_H

/* Of this process (one thread) and its children, for good: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and
 * CAP_SYS_PTRACE. Nothing changes for a user who has none. */
void privilege_drop(void);

#endif
