#include "tests/unit/model/fetch/office_history.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define NOW (INT64_C(1700000000) * TIMESTAMP_SECOND)
#define DAY (86400 * TIMESTAMP_SECOND)
#define OPENS (8.0 / 24)
#define OPEN (8.0 / 24) /* so long */
#define COLLEAGUE_SAMPLES 12
#define FIRST_ID 41000

const char *const office_kind_names[OFFICE_KINDS] = {
    "steady", "growing", "bursty", "left years ago", "began last week", "began last week, a million"};

/* How a history is drawn. */
struct drawing {
    uint64_t random;
    enum office_kind shape;
    int days;
    double *weights; /* owned: of each day */
    double burst;
    double from; /* days in which the agent is there */
    double until;
    double calls; /* of the centre, on a day of weight 1 */
    double spacing;
    bool never_closes;
    int64_t id;
    size_t most;
};

static double draw(struct drawing *drawing)
{
    drawing->random = drawing->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(drawing->random >> 11) / 9007199254740992.0;
}

static double weight_of(struct drawing *drawing, int day)
{
    static const double week[] = {1, 1, 1, 1, 1, 0.15, 0.05};
    double weight = week[day % 7];
    if (drawing->shape == OFFICE_GROWING)
        weight *= 0.15 + 1.85 * day / drawing->days;
    if (drawing->shape != OFFICE_BURSTY)
        return weight;
    if (draw(drawing) < 0.03)
        drawing->burst = draw(drawing) < 0.5 ? 8 : 0.05;
    else if (draw(drawing) < 0.15)
        drawing->burst = 1;
    return weight * drawing->burst;
}

static double share_of_day(const struct drawing *drawing, int day)
{
    double share = fmin(day + 1, drawing->until) - fmax(day, drawing->from);
    return share > 0 ? share : 0;
}

static void draw_calendar(struct drawing *drawing, size_t count)
{
    double own = 0;
    drawing->burst = 1;
    drawing->weights = memory_array((size_t)drawing->days, sizeof *drawing->weights);
    for (int day = 0; day < drawing->days; day++) {
        drawing->weights[day] = weight_of(drawing, day);
        own += drawing->weights[day] * share_of_day(drawing, day);
    }
    drawing->calls = (double)count / own;
}

/* When that share of a day's calls has come. A centre that never closes has few at night:
 * 6x(1-x) of them at x, and this is the inverse of its integral. */
static double time_of_day(const struct drawing *drawing, double share)
{
    if (drawing->never_closes)
        return 0.5 - sin(asin(1 - 2 * share) / 3);
    return OPENS + OPEN * share;
}

static void draw_day(struct drawing *drawing, int day, struct office_history *history)
{
    int calls = (int)(drawing->calls * drawing->weights[day] + draw(drawing));
    if (share_of_day(drawing, day) == 0) {
        drawing->id += (int64_t)(calls * drawing->spacing);
        return;
    }
    for (int i = 0; i < calls; i++) {
        double at = day + time_of_day(drawing, (i + draw(drawing)) / calls);
        int64_t time = NOW - (int64_t)((drawing->days - at) * (double)DAY);
        drawing->id += 1 + (int64_t)(2 * draw(drawing) * (drawing->spacing - 1));
        if (at >= drawing->from && at < drawing->until && time <= history->now &&
            history->count < drawing->most)
            history->recordings[history->count++] = (struct moment){drawing->id, time};
    }
}

static bool is_new(enum office_kind kind)
{
    return kind == OFFICE_JOINED || kind == OFFICE_JOINED_BUSY;
}

static void begin_drawing(struct drawing *drawing, enum office_kind kind, uint64_t seed)
{
    *drawing = (struct drawing){.random = seed * 77777 + (uint64_t)kind, .shape = kind, .id = FIRST_ID};
    for (int i = 0; i < 8; i++)
        draw(drawing);
    drawing->days = 1825 + (int)(draw(drawing) * 2000);
    drawing->until = drawing->days;
    drawing->spacing = 2 + 30 * draw(drawing);
    if (kind == OFFICE_LEFT)
        drawing->until *= 0.3 + 0.5 * draw(drawing);
    if (is_new(kind))
        drawing->from = drawing->days - 4 - 5 * draw(drawing);
    drawing->never_closes = kind == OFFICE_JOINED_BUSY;
    if (drawing->never_closes)
        drawing->from = floor(drawing->from);
    if (kind == OFFICE_LEFT || is_new(kind))
        drawing->shape = (enum office_kind)(seed % 3);
}

void office_history_begin(struct office_history *history, enum office_kind kind, size_t most, uint64_t seed)
{
    struct drawing drawing;
    begin_drawing(&drawing, kind, seed);
    size_t count = kind == OFFICE_JOINED ? most / 50 : most;
    drawing.most = count + count / 10;
    *history = (struct office_history){
        .recordings = memory_array(drawing.most, sizeof(struct moment)),
        .now = NOW - (int64_t)(3 * draw(&drawing) * (double)DAY),
        .spacing = drawing.spacing,
    };
    draw_calendar(&drawing, count);
    for (int day = 0; day < drawing.days; day++)
        draw_day(&drawing, day, history);
    free(drawing.weights);
}

void office_history_end(struct office_history *history)
{
    free(history->recordings);
    *history = (struct office_history){0};
}

void office_history_colleague(const struct office_history *history, struct chronology *chronology)
{
    for (size_t i = 0; i < COLLEAGUE_SAMPLES; i++) {
        const struct moment *near = &history->recordings[history->count / COLLEAGUE_SAMPLES * i];
        chronology_add(chronology, near->id + 1, near->time + TIMESTAMP_SECOND);
    }
    const struct moment *last = &history->recordings[history->count - 1];
    chronology_add(chronology, last->id + 1, last->time + TIMESTAMP_SECOND);
}
