/* How the RecordingFileName that tells the recordings of a call apart is kept in the archive: the usual
 * GUID.mp3 (lower case) as 16 bytes, anything else as text, an absent one as an empty blob. Where the name is
 * not enough, because there is none or another recording of the call has it, too, a longer blob also holds
 * everything else of the recording. The order of the kept forms is the order of recordings of one call. */
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
    const char *text; /* the name itself when it is no GUID.mp3; the caller's */
    bool is_guid;
    const unsigned char
        *distinction; /* RECORDING_DISTINCTION_SIZE bytes, the caller's; NULL: the name is enough */
};

/* By its name alone. */
void file_key_make(struct file_key *key, const char *file_name);

/* Whether there is no name by which recordings of a call could be told apart. */
bool file_key_is_nameless(const struct file_key *key);

/* What else there is of a recording: ticks and numbers of the archive. It orders by the start. */
enum { FILE_KEY_VALUES = RECORDING_DISTINCTION_SIZE / 8 };
void file_key_distinguish(unsigned char distinction[RECORDING_DISTINCTION_SIZE],
                          const int64_t values[FILE_KEY_VALUES]);

/* A number for a text in the place of a time. */
int64_t file_key_number(const char *text);

/* A number that (almost certainly) differs between different keys. */
uint64_t file_key_hash(const struct file_key *key);

/* Binds it; the name must live until the statement is reset. */
void file_key_bind(sqlite3_stmt *statement, int index, const struct file_key *key);

/* Binds what is less, or greater, than everything that is kept. */
void file_key_bind_end(sqlite3_stmt *statement, int index, bool greater);

/* The name in a column: into buffer when it is a GUID, else in SQLite's memory until the next step. NULL if
 * absent. */
const char *file_key_column(sqlite3_stmt *statement, int column, char buffer[FILE_KEY_NAME_SIZE]);

/* The same of an argument of an SQL function. */
const char *file_key_value(sqlite3_value *value, char buffer[FILE_KEY_NAME_SIZE]);

/* What is kept in a column besides the name, in SQLite's memory until the next step; NULL if nothing is. */
const unsigned char *file_key_distinction(sqlite3_stmt *statement, int column);

/* Gives nameless recordings, which were kept without anything else up to version 4, a key of their own. In a
 * transaction. */
bool file_key_migrate(sqlite3 *database, struct failure *failure);

#endif
