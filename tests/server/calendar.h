/* When calls come: by hour, weekday, season and the shape of the history.
 * A position is the amount of business since the start of the calendar; it ascends with time. */
#ifndef TESTS_SERVER_CALENDAR_H
#define TESTS_SERVER_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

struct calendar;

/* From and until are ticks; shape is an enum options_shape. */
struct calendar *calendar_new(int64_t from, int64_t until, int shape, uint64_t seed);
void calendar_free(struct calendar **calendar);

double calendar_position(const struct calendar *calendar, int64_t ticks);

/* The time of a position. `day` is where the search begins and is moved on: begin with 0 and ask
 * for ascending positions. */
int64_t calendar_time(const struct calendar *calendar, size_t *day, double position);

#endif
