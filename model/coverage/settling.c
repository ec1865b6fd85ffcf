#include "model/coverage/settling.h"

#include <string.h>

void settling_begin(struct settling *settling, int64_t limit)
{
    *settling = (struct settling){.limit = limit};
}

/* Whether the recording at `place` and the middle one of those around it are old enough. */
static bool is_settled(const struct settling *settling, size_t place)
{
    size_t first = place > SETTLING_BESIDE ? place - SETTLING_BESIDE : 0, count = 0, old = 0;
    for (size_t i = first; i < settling->count && i <= place + SETTLING_BESIDE; i++, count++)
        old += settling->around[i].time <= settling->limit;
    return settling->around[place].time <= settling->limit && old > count / 2;
}

int64_t settling_take(struct settling *settling, struct moment recording)
{
    if (settling->count == SETTLING_AROUND)
        memmove(settling->around, settling->around + 1, --settling->count * sizeof *settling->around);
    settling->around[settling->count++] = recording;
    if (settling->count <= SETTLING_BESIDE)
        return 0;
    size_t place = settling->count - 1 - SETTLING_BESIDE;
    return is_settled(settling, place) ? settling->around[place].id : 0;
}

int64_t settling_end(const struct settling *settling)
{
    int64_t greatest = 0;
    size_t open = settling->count < SETTLING_BESIDE ? settling->count : SETTLING_BESIDE;
    for (size_t place = settling->count - open; place < settling->count; place++) {
        if (settling->around[place].id > greatest && is_settled(settling, place))
            greatest = settling->around[place].id;
    }
    return greatest;
}
