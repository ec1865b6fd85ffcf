#include "tui/list/strip.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR (3600 * TIMESTAMP_SECOND)
#define DAY (24 * HOUR)

enum { COUNT_COLUMNS = 10 }; /* of the greatest number, at the right */

struct unit {
    const char *name;
    unsigned label; /* columns of the screen that the name and the labels take */
    int64_t most;   /* no period is longer, in ticks */
};

static const struct unit units[CALENDAR_UNITS] = {
    [CALENDAR_HOUR] = {"hours", 11, HOUR},
    [CALENDAR_DAY] = {"days", 10, DAY + HOUR},
    [CALENDAR_WEEK] = {"weeks", 10, 7 * DAY + HOUR},
    [CALENDAR_MONTH] = {"months", 7, 31 * DAY + HOUR},
    [CALENDAR_QUARTER] = {"quarters", 8, 92 * DAY + HOUR},
    [CALENDAR_YEAR] = {"years", 5, 366 * DAY + HOUR},
};

const char *strip_unit_name(enum calendar_unit unit)
{
    return units[unit].name;
}

unsigned strip_indent(const struct strip *strip)
{
    return units[strip->unit].label + 1;
}

/* How many columns have room beside the labels. */
static size_t room_of(enum calendar_unit unit, unsigned columns)
{
    unsigned label = units[unit].label;
    unsigned taken = label + 1 + 1 + (label > COUNT_COLUMNS ? label : COUNT_COLUMNS);
    return columns > taken ? columns - taken : 0;
}

static struct calendar_period period_at(const struct strip *strip, int64_t instant)
{
    return calendar_period_at(strip->unit, instant, strip->utc);
}

static void add(struct strip *strip, const struct strip_question *question,
                const struct calendar_period *period)
{
    strip->columns = memory_grow(strip->columns, &strip->capacity, strip->count + 1, sizeof(*strip->columns));
    struct strip_column *column = &strip->columns[strip->count++];
    column->period = *period;
    column->calls = overview_count(question->overview, period->begin, period->end);
    column->is_held = overview_holds(question->overview, period->begin, period->end, question->now);
    strip->most = column->calls > strip->most ? column->calls : strip->most;
}

/* Columns from a period on, as many as there is room for, up to the last with calls. */
static void fill(struct strip *strip, const struct strip_question *question, struct calendar_period period)
{
    size_t room = room_of(strip->unit, question->columns);
    strip->count = 0;
    strip->most = 0;
    while (strip->count < room && period.begin <= question->overview->last) {
        add(strip, question, &period);
        period = period_at(strip, period.end);
    }
}

/* Whether all columns of a unit fit; not if that is clear from the length of the history. */
static bool fits_all(struct strip *strip, const struct strip_question *question, enum calendar_unit unit)
{
    const struct overview *overview = question->overview;
    int64_t room = (int64_t)room_of(unit, question->columns);
    if (room == 0 || (overview->last - overview->first) / units[unit].most >= room)
        return false;
    strip->unit = unit;
    struct calendar_period period = period_at(strip, overview->first);
    for (int64_t i = 0; i < room; i++) {
        if (overview->last < period.end)
            return true;
        period = period_at(strip, period.end);
    }
    return false;
}

/* Goes back as many periods as that, but not before the first with calls. */
static struct calendar_period go_back(const struct strip *strip, struct calendar_period period, size_t steps,
                                      int64_t first)
{
    for (; steps > 0 && period.begin > first; steps--)
        period = period_at(strip, period.begin - 1);
    return period;
}

/* Where near columns begin: the place is in the middle, unless the history ends before. */
static struct calendar_period near_begin(const struct strip *strip, const struct strip_question *question)
{
    const struct overview *overview = question->overview;
    size_t room = room_of(strip->unit, question->columns), ahead = 0;
    int64_t place = question->place == TIMESTAMP_NONE || question->place > overview->last ? overview->last
                    : question->place < overview->first                                   ? overview->first
                                                                                          : question->place;
    struct calendar_period period = period_at(strip, place);
    for (struct calendar_period next = period; ahead < room && next.begin <= overview->last; ahead++)
        next = period_at(strip, next.end);
    size_t back = ahead < room - room / 2 ? room - ahead : room / 2;
    return go_back(strip, period, back, overview->first);
}

