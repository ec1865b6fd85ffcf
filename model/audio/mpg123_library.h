/* libmpg123, loaded when the first MP3 is decoded. Include this instead of its own header; the program is not
 * linked against it. */
#ifndef MODEL_AUDIO_MPG123_LIBRARY_H
#define MODEL_AUDIO_MPG123_LIBRARY_H

#include <mpg123.h>

/* The functions that are used, without their prefix. */
#define MPG123_LIBRARY_FUNCTIONS(each)                                                                       \
    each(init) each(new) each(delete) each(param) each(format_none) each(format) each(open_feed) each(feed)  \
        each(read) each(getformat)

#define MPG123_LIBRARY_MEMBER(name) __typeof__(mpg123_##name) *(name);

struct mpg123_library {
    MPG123_LIBRARY_FUNCTIONS(MPG123_LIBRARY_MEMBER)
};

/* Thread-safe. NULL if it cannot be loaded. */
const struct mpg123_library *mpg123_library(void);

#endif
