/* Opens the archive of one server account: one SQLite file (or memory), checked and migrated to this version's
 * schema. The resulting connection is the only one that writes. */
#ifndef MODEL_ARCHIVE_ARCHIVE_H
#define MODEL_ARCHIVE_ARCHIVE_H

#include "model/archive/database.h"
#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The path of an account's archive: $XDG_DATA_HOME/tapedeck/LABEL.db, with the label made safe for a file name. The
 * caller frees; NULL with *failure filled. */
char *archive_default_path(const char *account_label, struct failure *failure);

/* Creates its missing parent folders (0700). False with *failure filled. */
bool archive_make_folders(const char *path, struct failure *failure);

/* Opens or creates the archive at `path` (a symbolic link is followed) for the account with that base URL. A file
 * that is no archive of ours, is of a newer version or of another account is refused and left unchanged. A damaged
 * archive with our mark (unreadable now, or damage was recorded before) is renamed to PATH.damaged-… with its log
 * and a new one is created; its new name is then in `set_aside` (else ""). `wait`: see database_wait_by. NULL with
 * *failure filled. */
sqlite3 *archive_open(const char *path, const char *base, struct database_wait *wait, char *set_aside,
                      size_t set_aside_size, struct failure *failure);

/* The same for an archive that this program already has open: it is not checked for damage, which is reported where
 * it is met. */
sqlite3 *archive_open_again(const char *place, const char *base, struct database_wait *wait,
                            struct failure *failure);

/* Opens an existing archive of this version read-only, if that is possible at once. NULL with *failure filled if it
 * would have to be changed, waited for or set aside. */
sqlite3 *archive_open_to_read(const char *place, const char *base, struct database_wait *wait,
                              struct failure *failure);

/* Whether an open database is an archive of that account and of a known version, which is stored in *version.
 * `path` is for messages. False with *failure filled. */
bool archive_judge(sqlite3 *database, const char *path, const char *base, int64_t *version,
                   struct failure *failure);
extern const int64_t archive_version; /* the schema version of this program */

#endif
