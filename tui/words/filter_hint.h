/* Suggests another filter where one finds nothing. Pure, but for the zone of the process (TZ). */
#ifndef TUI_WORDS_FILTER_HINT_H
#define TUI_WORDS_FILTER_HINT_H

#include <stdbool.h>
#include <stdint.h>

enum { FILTER_HINT_SIZE = 160 };

/* For digits "call:70102 finds the call with that id."; for a date "on:yesterday finds the calls of that time.", with
 * a part of the day behind it "on:yesterday hour:12-18 …"; for "marked" "mark:yes finds such calls."; else "". `now` in
 * ticks. Returns buffer. */
const char *filter_hint(char buffer[FILTER_HINT_SIZE], const char *filter, int64_t now, bool utc);

#endif
