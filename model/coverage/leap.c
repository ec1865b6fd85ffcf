#include "model/coverage/leap.h"

void leap_begin(struct leap *leap, int64_t from)
{
    *leap = (struct leap){from > 0 ? from : 0, INT64_MAX, 0};
}

static bool is_above(int64_t id, int64_t other)
{
    return id > other && id - other > LEAP_IDS && id - other > other / LEAP_SHARE;
}

bool leap_take(struct leap *leap, int64_t id)
{
    if (id <= leap->greatest)
        return true;
    if (!is_above(id, leap->greatest)) {
        leap->greatest = id;
        return true;
    }
    if (is_above(id, leap->least) || is_above(leap->least, id)) { /* another one, above or below that */
        leap->least = id;
        leap->count = 0;
    }
    if (id < leap->least)
        leap->least = id;
    if (++leap->count <= LEAP_RECORDINGS)
        return false;
    leap_begin(leap, id);
    return true;
}

bool leap_down_take(struct leap_down *down, int64_t id, struct leap *leap)
{
    bool leaps = is_above(down->least, id), is_few = down->count <= LEAP_RECORDINGS;
    if (leaps && is_few && leap)
        *leap = (struct leap){id, down->count ? down->least : INT64_MAX, down->count};
    if (leaps)
        down->count = 0;
    down->least = id;
    down->count++;
    return leaps && is_few;
}
