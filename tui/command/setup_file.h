/* The configuration file that `tapedeck setup` writes. Blocks. */
#ifndef TUI_COMMAND_SETUP_FILE_H
#define TUI_COMMAND_SETUP_FILE_H

#include "model/config/config.h"
#include "net/base/failure.h"

#include <stdbool.h>

/* Its path: `named` if not NULL, else the usual place. The caller frees; NULL with *failure filled. */
char *setup_file_path(const char *named, struct failure *failure);

/* Whether there is anything of that name, even a broken link. */
bool setup_file_exists(const char *path);

/* The name under which an existing file is kept: "config.2026-05-04-101530". The caller frees. */
char *setup_file_old_name(const char *path);

/* Whether the file can hold a secret: not an empty one, or one with a blank at either end, which would be dropped
 * when it is read. */
bool setup_file_can_hold(const char *secret);

/* Writes url, secret or secret_command, ca and pin, as far as *config has them, to a file that only its owner can
 * read. An existing file is kept as `old`, or under setup_file_old_name if that is NULL (none was expected). False
 * with *failure filled, and nothing changed. */
bool setup_file_write(const char *path, const char *old, const struct config *config,
                      struct failure *failure);

#endif
