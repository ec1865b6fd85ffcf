/* The caller's number as it is shown in lists: Danish numbers in groups of two, everything else as it came;
 * and where the digits of a filter stand in it. */
#ifndef TUI_CALLER_H
#define TUI_CALLER_H

#include <stdbool.h>
#include <stddef.h>

/* A part of a text, in bytes; empty when from == to. */
struct caller_span {
    size_t from;
    size_t to;
};

/* "+4583123456" becomes "+45 83 12 34 56"; "–" for NULL and "". Returns buffer. */
const char *caller_format(char *buffer, size_t size, const char *caller);

/* The digits that a filter looks for in callers: its first word or words of digits and signs of telephone
 * numbers, without "+", "00" at the start and separators. "" if it has none. Returns buffer. */
const char *caller_needle(char *buffer, size_t size, const char *filter);

/* Where `needle` stands among the digits of a formatted caller, the separators between them included. */
struct caller_span caller_find(const char *formatted, const char *needle);

#endif
