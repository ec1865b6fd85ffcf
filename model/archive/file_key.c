#include "model/archive/file_key.h"

#include "model/archive/database.h"
#include "net/base/hash.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789abcdef";

/* Offsets of a GUID's bytes and dashes in its text. */
static const unsigned char byte_places[16] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
static const unsigned char dash_places[] = {8, 13, 18, 23};
#define AFTER_GUID 36

static int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool read_guid(unsigned char guid[16], const char *name)
{
    if (strlen(name) != FILE_KEY_NAME_SIZE - 1 || memcmp(name + AFTER_GUID, ".mp3", 4) != 0)
        return false;
    for (size_t i = 0; i < sizeof dash_places; i++)
        if (name[dash_places[i]] != '-')
            return false;
    for (size_t byte = 0; byte < 16; byte++) {
        int high = digit_value(name[byte_places[byte]]);
        int low = digit_value(name[byte_places[byte] + 1]);
        if (high < 0 || low < 0)
            return false;
        guid[byte] = (unsigned char)(high << 4 | low);
    }
    return true;
}

void file_key_make(struct file_key *key, const char *file_name)
{
    key->distinction = NULL;
    key->text = file_name;
    key->is_guid = file_name && read_guid(key->guid, file_name);
}

bool file_key_is_nameless(const struct file_key *key)
{
    return !key->is_guid && !(key->text && *key->text);
}

/* Big-endian with the sign bit inverted: the bytes order as the signed numbers do. */
static void put_number(unsigned char *bytes, int64_t number)
{
    uint64_t ordered = (uint64_t)number ^ UINT64_C(1) << 63;
    for (int i = 7; i >= 0; i--) {
        bytes[i] = (unsigned char)ordered;
        ordered >>= 8;
    }
}

void file_key_distinguish(unsigned char distinction[RECORDING_DISTINCTION_SIZE],
                          const int64_t values[FILE_KEY_VALUES])
{
    for (size_t i = 0; i < FILE_KEY_VALUES; i++)
        put_number(distinction + 8 * i, values[i]);
}

int64_t file_key_number(const char *text)
{
    return (int64_t)hash_on(HASH_BEGIN, text, strlen(text));
}

uint64_t file_key_hash(const struct file_key *key)
{
    uint64_t hash = key->is_guid ? hash_on(HASH_BEGIN, key->guid, sizeof key->guid)
                    : key->text  ? hash_on(HASH_BEGIN, key->text, strlen(key->text))
                                 : HASH_BEGIN;
    hash ^= key->is_guid ? 1 : key->text ? 2 : 3;
    return key->distinction ? hash_on(hash, key->distinction, RECORDING_DISTINCTION_SIZE) : hash;
}

/* The blob of a key with a distinction: a byte for the kind of the name, the distinction, the name; a text with its
 * terminator. */
enum { NAME_NONE = 1, NAME_TEXT, NAME_GUID, DISTINGUISHED = 1 + RECORDING_DISTINCTION_SIZE };

static void bind_distinguished(sqlite3_stmt *statement, int index, const struct file_key *key)
{
    size_t name_length = key->is_guid ? sizeof key->guid : key->text ? strlen(key->text) + 1 : 0;
    unsigned char *blob = memory_new(DISTINGUISHED + name_length);
    blob[0] = key->is_guid ? NAME_GUID : key->text ? NAME_TEXT : NAME_NONE;
    memcpy(blob + 1, key->distinction, RECORDING_DISTINCTION_SIZE);
    if (name_length)
        memcpy(blob + DISTINGUISHED, key->is_guid ? (const void *)key->guid : key->text, name_length);
    sqlite3_bind_blob(statement, index, blob, (int)(DISTINGUISHED + name_length), free);
}

