/* How a RecordingFileName is kept in the archive: the usual GUID.mp3 (lower case) as 16 bytes, anything else
 * as text, an absent one as an empty blob. The order of the kept forms is the order of recordings of one
 * call. */
#ifndef MODEL_FILE_KEY_H
#define MODEL_FILE_KEY_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FILE_KEY_NAME_SIZE 41 /* "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.mp3" and its end */

struct file_key {
    unsigned char guid[16];
    const char *text; /* the name itself when it is no GUID.mp3; the caller's */
    bool is_guid;
};

void file_key_make(struct file_key *key, const char *file_name);

/* A number that (almost certainly) differs between different names. */
uint64_t file_key_hash(const struct file_key *key);

/* Binds it; key and name must live until the statement is reset. */
void file_key_bind(sqlite3_stmt *statement, int index, const struct file_key *key);

/* The name in a column: into buffer when it is a GUID, else in SQLite's memory until the next step. NULL if
 * absent. */
const char *file_key_column(sqlite3_stmt *statement, int column, char buffer[FILE_KEY_NAME_SIZE]);

#endif