/* Whether the columns as they are will do. */
static bool is_well_placed(const struct strip *strip, const struct strip_question *question)
{
    size_t room = room_of(strip->unit, question->columns);
    if (strip->count == 0 ||
        (strip->count < room && question->overview->first < strip->columns[0].period.begin))
        return false;
    return question->place == TIMESTAMP_NONE || strip_find(strip, question->place) != SIZE_MAX;
}

static void lay_out_near(struct strip *strip, const struct strip_question *question,
                         const struct strip_column *kept)
{
    if (kept)
        fill(strip, question, kept->period);
    if (!kept || !is_well_placed(strip, question))
        fill(strip, question, near_begin(strip, question));
}

/* The finest unit in which all columns fit; the coarsest one if none is. */
static bool choose_unit_of_all(struct strip *strip, const struct strip_question *question)
{
    int unit = CALENDAR_HOUR;
    while (unit < CALENDAR_YEAR && !fits_all(strip, question, (enum calendar_unit)unit))
        unit++;
    strip->unit_of_all = (enum calendar_unit)unit;
    return fits_all(strip, question, strip->unit_of_all);
}

static void look_beyond(struct strip *strip, const struct strip_question *question)
{
    const struct overview *overview = question->overview;
    int64_t begin = strip->columns[0].period.begin, end = strip->columns[strip->count - 1].period.end;
    strip->has_before = overview->first < begin;
    strip->has_after = overview->last >= end;
    strip->is_held_before = overview_holds(overview, INT64_MIN, begin, question->now);
    strip->is_held_after = end > question->now || overview_holds(overview, end, INT64_MAX, question->now);
}

void strip_lay_out(struct strip *strip, const struct strip_question *question)
{
    const struct overview *overview = question->overview;
    const struct strip before = *strip;
    strip->utc = question->utc;
    strip->count = 0;
    if (overview->first == TIMESTAMP_NONE)
        return;
    bool fit = choose_unit_of_all(strip, question);
    bool is_near = question->is_near && question->unit < strip->unit_of_all;
    strip->unit = is_near ? question->unit : strip->unit_of_all;
    strip->is_near = is_near || !fit;
    bool keeps = before.count > 0 && before.is_near && strip->is_near && before.unit == strip->unit &&
                 before.utc == strip->utc;
    const struct strip_column kept = keeps ? before.columns[0] : (struct strip_column){0};
    if (strip->is_near)
        lay_out_near(strip, question, keeps ? &kept : NULL);
    else
        fill(strip, question, period_at(strip, overview->first));
    if (strip->count > 0)
        look_beyond(strip, question);
}

void strip_clear(struct strip *strip)
{
    free(strip->columns);
    memset(strip, 0, sizeof(*strip));
}

size_t strip_find(const struct strip *strip, int64_t instant)
{
    size_t low = 0, high = strip->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strip->columns[middle].period.end <= instant)
            low = middle + 1;
        else
            high = middle;
    }
    return low < strip->count && strip->columns[low].period.begin <= instant ? low : SIZE_MAX;
}

unsigned strip_level(const struct strip *strip, size_t column)
{
    uint64_t calls = strip->columns[column].calls;
    return strip->most == 0 ? 0 : (unsigned)((calls * STRIP_LEVELS + strip->most - 1) / strip->most);
}

const char *strip_label(char buffer[STRIP_LABEL_SIZE], enum calendar_unit unit, int64_t begin, bool utc)
{
    char text[TIMESTAMP_TEXT_SIZE];
    timestamp_short_text(text, begin, utc); /* "2024-05-03 14:00:00" */
    if (unit == CALENDAR_HOUR)
        snprintf(buffer, STRIP_LABEL_SIZE, "%.11s", text + 5);
    else if (unit == CALENDAR_QUARTER)
        snprintf(buffer, STRIP_LABEL_SIZE, "%.4s Q%d", text, ((text[5] - '0') * 10 + text[6] - '0' + 2) / 3);
    else
        snprintf(buffer, STRIP_LABEL_SIZE, "%.*s",
                 unit == CALENDAR_YEAR    ? 4
                 : unit == CALENDAR_MONTH ? 7
                                          : 10,
                 text);
    return buffer;
}
