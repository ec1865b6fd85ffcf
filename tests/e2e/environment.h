/* The environment of a program under test: an explicit list, so that the developer's own settings change
 * nothing. */
#ifndef TESTS_E2E_ENVIRONMENT_H
#define TESTS_E2E_ENVIRONMENT_H

struct environment;

/*
 * A clean environment: PATH, TERM=xterm-256color, LC_ALL=C.UTF-8, TZ=Europe/Copenhagen, and the caller's
 * settings of the sanitizers. No HOME: that is for a workspace to give. Freed by environment_free.
 */
struct environment *environment_new(void);
void environment_free(struct environment **environment);

/* Sets `name`, or removes it when `value` is NULL. */
void environment_set(struct environment *environment, const char *name, const char *value);

/* The value of `name`, NULL if it is not set. Owned by the environment, valid until it is changed. */
const char *environment_get(const struct environment *environment, const char *name);

/* The list for exec, ended by NULL; owned by the environment, valid until it is changed or freed. */
char *const *environment_list(const struct environment *environment);

#endif
