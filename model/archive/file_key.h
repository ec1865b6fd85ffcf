/* The key that distinguishes the recordings of a call in the archive, made of RecordingFileName: the usual GUID.mp3
 * (lower case) is stored as 16 bytes, any other name as text, an absent one as an empty blob. If the name does not
 * suffice, because it is absent or another recording of the call has it, too, a longer blob also holds all other values
 * of the recording, its distinction. The order of the stored keys is the order of the recordings of a call. */
#ifndef MODEL_ARCHIVE_FILE_KEY_H
#define MODEL_ARCHIVE_FILE_KEY_H

#include "model/recording/recording.h"
#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FILE_KEY_NAME_SIZE 41 /* "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.mp3" and its end */

struct file_key {
    unsigned char guid[16];
    const char *text; /* the name, also of a GUID.mp3; not owned */
    bool is_guid;
    const unsigned char *distinction; /* RECORDING_DISTINCTION_SIZE bytes, not owned; NULL: none */
};

/* Makes the key of a name (NULL: absent), without a distinction. Does not copy the name. */
void file_key_make(struct file_key *key, const char *file_name);

/* Whether the name is absent or empty. */
bool file_key_is_nameless(const struct file_key *key);

/* Makes a distinction of a recording's values: start and end (ticks), interned values. It orders by the start. */
enum { FILE_KEY_VALUES = RECORDING_DISTINCTION_SIZE / 8 };
void file_key_distinguish(unsigned char distinction[RECORDING_DISTINCTION_SIZE],
                          const int64_t values[FILE_KEY_VALUES]);

/* A hash that stands in a distinction for a time that cannot be parsed. */
int64_t file_key_number(const char *text);

/* A 64-bit hash, taken to differ between different keys. */
uint64_t file_key_hash(const struct file_key *key);

/* Binds the key; its name must live until the statement is reset. */
void file_key_bind(sqlite3_stmt *statement, int index, const struct file_key *key);

/* Binds a value that is less, or greater, than every stored key. */
void file_key_bind_end(sqlite3_stmt *statement, int index, bool greater);

/* The name in a column: in `buffer` if it is a GUID, else in SQLite's memory until the next step. NULL if absent. */
const char *file_key_column(sqlite3_stmt *statement, int column, char buffer[FILE_KEY_NAME_SIZE]);

/* The same for an argument of an SQL function. */
const char *file_key_value(sqlite3_value *value, char buffer[FILE_KEY_NAME_SIZE]);

/* The distinction in a column, in SQLite's memory until the next step; NULL if there is none. */
const unsigned char *file_key_distinction(sqlite3_stmt *statement, int column);

/* Adds the distinction to nameless recordings, which archives up to version 4 store without one. In a transaction. */
bool file_key_migrate(sqlite3 *database, struct failure *failure);

#endif
