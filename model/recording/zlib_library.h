/* zlib, loaded when the first workbook is written. Include this instead of its own header; the program is not linked
 * against it. */
#ifndef MODEL_RECORDING_ZLIB_LIBRARY_H
#define MODEL_RECORDING_ZLIB_LIBRARY_H

#include <zlib.h>

/* The functions that are used. */
#define ZLIB_LIBRARY_FUNCTIONS(each)                                                                         \
    each(deflateInit2_) each(deflate) each(deflateReset) each(deflateEnd) each(crc32)

#define ZLIB_LIBRARY_MEMBER(name) __typeof__(name) *(name);

struct zlib_library {
    ZLIB_LIBRARY_FUNCTIONS(ZLIB_LIBRARY_MEMBER)
};

/* In any thread. NULL if it cannot be had. */
const struct zlib_library *zlib_library(void);

#endif
