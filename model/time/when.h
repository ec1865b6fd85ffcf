/* Dates, times and spans back as people write them, and the period of time that they mean. Pure, but for the
 * zone of the process (TZ). */
#ifndef MODEL_TIME_WHEN_H
#define MODEL_TIME_WHEN_H

#include "model/time/when_type.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* Reads, whatever the case and the blanks, in English or Danish:
 *
 *   2024-05-03  2024/5/3  20240503                         that day
 *   3/5/2024  03-05-2024  3.5.2024  3/5-24  3 May 2024  3. maj 2024  May 3, 2024; with its weekday, fre 3/5
 *   3/5  03-05  3.5.  3 May                                the last such day, or today
 *   2024-05  05/2024  may 2024  2024  Q1 2024  2024-W18    that month, year, quarter, week (ISO 8601)
 *   May  w18  week 18  uge 18                              the last that has begun
 *   this month  last week  sidste uge  i år                the whole of it
 *   last 7 days  sidste 2 uger  last 24 hours              up to today, up to now
 *   today  yesterday  i dag  i går  monday  tirsdag  fre   that day; the last one, or today
 *   last monday  i mandags                                 the last one before today
 *   -3d  2w  6m  1y  2 weeks ago  for 2 uger siden         that day, by the calendar: a month
 *                                                          back from the 31st may end on a 30th
 *   -36h  90min  now  nu                                   the minute of that instant
 *   14:00  14:00:05  kl. 14.30  kl 1430  2 pm                    that minute or second, of today or, if that is to
 *                                                          come, of yesterday
 *
 * In numbers the day comes before the month, but behind a year. Years of two digits are those from 2010 to this
 * one. A weekday beside a date has to be that of the date.
 *
 * A time may follow or precede what means a day: the period is that minute or second then, and whether it is
 * to come does not matter. A date with its year and a time may end in Z, UTC or an offset, +02:00, and is of
 * that zone then, not of local time or UTC as `utc` says. What can be a date and a time alike, 10.12, is
 * refused.
 *
 * Of a local time that the clocks pass twice the first is meant; one that they skip is the first instant
 * after the gap. Days have 23 and 25 hours where clocks change. Periods are cut to the instants that
 * timestamp_parse knows, 1971 to 2199.
 *
 * False for what is no date, for impossible ones and for those outside of these years; *when is left alone
 * and *failure, unless NULL, says why. */
bool when_parse(struct when *when, const char *text, int64_t now, bool utc, struct failure *failure);

/* The same, and periods from one date to another: 1/5..3/5, 1.-3. maj, 1 May to 3 May, fra mandag til onsdag, uge
 * 18-20, 3/5 14:00-15:00. A day, month or year counts in full, a time of the day ends where it begins. 1/5.., ..3/5
 * and since 1/5 are open: INT64_MIN, INT64_MAX. */
bool when_parse_period(struct when *when, const char *text, int64_t now, bool utc, struct failure *failure);

/* Whether the text is refused because it can be a day and a time, "10.12"; when_parse says so. */
bool when_is_ambiguous(const char *text);

/* Whether months back are written as m, "-5m", which may be meant for minutes. */
bool when_counts_m(const char *text);

/* Whether all in it can stand in dates: else it is none whatever follows. */
bool when_is_legible(const char *text);

#endif
