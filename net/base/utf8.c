#include "net/base/utf8.h"

#include "net/base/memory.h"
#include "net/base/unicode.h"

#include <string.h>

size_t utf8_sequence(const char *text, size_t length, bool *valid)
{
    uint32_t character;
    size_t size = unicode_read(text, length, &character);
    *valid = length == 0 || character != UNICODE_NONE;
    return size;
}

char *utf8_repaired(const char *text)
{
    if (!text)
        return NULL;
    size_t length = strlen(text);
    char *copy = memory_array(length + 1, UTF8_REPLACEMENT_SIZE);
    char *end = copy;
    for (size_t at = 0; at < length;) {
        bool valid = false;
        size_t size = utf8_sequence(text + at, length - at, &valid);
        memcpy(end, valid ? text + at : UTF8_REPLACEMENT, valid ? size : UTF8_REPLACEMENT_SIZE);
        end += valid ? size : UTF8_REPLACEMENT_SIZE;
        at += size;
    }
    *end = '\0';
    return copy;
}

bool utf8_has_controls(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return true;
    return false;
}
