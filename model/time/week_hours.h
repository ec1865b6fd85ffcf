/* Days of the week and hours of the day at which something is asked for, "mon-fri" and "8-10". Pure, but for the
 * zone of the process. */
#ifndef MODEL_TIME_WEEK_HOURS_H
#define MODEL_TIME_WEEK_HOURS_H

#include "model/time/calendar.h"

#include <stdbool.h>
#include <stdint.h>

enum { WEEK_HOURS_DAYS = 7, WEEK_HOURS_HOURS = 24 };

struct week_hours {
    uint32_t days;  /* a bit each from Sunday on */
    uint32_t hours; /* a bit each from midnight on */
    bool utc;       /* not of local time */
};
#define WEEK_HOURS_ANY ((struct week_hours){0x7f, 0xffffff, false})

/* Whether an instant, in seconds since 1970, is at one of them. */
bool week_hours_has(const struct week_hours *hours, struct calendar_zone *zone, int64_t instant);

/* Read days ("tue", "mon-fri", "tirsdag", "weekend", "ma") and hours ("8", "8-10", "22:00-6:00", "kl. 8") into
 * bits. From one hour to another means up to that, not including; both turn around their ends. */
enum week_reading { WEEK_READ, WEEK_UNFINISHED, WEEK_WRONG };
enum week_reading week_hours_read_days(uint32_t *days, const char *text);
enum week_reading week_hours_read_hours(uint32_t *hours, const char *text);

/* "Mon–Fri, Sun" and "08:00–10:00"; "" for all of them. */
#define WEEK_HOURS_SIZE 160
const char *week_hours_text(char buffer[WEEK_HOURS_SIZE], const struct week_hours *hours);

#endif
