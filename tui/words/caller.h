/* A caller's number as lists show it: Danish numbers in groups of two digits, everything else as it came. */
#ifndef TUI_WORDS_CALLER_H
#define TUI_WORDS_CALLER_H

#include <stddef.h>

/* "+4583123456" becomes "+45 83 12 34 56"; "–" for NULL and "". What the server gives is escaped (text_escape), and cut
 * with "…" to `size` bytes. Returns buffer. */
const char *caller_format(char *buffer, size_t size, const char *caller);

#endif
