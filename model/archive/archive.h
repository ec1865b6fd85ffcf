/* The archive of one server account: one SQLite file (or memory), opened, checked and brought to this
 * version's schema. The connection that comes out is the only one that writes. */
#ifndef MODEL_ARCHIVE_ARCHIVE_H
#define MODEL_ARCHIVE_ARCHIVE_H

#include "model/archive/database.h"
#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the archive of an account is kept: $XDG_DATA_HOME/tapedeck/LABEL.db, with the label made safe for a
 * file name. The caller frees; NULL with *failure filled. */
char *archive_default_path(const char *account_label, struct failure *failure);

/* Makes the folders (0700) that it needs. */
bool archive_make_folders(const char *path, struct failure *failure);

/* Opens or creates the archive at `path` (a link is followed) for the account with that base address. What is
 * no archive of ours is refused and left as it is, as is one of a newer version or of another account. One
 * with our mark that is damaged (it cannot be read as it is opened, or damage was noticed since) is renamed
 * to PATH.damaged-… with its log, and a new one begun; `set_aside` then holds the new name (empty otherwise).
 * `wait`: see database_wait_by. */
sqlite3 *archive_open(const char *path, const char *base, struct database_wait *wait, char *set_aside,
                      size_t set_aside_size, struct failure *failure);

/* The same of one that this program has open: its damage has been looked for, and is told where it is met. */
sqlite3 *archive_open_again(const char *place, const char *base, struct database_wait *wait,
                            struct failure *failure);

/* Only to read it, of one that is there and as this version makes it, by what can be told at once. What would have to be
 * changed, waited for or set aside is not opened: NULL with *failure filled. */
sqlite3 *archive_open_to_read(const char *place, const char *base, struct database_wait *wait,
                              struct failure *failure);

/* Whether an open database is an archive of that account, and of a version that is known here: *version.
 * `path` is for the messages. False with *failure filled. */
bool archive_judge(sqlite3 *database, const char *path, const char *base, int64_t *version,
                   struct failure *failure);
extern const int64_t archive_version; /* that of this program */

#endif
