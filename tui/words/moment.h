/* Instants as the screen writes them. Times are ticks (model/time/timestamp.h), shown in UTC if `utc`, else in local
 * time; TIMESTAMP_NONE is "–". Functions with a buffer return it. */
#ifndef TUI_WORDS_MOMENT_H
#define TUI_WORDS_MOMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOMENT_SIZE = 64 };

/* "Fri", in three columns. Static. */
const char *moment_weekday_name(int64_t ticks, bool utc);

const char *moment_weekday(char buffer[MOMENT_SIZE], int64_t ticks, bool utc); /* "Fri 2024-05-03 14:02:11" */
const char *moment_weekday_and_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc); /* "Fri 2024-05-03" */
const char *moment_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);             /* "2024-05-03" */
const char *moment_clock(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);           /* "14:02:11" */

/* The first day that lies wholly at or after that instant; the last day that lies wholly at or before it. */
const char *moment_first_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);
const char *moment_last_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);

/* The last day or minute before `end`: "2024-05-03" if it is the end of that day, else "2024-05-03 14:02". */
const char *moment_until(char buffer[MOMENT_SIZE], int64_t end, bool utc);

/* "14:02" if it is today, else "2024-05-03 14:02". */
const char *moment_recent(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);

/* "14:02:11" if it is today, else "Fri 2024-05-03 14:02". */
const char *moment_coming(char buffer[MOMENT_SIZE], int64_t ticks, bool utc);

/* From `begin` up to, not including, `end`: "Fri 3 May 2024" for a day, "Fri 3 May 2024 14:02" for a minute or less,
 * "Fri 3 May 2024 14:00 to 15:30" within a day, else "29 Apr 2024 to 5 May 2024". INT64_MIN and INT64_MAX are open
 * ends. */
const char *moment_period(char buffer[MOMENT_SIZE], int64_t begin, int64_t end, bool utc);

/* "Fri 2024-05-03 14:02:11 +02:00" */
const char *moment_local(char buffer[MOMENT_SIZE], int64_t ticks);

/* "2024-05-03 12:02:11 UTC", without the date if that is the same in local time. */
const char *moment_utc(char buffer[MOMENT_SIZE], int64_t ticks);

/* The start of the day in which it lies, or of the day `days` later, in ticks. */
int64_t moment_day_begin(int64_t ticks, bool utc, int days);

/* A number for the day in which it lies; later days have greater ones. INT64_MIN if there is none. */
int64_t moment_day_number(int64_t ticks, bool utc);

#endif
