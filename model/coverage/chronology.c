#include "model/coverage/chronology.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/sorted.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define HOUR (3600 * TIMESTAMP_SECOND)
#define WEEK (168 * HOUR)

/* Contact centres work for part of the week: a sample of less than that, taken where there are
 * recordings, shows their pace at work. */
#define DAY_AT_WORK (8 * HOUR)
#define SHARE_AT_WORK 0.35

/* Calls wait in their queues, some longer than others: by so much a start can be out of order. */
#define DISORDER (24 * HOUR)

/* A change of pace is not carried on beyond this factor. */
#define CHANGE_LIMIT 8.0

void chronology_clear(struct chronology *chronology)
{
    free(chronology->moments);
    memset(chronology, 0, sizeof *chronology);
}

void chronology_copy(struct chronology *to, const struct chronology *from)
{
    to->moments = memory_grow(to->moments, &to->capacity, from->count, sizeof *to->moments);
    if (from->count)
        memcpy(to->moments, from->moments, from->count * sizeof *to->moments);
    to->count = from->count;
}

/* Index of the first moment with an id at or above `id`. */
static size_t place_of_id(const struct chronology *chronology, int64_t id)
{
    const struct sorted ids = {chronology->moments, chronology->count, sizeof(struct moment),
                               offsetof(struct moment, id)};
    return sorted_below(&ids, id);
}

/* Index of the first moment after `time`. */
static size_t place_of_time(const struct chronology *chronology, int64_t time)
{
    const struct sorted times = {chronology->moments, chronology->count, sizeof(struct moment),
                                 offsetof(struct moment, time)};
    return sorted_up_to(&times, time);
}

/* The ends stay. */
static void thin_out(struct chronology *chronology)
{
    size_t kept = 0;
    for (size_t i = 0; i < chronology->count; i++) {
        if (i % 2 == 0 || i + 1 == chronology->count)
            chronology->moments[kept++] = chronology->moments[i];
    }
    chronology->count = kept;
}

static void drop(struct chronology *chronology, size_t place)
{
    chronology->count--;
    memmove(chronology->moments + place, chronology->moments + place + 1,
            (chronology->count - place) * sizeof *chronology->moments);
}

/* The moment beside `place` that contradicts a time there; `count` if none does. */
static size_t contradicts(const struct chronology *chronology, size_t place, int64_t time)
{
    const struct moment *moments = chronology->moments;
    if (place < chronology->count && moments[place].time < time)
        return place;
    return place > 0 && moments[place - 1].time > time ? place - 1 : chronology->count;
}

void chronology_add(struct chronology *chronology, int64_t id, int64_t time)
{
    if (id <= 0 || time < TIMESTAMP_EARLIEST)
        return;
    size_t place = place_of_id(chronology, id);
    if (place < chronology->count && chronology->moments[place].id == id)
        return;
    size_t other = contradicts(chronology, place, time);
    if (other < chronology->count) {
        if (llabs(chronology->moments[other].time - time) > DISORDER)
            drop(chronology, other);
        return;
    }
    chronology->moments = memory_grow(chronology->moments, &chronology->capacity, chronology->count + 1,
                                      sizeof *chronology->moments);
    memmove(chronology->moments + place + 1, chronology->moments + place,
            (chronology->count - place) * sizeof *chronology->moments);
    chronology->moments[place] = (struct moment){id, time};
    chronology->count++;
    if (chronology->count > CHRONOLOGY_MOST)
        thin_out(chronology);
}

/* Ids per tick between two moments; 0 if they have the same time. */
static double pace(const struct moment *from, const struct moment *to)
{
    double time = (double)(to->time - from->time);
    return time == 0 ? 0 : (double)(to->id - from->id) / time;
}

/* How much of a stretch of that length is at work, if it begins there. */
static double share_at_work(double length)
{
    if (length <= (double)DAY_AT_WORK)
        return 1;
    double share = (double)DAY_AT_WORK / length;
    return share > SHARE_AT_WORK ? share : SHARE_AT_WORK;
}

/* The moment from `near` on, in steps of `step`, that is at least `distance` ticks away; else the last one.
 */
static size_t far_from(const struct chronology *chronology, size_t near, int step, double distance)
{
    const struct moment *moments = chronology->moments;
    size_t last = step > 0 ? chronology->count - 1 : 0;
    size_t at = near;
    while (at != last) {
        at = step > 0 ? at + 1 : at - 1;
        double time = (double)(moments[at].time - moments[near].time);
        if ((time < 0 ? -time : time) >= distance)
            break;
    }
    return at;
}

/* Ids per tick to be expected beyond the end `near` for `distance` ticks. */
static double pace_beyond(const struct chronology *chronology, size_t near, int step, double distance)
{
    const struct moment *moments = chronology->moments;
    size_t middle = far_from(chronology, near, step, distance / 2);
    double length = (double)llabs(moments[near].time - moments[middle].time);
    double nearest = pace(&moments[near], &moments[middle]);
    if (distance > length)
        nearest *= share_at_work(distance) / share_at_work(length);
    size_t far = far_from(chronology, middle, step, length);
    double before = (double)llabs(moments[middle].time - moments[far].time);
    if (length < (double)WEEK || before < length / 4)
        return nearest;
    double change = (nearest - pace(&moments[middle], &moments[far])) / ((length + before) / 2);
    double expected = nearest + change * (length + distance) / 2;
    if (expected > nearest * CHANGE_LIMIT)
        expected = nearest * CHANGE_LIMIT;
    return expected < nearest / CHANGE_LIMIT ? nearest / CHANGE_LIMIT : expected;
}

static int64_t id_of(double id)
{
    if (id <= 0)
        return 0;
    return id >= (double)(INT64_MAX / 2) ? INT64_MAX / 2 : (int64_t)id;
}

bool chronology_id_at(const struct chronology *chronology, int64_t time, int64_t *id)
{
    const struct moment *moments = chronology->moments;
    size_t count = chronology->count;
    if (count < 2 || moments[0].time == moments[count - 1].time)
        return false;
    size_t place = place_of_time(chronology, time);
    if (place > 0 && place < count) {
        const struct moment *before = &moments[place - 1];
        double time_after = (double)(time - before->time);
        *id = id_of((double)before->id + pace(before, &moments[place]) * time_after);
        return true;
    }
    size_t end = place == 0 ? 0 : count - 1;
    double distance = (double)(time - moments[end].time);
    double expected = pace_beyond(chronology, end, place == 0 ? 1 : -1, distance < 0 ? -distance : distance);
    *id = id_of((double)moments[end].id + expected * distance);
    return true;
}
