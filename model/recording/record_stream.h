/* Writing to a stream that one thread has to itself: it is not locked for each character. */
#ifndef MODEL_RECORDING_RECORD_STREAM_H
#define MODEL_RECORDING_RECORD_STREAM_H

#include <stdio.h>
#include <string.h>

static inline void put_character(FILE *stream, char character)
{
    putc_unlocked(character, stream);
}

static inline void put_bytes(FILE *stream, const char *bytes, size_t count)
{
    fwrite_unlocked(bytes, 1, count, stream);
}

static inline void put_string(FILE *stream, const char *string)
{
    put_bytes(stream, string, strlen(string));
}

/* The code point of a well-formed UTF-8 sequence of one or two bytes. Longer ones hold no control character. */
static inline unsigned code_point_of(const char *text, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    return size == 1 ? bytes[0] : (bytes[0] & 0x1fU) << 6 | (bytes[1] & 0x3fU);
}

static inline int is_control(unsigned code_point)
{
    return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
}

#endif
