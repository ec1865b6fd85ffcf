/* The configuration that setup writes. */
#ifndef TUI_COMMAND_SETUP_FILE_H
#define TUI_COMMAND_SETUP_FILE_H

#include "model/config/config.h"
#include "net/base/failure.h"

#include <stdbool.h>

/* Where it belongs: `named`, or the usual place. The caller frees; NULL with *failure filled. */
char *setup_file_path(const char *named, struct failure *failure);

/* Whether something stands there. */
bool setup_file_exists(const char *path);

/* The name under which what stands there is kept: "config.2026-05-04-101530". The caller frees. */
char *setup_file_old_name(const char *path);

/* Whether a secret can stand in the file as it is: what reads it leaves out blanks at either end. */
bool setup_file_can_hold(const char *secret);

/* Writes address, secret or secret_command, ca and pin, as far as *config has them, so that only its owner can
 * read it. What stood there is kept as `old`; with NULL nothing was expected, and what came meanwhile is kept, too. If
 * it fails all is as before. */
bool setup_file_write(const char *path, const char *old, const struct config *config,
                      struct failure *failure);

#endif
