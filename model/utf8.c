#include "model/utf8.h"

#include "net/memory.h"

#include <string.h>

/* How many bytes follow a first byte, and the bounds of the second (which exclude overlong forms,
 * surrogates and what lies above U+10FFFF). */
struct lead {
    unsigned char following, low, high;
};

static struct lead lead_of(unsigned char byte)
{
    if (byte >= 0xc2 && byte <= 0xdf)
        return (struct lead){1, 0x80, 0xbf};
    if (byte >= 0xe0 && byte <= 0xef)
        return (struct lead){2, byte == 0xe0 ? 0xa0 : 0x80, byte == 0xed ? 0x9f : 0xbf};
    if (byte >= 0xf0 && byte <= 0xf4)
        return (struct lead){3, byte == 0xf0 ? 0x90 : 0x80, byte == 0xf4 ? 0x8f : 0xbf};
    return (struct lead){0, 0, 0};
}

size_t utf8_sequence(const char *text, size_t length, bool *valid)
{
    const unsigned char *bytes = (const unsigned char *)text;
    *valid = true;
    if (length == 0 || bytes[0] < 0x80)
        return length ? 1 : 0;
    struct lead lead = lead_of(bytes[0]);
    size_t at = 1;
    while (at < length && at <= lead.following && bytes[at] >= lead.low && bytes[at] <= lead.high) {
        at++;
        lead.low = 0x80;
        lead.high = 0xbf;
    }
    *valid = lead.following && at == (size_t)lead.following + 1;
    return at;
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
