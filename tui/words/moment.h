/* Instants in the words of the screen. Local time or UTC as the user chose. "–" for TIMESTAMP_NONE. */
#ifndef TUI_WORDS_MOMENT_H
#define TUI_WORDS_MOMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOMENT_SIZE = 64 };

/* "Fri", three columns. */
const char *moment_weekday_name(int64_t ticks, bool utc);

/* All return the buffer. */
const char *moment_weekday(char buffer[MOMENT_SIZE], int64_t ticks, bool utc); /* "Fri 2024-05-03 14:02:11" */
const char *moment_weekday_and_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc); /* "Fri 2024-05-03" */
const char *moment_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);             /* "2024-05-03" */
const char *moment_clock(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);           /* "14:02:11" */

/* The first day that is not before that instant in any part, the last that is not after it. */
const char *moment_first_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);
const char *moment_last_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);

/* Where what ends then still is: "2024-05-03" if it ends with that day, else "2024-05-03 14:02". */
const char *moment_until(char buffer[MOMENT_SIZE], int64_t end, bool utc);

/* "14:02" if it is today, else "2024-05-03 14:02". */
const char *moment_recent(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);

/* "14:02:11" if it is today, else "Fri 2024-05-03 14:02". */
const char *moment_coming(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);

/* "Fri 3 May 2024" for a day, "Fri 3 May 2024 14:02" for a minute or less, "Fri 3 May 2024 14:00 to 15:30" within a
 * day, else "29 Apr 2024 to 5 May 2024"; an end that is INT64_MIN or INT64_MAX is open. Begin and end as in model/time/when.h. */
const char *moment_period(char buffer[MOMENT_SIZE], int64_t begin, int64_t end, bool utc);

/* "Fri 2024-05-03 14:02:11 +02:00" */
const char *moment_local(char buffer[MOMENT_SIZE], int64_t ticks);

/* "2024-05-03 12:02:11 UTC", without the date where local time has the same one. */
const char *moment_utc(char buffer[MOMENT_SIZE], int64_t ticks);

/* The start of the day in which it lies, or of another one so many days later. */
int64_t moment_day_begin(int64_t ticks, bool utc, int days);

/* The number of the day in which it lies, for comparing. */
int64_t moment_day_number(int64_t ticks, bool utc);

#endif
