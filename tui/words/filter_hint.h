/* What somebody may have meant whose filter finds nothing. Pure, but for the zone of the process (TZ). */
#ifndef TUI_WORDS_FILTER_HINT_H
#define TUI_WORDS_FILTER_HINT_H

#include <stdbool.h>
#include <stdint.h>

enum { FILTER_HINT_SIZE = 160 };

/* "call:70102 finds the call with that id." of digits, "on:yesterday finds the calls of that time." of a date,
 * "on:yesterday hour:12-18 …" of one with a part of the day behind it, "mark:yes finds such calls." of "marked"; "" of
 * anything else. Returns buffer. */
const char *filter_hint(char buffer[FILTER_HINT_SIZE], const char *filter, int64_t now, bool utc);

#endif
