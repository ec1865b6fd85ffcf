#include "tui/input/background_sequence.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS = 3, DIGITS_MOST = 4, THOUSAND = 1000 };

/* One to four digits, of which the greatest number is as much as there can be; in thousandths of that. */
static bool read_part(const char **at, const char *end, unsigned *part)
{
    char digits[DIGITS_MOST + 1] = "";
    size_t length = 0;
    for (; *at < end && isxdigit((unsigned char)**at) && length < DIGITS_MOST; (*at)++)
        digits[length++] = **at;
    if (length == 0)
        return false;
    *part = (unsigned)(strtoul(digits, NULL, 16) * THOUSAND / ((1UL << (4 * length)) - 1));
    return true;
}

/* Light is what is brighter than half of white to the eye, by the weights of ITU-R BT.601. "rgba:" has a fourth
 * part, how dense it is. */
bool background_sequence_read(bool *is_light, const char *sequence, size_t length)
{
    static const char begin[] = "\033]11;rgb";
    static const unsigned weights[PARTS] = {299, 587, 114};
    const char *at = sequence + sizeof begin - 1, *end = sequence + length;
    unsigned brightness = 0;
    if (length < sizeof begin || memcmp(sequence, begin, sizeof begin - 1) != 0)
        return false;
    at += *at == 'a';
    for (int i = 0; i < PARTS; i++) {
        unsigned part = 0;
        if (at >= end || *at++ != (i == 0 ? ':' : '/') || !read_part(&at, end, &part))
            return false;
        brightness += part * weights[i];
    }
    if (at < end && *at != '/' && (unsigned char)*at >= ' ')
        return false;
    *is_light = brightness > THOUSAND * THOUSAND / 2;
    return true;
}
