/* Time in ticks of 100 ns since 1970 in UTC: the precision that the API shows. */
#ifndef TESTS_SERVER_TICKS_H
#define TESTS_SERVER_TICKS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define TICKS_PER_SECOND INT64_C(10000000)
#define TICKS_PER_HOUR (3600 * TICKS_PER_SECOND)
#define TICKS_PER_DAY (24 * TICKS_PER_HOUR)

/* Room for `2020-10-22T10:29:53.1696606Z` and its end. */
#define TICKS_TEXT_SIZE 29
/* Room for `Thu, 22 Oct 2020 10:29:53 GMT` and its end. */
#define TICKS_HTTP_SIZE 30

/* The server's clock; may be set wrong on purpose. Safe from all threads. */
struct ticks_clock {
    _Atomic int64_t shift; /* ticks added to the true time */
};

int64_t ticks_now(const struct ticks_clock *clock);

/* Days since 1970 of a date, and back. */
int64_t ticks_days(int64_t year, int64_t month, int64_t day);
void ticks_date(int64_t days, int *year, int *month, int *day);

/* 0 Monday to 6 Sunday. */
int ticks_weekday(int64_t days);

/* Hours that Denmark is ahead of UTC at noon of that day. */
int ticks_danish_offset(int64_t days);

/* Reads `YYYY-MM-DD`, optionally followed by `THH:MM` or `THH:MM:SS`, all in UTC. */
bool ticks_parse(const char *string, int64_t *ticks);

void ticks_text(int64_t ticks, char text[TICKS_TEXT_SIZE]);
void ticks_http(int64_t ticks, char text[TICKS_HTTP_SIZE]);

#endif