void file_key_bind(sqlite3_stmt *statement, int index, const struct file_key *key)
{
    if (key->distinction)
        bind_distinguished(statement, index, key);
    else if (key->is_guid)
        sqlite3_bind_blob(statement, index, key->guid, sizeof key->guid, SQLITE_STATIC);
    else if (key->text)
        sqlite3_bind_text(statement, index, key->text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_zeroblob(statement, index, 0);
}

void file_key_bind_end(sqlite3_stmt *statement, int index, bool greater)
{
    /* Keys are texts, or blobs that have at most 16 bytes or begin with NAME_NONE, NAME_TEXT or NAME_GUID. */
    static const unsigned char above_all[17] = {255, 255, 255, 255, 255, 255, 255, 255, 255,
                                                255, 255, 255, 255, 255, 255, 255, 255};
    if (greater)
        sqlite3_bind_blob(statement, index, above_all, sizeof above_all, SQLITE_STATIC);
    else
        sqlite3_bind_int(statement, index, 0); /* SQLite orders numbers below texts and blobs */
}

static const char *write_guid(const unsigned char *guid, char buffer[FILE_KEY_NAME_SIZE])
{
    for (size_t byte = 0; byte < 16; byte++) {
        buffer[byte_places[byte]] = digits[guid[byte] >> 4];
        buffer[byte_places[byte] + 1] = digits[guid[byte] & 15];
    }
    for (size_t i = 0; i < sizeof dash_places; i++)
        buffer[dash_places[i]] = '-';
    memcpy(buffer + AFTER_GUID, ".mp3", sizeof ".mp3");
    return buffer;
}

static const char *name_of(const unsigned char *blob, int size, char buffer[FILE_KEY_NAME_SIZE])
{
    if (size == 16)
        return write_guid(blob, buffer);
    if (size <= DISTINGUISHED)
        return NULL;
    return blob[0] == NAME_GUID ? write_guid(blob + DISTINGUISHED, buffer)
                                : (const char *)blob + DISTINGUISHED;
}

const char *file_key_value(sqlite3_value *value, char buffer[FILE_KEY_NAME_SIZE])
{
    if (sqlite3_value_type(value) == SQLITE_TEXT)
        return (const char *)sqlite3_value_text(value);
    const unsigned char *blob = sqlite3_value_blob(value);
    return name_of(blob, sqlite3_value_bytes(value), buffer);
}

const char *file_key_column(sqlite3_stmt *statement, int column, char buffer[FILE_KEY_NAME_SIZE])
{
    return file_key_value(sqlite3_column_value(statement, column), buffer);
}

const unsigned char *file_key_distinction(sqlite3_stmt *statement, int column)
{
    sqlite3_value *value = sqlite3_column_value(statement, column);
    bool is_there = sqlite3_value_type(value) == SQLITE_BLOB && sqlite3_value_bytes(value) >= DISTINGUISHED;
    return is_there ? (const unsigned char *)sqlite3_value_blob(value) + 1 : NULL;
}

/* The SQL function of file_key_migrate: makes the key of a nameless row from its name and values. Absent values are as
 * for new rows: TIMESTAMP_NONE for the two times, 0 for interned ones. */
static void make_key(sqlite3_context *context, int count, sqlite3_value **arguments)
{
    unsigned char blob[DISTINGUISHED + 1] = {NAME_NONE};
    int64_t values[FILE_KEY_VALUES] = {0};
    for (int i = 1; i < count; i++)
        values[i - 1] = sqlite3_value_type(arguments[i]) == SQLITE_INTEGER ? sqlite3_value_int64(arguments[i])
                        : i <= 2                                           ? INT64_MIN
                                                                           : 0;
    file_key_distinguish(blob + 1, values);
    bool is_text = sqlite3_value_type(arguments[0]) == SQLITE_TEXT;
    blob[0] = is_text ? NAME_TEXT : NAME_NONE;
    sqlite3_result_blob(context, blob, is_text ? DISTINGUISHED + 1 : DISTINGUISHED, SQLITE_TRANSIENT);
}

bool file_key_migrate(sqlite3 *database, struct failure *failure)
{
    static const char sql[] =
        "UPDATE recordings SET file = file_key(file, started, ended, caller, person, queue, kind)"
        " WHERE file = '' OR file = x''";
    if (sqlite3_create_function(database, "file_key", 1 + FILE_KEY_VALUES, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                NULL, make_key, NULL, NULL) != SQLITE_OK)
        return database_failed(database, "bring up to date", failure);
    return database_execute(database, sql, failure);
}
