#include "tui/list/timeline.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/sorted.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR (3600 * TIMESTAMP_SECOND)
#define DAY (24 * HOUR)

enum { COUNT_COLUMNS = 10 }; /* of the greatest number, at the right */

struct unit {
    const char *name;
    unsigned label; /* columns of the screen that the labels take */
    int64_t most;   /* no period is longer, in ticks */
};

static const struct unit units[CALENDAR_UNITS] = {
    [CALENDAR_HOUR] = {N_("hours"), 11, HOUR},
    [CALENDAR_DAY] = {N_("days"), 10, DAY + HOUR},
    [CALENDAR_WEEK] = {N_("weeks"), 10, 7 * DAY + HOUR},
    [CALENDAR_MONTH] = {N_("months"), 7, 31 * DAY + HOUR},
    [CALENDAR_QUARTER] = {N_("quarters"), 8, 92 * DAY + HOUR},
    [CALENDAR_YEAR] = {N_("years"), 5, 366 * DAY + HOUR},
};

const char *timeline_unit_name(enum calendar_unit unit)
{
    return tr(units[unit].name);
}

static unsigned label_columns(enum calendar_unit unit)
{
    unsigned name = text_width(timeline_unit_name(unit));
    return name > units[unit].label ? name : units[unit].label;
}

unsigned timeline_indent(const struct timeline *timeline)
{
    return label_columns(timeline->unit) + 1;
}

/* How many columns have room beside the labels. */
static size_t room_of(enum calendar_unit unit, unsigned columns)
{
    unsigned label = label_columns(unit);
    unsigned taken = label + 1 + 1 + (label > COUNT_COLUMNS ? label : COUNT_COLUMNS);
    return columns > taken ? columns - taken : 0;
}

static struct calendar_period period_at(const struct timeline *timeline, int64_t instant)
{
    return calendar_period_at(timeline->unit, instant, timeline->utc);
}

static void add(struct timeline *timeline, const struct timeline_question *question,
                const struct calendar_period *period)
{
    timeline->columns =
        memory_grow(timeline->columns, &timeline->capacity, timeline->count + 1, sizeof(*timeline->columns));
    struct timeline_column *column = &timeline->columns[timeline->count++];
    column->period = *period;
    column->calls = list_summary_count(question->summary, period->begin, period->end);
    column->is_covered = list_summary_holds(question->summary, period->begin, period->end, question->now);
    timeline->most = column->calls > timeline->most ? column->calls : timeline->most;
}

/* Columns from a period on, as many as there is room for, up to the last with calls. */
static void fill(struct timeline *timeline, const struct timeline_question *question,
                 struct calendar_period period)
{
    size_t room = room_of(timeline->unit, question->columns);
    timeline->count = 0;
    timeline->most = 0;
    while (timeline->count < room && period.begin <= question->summary->last) {
        add(timeline, question, &period);
        period = period_at(timeline, period.end);
    }
}

/* Whether all columns of a unit fit; not if that is clear from the length of the history. */
static bool fits_all(struct timeline *timeline, const struct timeline_question *question,
                     enum calendar_unit unit)
{
    const struct list_summary *summary = question->summary;
    int64_t room = (int64_t)room_of(unit, question->columns);
    if (room == 0 || (summary->last - summary->first) / units[unit].most >= room)
        return false;
    timeline->unit = unit;
    struct calendar_period period = period_at(timeline, summary->first);
    for (int64_t i = 0; i < room; i++) {
        if (summary->last < period.end)
            return true;
        period = period_at(timeline, period.end);
    }
    return false;
}

/* Goes back as many periods as that, but not before the first with calls. */
static struct calendar_period go_back(const struct timeline *timeline, struct calendar_period period,
                                      size_t steps, int64_t first)
{
    for (; steps > 0 && period.begin > first; steps--)
        period = period_at(timeline, period.begin - 1);
    return period;
}

/* Where near columns begin: the place is in the middle, unless the history ends before. */
static struct calendar_period near_begin(const struct timeline *timeline,
                                         const struct timeline_question *question)
{
    const struct list_summary *summary = question->summary;
    size_t room = room_of(timeline->unit, question->columns), ahead = 0;
    int64_t place = question->place == TIMESTAMP_NONE || question->place > summary->last ? summary->last
                    : question->place < summary->first                                   ? summary->first
                                                                                         : question->place;
    struct calendar_period period = period_at(timeline, place);
    for (struct calendar_period next = period; ahead < room && next.begin <= summary->last; ahead++)
        next = period_at(timeline, next.end);
    size_t back = ahead < room - room / 2 ? room - ahead : room / 2;
    return go_back(timeline, period, back, summary->first);
}

