/* A folder of its own for a test: HOME and the XDG folders lie in it, and it goes when the test ends. */
#ifndef TESTS_E2E_WORKSPACE_H
#define TESTS_E2E_WORKSPACE_H

#include <stdbool.h>
#include <sys/types.h>

#include "tests/e2e/environment.h"

struct workspace;

/*
 * Makes the folder, under TMPDIR or /tmp, with home, config, data, cache, state, runtime and tmp in it, all
 * 0700. workspace_free removes it and everything in it, unless TEST_KEEP is set (then it tells where it is).
 */
struct workspace *workspace_new(void);
void workspace_free(struct workspace **workspace);

/* A clean environment with HOME, XDG_*_HOME, XDG_RUNTIME_DIR and TMPDIR in the folder. Owned by the
 * workspace; may be changed. */
struct environment *workspace_environment(struct workspace *workspace);

/* The path of a name in the folder ("" for the folder itself). Owned by the workspace, valid as long as that.
 */
const char *workspace_path(struct workspace *workspace, const char *relative);

/* Writes a file, with the folders it needs; ends the program with a reason if it cannot. */
void workspace_write(struct workspace *workspace, const char *relative, const char *text, mode_t mode);

/* A file's text, which the caller frees; NULL if there is none. */
char *workspace_read(struct workspace *workspace, const char *relative);
bool workspace_exists(struct workspace *workspace, const char *relative);

/* Runs a line of shell in the home of the folder. Its exit status. */
int workspace_shell(struct workspace *workspace, const char *line);

/* The permission bits of a file or folder; -1 if there is none. */
int workspace_mode(struct workspace *workspace, const char *relative);

#endif
