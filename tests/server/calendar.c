#include "tests/server/calendar.h"

#include "tests/server/dice.h"
#include "tests/server/must.h"
#include "tests/server/options.h"
#include "tests/server/ticks.h"

#include <math.h>
#include <stdlib.h>

#define SLOTS 48

static const int64_t slot_ticks = TICKS_PER_DAY / SLOTS;

struct calendar_day {
    double begin;  /* position */
    double weight; /* of the whole day */
    int offset;    /* hours ahead of UTC */
};

struct calendar {
    int64_t first; /* local day since 1970 */
    size_t count;
    double hours[SLOTS + 1]; /* part of the day's calls before each half hour */
    struct calendar_day days[];
};

/* Calls per half hour of the local day, from midnight. */
static const int profile[SLOTS] = {1,  1,  0,  0,  0,  0,  0,  0,  0,  0,  1,  1,  2,  4,  10, 25,
                                   70, 95, 99, 98, 92, 85, 74, 66, 60, 70, 80, 78, 70, 62, 52, 36,
                                   24, 16, 12, 10, 9,  8,  7,  6,  5,  5,  4,  4,  3,  3,  2,  2};

static double day_weight(int64_t day, double age, int shape, struct dice *dice)
{
    static const double weekdays[7] = {1.25, 1.1, 1.0, 1.05, 0.8, 0.06, 0.03};
    int year;
    int month;
    int day_of_month;
    double weight = weekdays[ticks_weekday(day)] * (0.85 + 0.3 * dice_unit(dice));
    double burst = dice_unit(dice);

    ticks_date(day, &year, &month, &day_of_month);
    if (month == 7)
        weight *= 0.6;
    if ((month == 12 && day_of_month >= 24 && day_of_month <= 26) || (month == 1 && day_of_month == 1))
        weight *= 0.05;
    if (shape == SHAPE_GROWING)
        weight *= exp(2.0 * age);
    if (shape == SHAPE_BURSTY)
        weight *= burst < 0.05 ? 8.0 + 200.0 * burst : 0.2 + burst;
    return weight;
}

struct calendar *calendar_new(int64_t from, int64_t until, int shape, uint64_t seed)
{
    int64_t first = from / TICKS_PER_DAY - 1;
    size_t count = (size_t)(until / TICKS_PER_DAY + 2 - first);
    struct calendar *calendar = must_alloc(1, sizeof *calendar + count * sizeof calendar->days[0]);
    struct dice dice = {dice_mix(seed ^ 0xca1e2da2)};
    double total = 0;
    int sum = 0;

    for (int i = 0; i < SLOTS; i++)
        sum += profile[i];
    for (int i = 0; i < SLOTS; i++)
        calendar->hours[i + 1] = calendar->hours[i] + (double)profile[i] / sum;
    calendar->hours[SLOTS] = 1;
    calendar->first = first;
    calendar->count = count;
    for (size_t i = 0; i < count; i++) {
        int64_t day = first + (int64_t)i;
        double weight = day_weight(day, (double)i / (double)count, shape, &dice);

        calendar->days[i] = (struct calendar_day){total, weight, ticks_danish_offset(day)};
        total += weight;
    }
    return calendar;
}

void calendar_free(struct calendar **calendar)
{
    free(*calendar);
    *calendar = NULL;
}

double calendar_position(const struct calendar *calendar, int64_t ticks)
{
    int64_t index = ticks / TICKS_PER_DAY - calendar->first;

    if (index < 0)
        return 0;
    if ((size_t)index >= calendar->count)
        index = (int64_t)calendar->count - 1;
    ticks += calendar->days[index].offset * TICKS_PER_HOUR;
    index = ticks / TICKS_PER_DAY - calendar->first;
    const struct calendar_day *last = &calendar->days[calendar->count - 1];
    if ((size_t)index >= calendar->count)
        return last->begin + last->weight;
    int64_t in_day = ticks % TICKS_PER_DAY;
    int64_t slot = in_day / slot_ticks;
    double part = (double)(in_day % slot_ticks) / (double)slot_ticks;
    double hours = calendar->hours[slot] + part * (calendar->hours[slot + 1] - calendar->hours[slot]);
    return calendar->days[index].begin + hours * calendar->days[index].weight;
}

int64_t calendar_time(const struct calendar *calendar, size_t *day, double position)
{
    while (*day + 1 < calendar->count && calendar->days[*day + 1].begin <= position)
        (*day)++;
    const struct calendar_day *found = &calendar->days[*day];
    double part = (position - found->begin) / found->weight;
    int low = 0;
    int high = SLOTS;
    while (high - low > 1) {
        int middle = (low + high) / 2;

        if (calendar->hours[middle] <= part)
            low = middle;
        else
            high = middle;
    }
    double width = calendar->hours[low + 1] - calendar->hours[low];
    double in_slot = width > 0 ? fmin((part - calendar->hours[low]) / width, 1) : 0;
    return (calendar->first + (int64_t)*day) * TICKS_PER_DAY - found->offset * TICKS_PER_HOUR +
           low * slot_ticks + (int64_t)(in_slot * (double)slot_ticks);
}