/* Whether the columns as they are will do. */
static bool is_well_placed(const struct timeline *timeline, const struct timeline_question *question)
{
    size_t room = room_of(timeline->unit, question->columns);
    if (timeline->count == 0 ||
        (timeline->count < room && question->summary->first < timeline->columns[0].period.begin))
        return false;
    return question->place == TIMESTAMP_NONE || timeline_find(timeline, question->place) != SIZE_MAX;
}

static void lay_out_near(struct timeline *timeline, const struct timeline_question *question,
                         const struct timeline_column *kept)
{
    if (kept)
        fill(timeline, question, kept->period);
    if (!kept || !is_well_placed(timeline, question))
        fill(timeline, question, near_begin(timeline, question));
}

/* The finest unit in which all columns fit; the coarsest one if none is. */
static bool choose_unit_of_all(struct timeline *timeline, const struct timeline_question *question)
{
    int unit = CALENDAR_HOUR;
    while (unit < CALENDAR_YEAR && !fits_all(timeline, question, (enum calendar_unit)unit))
        unit++;
    timeline->unit_of_all = (enum calendar_unit)unit;
    return fits_all(timeline, question, timeline->unit_of_all);
}

static void look_beyond(struct timeline *timeline, const struct timeline_question *question)
{
    const struct list_summary *summary = question->summary;
    int64_t begin = timeline->columns[0].period.begin,
            end = timeline->columns[timeline->count - 1].period.end;
    timeline->has_before = summary->first < begin;
    timeline->has_after = summary->last >= end;
    timeline->is_covered_before = list_summary_holds(summary, INT64_MIN, begin, question->now);
    timeline->is_covered_after =
        end > question->now || list_summary_holds(summary, end, INT64_MAX, question->now);
}

void timeline_lay_out(struct timeline *timeline, const struct timeline_question *question)
{
    const struct list_summary *summary = question->summary;
    const struct timeline before = *timeline;
    timeline->utc = question->utc;
    timeline->count = 0;
    if (summary->first == TIMESTAMP_NONE)
        return;
    bool fit = choose_unit_of_all(timeline, question);
    bool is_near = question->is_near && question->unit < timeline->unit_of_all;
    timeline->unit = is_near ? question->unit : timeline->unit_of_all;
    timeline->is_near = is_near || !fit;
    bool keeps = before.count > 0 && before.is_near && timeline->is_near && before.unit == timeline->unit &&
                 before.utc == timeline->utc;
    const struct timeline_column kept = keeps ? before.columns[0] : (struct timeline_column){0};
    if (timeline->is_near)
        lay_out_near(timeline, question, keeps ? &kept : NULL);
    else
        fill(timeline, question, period_at(timeline, summary->first));
    if (timeline->count > 0)
        look_beyond(timeline, question);
}

void timeline_clear(struct timeline *timeline)
{
    free(timeline->columns);
    memset(timeline, 0, sizeof(*timeline));
}

size_t timeline_find(const struct timeline *timeline, int64_t instant)
{
    const struct sorted ends = {timeline->columns, timeline->count, sizeof(struct timeline_column),
                                offsetof(struct timeline_column, period.end)};
    size_t at = sorted_up_to(&ends, instant);
    return at < timeline->count && timeline->columns[at].period.begin <= instant ? at : SIZE_MAX;
}

unsigned timeline_level(const struct timeline *timeline, size_t column)
{
    uint64_t calls = timeline->columns[column].calls;
    return timeline->most == 0 ? 0 : (unsigned)((calls * TEXT_BARS + timeline->most - 1) / timeline->most);
}

const char *timeline_label(char buffer[TIMELINE_LABEL_SIZE], enum calendar_unit unit, int64_t begin, bool utc)
{
    char text[TIMESTAMP_TEXT_SIZE];
    timestamp_short_text(text, begin, utc); /* "2024-05-03 14:00:00" */
    if (unit == CALENDAR_HOUR)
        snprintf(buffer, TIMELINE_LABEL_SIZE, "%.11s", text + 5);
    else if (unit == CALENDAR_QUARTER)
        snprintf(buffer, TIMELINE_LABEL_SIZE, "%.4s Q%d", text,
                 ((text[5] - '0') * 10 + text[6] - '0' + 2) / 3);
    else
        snprintf(buffer, TIMELINE_LABEL_SIZE, "%.*s",
                 unit == CALENDAR_YEAR    ? 4
                 : unit == CALENDAR_MONTH ? 7
                                          : 10,
                 text);
    return buffer;
}
