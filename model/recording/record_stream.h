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

#endif
