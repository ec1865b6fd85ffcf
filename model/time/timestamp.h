/* Instants as the server gives them: UTC, in ticks of 100 ns since 1970-01-01T00:00:00Z (proleptic
 * Gregorian calendar), and how they are read and written. Pure functions. */
#ifndef MODEL_TIME_TIMESTAMP_H
#define MODEL_TIME_TIMESTAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TIMESTAMP_SECOND ((int64_t)10000000)
#define TIMESTAMP_NONE INT64_MIN /* not given */

/* 2000-01-01. The start of a recording before it is what some part of the server writes for "unknown". */
#define TIMESTAMP_EARLIEST (INT64_C(946684800) * TIMESTAMP_SECOND)

enum timestamp_reading {
    TIMESTAMP_READ,
    TIMESTAMP_NOT_GIVEN,  /* blank, or an instant before 1971 or after 2199 in UTC: 0001-01-01, 9999-12-31 and
                             their like stand for none in .NET */
    TIMESTAMP_UNREADABLE, /* no such time, or an impossible date */
};

/* Reads date-times as servers write them: RFC 3339 with any number of fractional digits (those beyond 100 ns
 * are cut) behind a point or a comma, with `Z`, an offset ("+02:00", "+0200", "+02") or neither (then UTC, as
 * the field names say); with slashes, without leading zeros, `t`, a space and `z` will do, too; and
 * "/Date(1714557600000+0200)/". Second 60, a jump second, is read as the first of the next minute. *ticks
 * gets TIMESTAMP_NONE unless it is read. `text` need not be terminated. */
enum timestamp_reading timestamp_read(const char *text, size_t length, int64_t *ticks);

/* The same where it does not matter why there is none. */
int64_t timestamp_parse(const char *text, size_t length);

/* The server's form: "2020-10-22T10:29:53.1696606Z", always seven fractional digits. This and the following
 * return the buffer; "–" for TIMESTAMP_NONE. */
#define TIMESTAMP_TEXT_SIZE 32
const char *timestamp_utc_text(char buffer[TIMESTAMP_TEXT_SIZE], int64_t ticks);

/* "2020-10-22 12:29:53" in local time (TZ) or UTC. */
const char *timestamp_short_text(char buffer[TIMESTAMP_TEXT_SIZE], int64_t ticks, bool utc);

/* The instant at which UTC shows what local time shows at this one. */
int64_t timestamp_local(int64_t ticks);

/* "+02:00": the offset of local time at that instant. */
const char *timestamp_offset_text(char buffer[TIMESTAMP_TEXT_SIZE], int64_t ticks);

/* "h:mm:ss", rounded to the nearest second, "–" for a negative duration or TIMESTAMP_NONE. */
const char *timestamp_length_text(char buffer[TIMESTAMP_TEXT_SIZE], int64_t duration);

int64_t timestamp_now(void);

/* How old an answer is: asked for then, by our clock, and dated `seconds` since 1970 by its server's (0: not
 * dated). The earlier of the two, for the starts in it are by that clock, too. */
int64_t timestamp_of_answer(int64_t asked_at, int64_t seconds);

#endif
