#include "model/file_key.h"

#include <string.h>

static const char digits[] = "0123456789abcdef";
static const unsigned char dash_after[] = {4, 6, 8, 10}; /* bytes */

static int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool dash_before_byte(size_t byte)
{
    return memchr(dash_after, (int)byte, sizeof dash_after) != NULL;
}

static bool read_guid(unsigned char guid[16], const char *name)
{
    static const unsigned char places[16] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
    if (strlen(name) != FILE_KEY_NAME_SIZE - 1 || memcmp(name + 36, ".mp3", 4) != 0 || name[8] != '-' ||
        name[13] != '-' || name[18] != '-' || name[23] != '-')
        return false;
    for (size_t byte = 0; byte < 16; byte++) {
        int high = digit_value(name[places[byte]]);
        int low = digit_value(name[places[byte] + 1]);
        if (high < 0 || low < 0)
            return false;
        guid[byte] = (unsigned char)(high << 4 | low);
    }
    return true;
}

void file_key_make(struct file_key *key, const char *file_name)
{
    key->text = file_name;
    key->is_guid = file_name && read_guid(key->guid, file_name);
}

uint64_t file_key_hash(const struct file_key *key)
{
    const unsigned char *bytes = key->is_guid ? key->guid : (const unsigned char *)key->text;
    size_t length = key->is_guid ? sizeof key->guid : key->text ? strlen(key->text) : 0;
    uint64_t hash = 14695981039346656037ULL;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 1099511628211ULL;
    return hash ^ (key->is_guid ? 1 : key->text ? 2 : 3);
}

void file_key_bind(sqlite3_stmt *statement, int index, const struct file_key *key)
{
    if (key->is_guid)
        sqlite3_bind_blob(statement, index, key->guid, sizeof key->guid, SQLITE_STATIC);
    else if (key->text)
        sqlite3_bind_text(statement, index, key->text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_zeroblob(statement, index, 0);
}

const char *file_key_column(sqlite3_stmt *statement, int column, char buffer[FILE_KEY_NAME_SIZE])
{
    if (sqlite3_column_type(statement, column) == SQLITE_TEXT)
        return (const char *)sqlite3_column_text(statement, column);
    if (sqlite3_column_bytes(statement, column) != 16)
        return NULL;
    const unsigned char *guid = sqlite3_column_blob(statement, column);
    char *end = buffer;
    for (size_t byte = 0; byte < 16; byte++) {
        if (dash_before_byte(byte))
            *end++ = '-';
        *end++ = digits[guid[byte] >> 4];
        *end++ = digits[guid[byte] & 15];
    }
    memcpy(end, ".mp3", 5);
    return buffer;
}
