#include "model/query/search_seconds.h"

#include <string.h>

bool search_seconds_want(const struct search_seconds *seconds, uint32_t second)
{
    size_t count = seconds->count;
    if (seconds->down ? second > seconds->from : second < seconds->from)
        return false;
    return count < SEARCH_SECONDS_MOST ||
           (seconds->down ? second > seconds->at[count - 1] : second < seconds->at[count - 1]);
}

void search_seconds_put(struct search_seconds *seconds, uint32_t second)
{
    size_t place = seconds->count;
    while (place > 0 && (seconds->down ? seconds->at[place - 1] < second : seconds->at[place - 1] > second))
        place--;
    if (place > 0 && seconds->at[place - 1] == second)
        return;
    if (seconds->count == SEARCH_SECONDS_MOST) {
        seconds->are_all = false;
        seconds->count--;
    }
    memmove(seconds->at + place + 1, seconds->at + place, (seconds->count - place) * sizeof *seconds->at);
    seconds->at[place] = second;
    seconds->count++;
}

bool search_seconds_reach(struct search_seconds *seconds, uint32_t first, uint32_t last)
{
    uint32_t nearest = seconds->down ? last : first, farthest = seconds->down ? first : last;
    if (seconds->down ? farthest > seconds->from : farthest < seconds->from)
        return false; /* all of it lies behind where is asked from */
    if (seconds->down ? nearest > seconds->from : nearest < seconds->from)
        nearest = seconds->from;
    if (search_seconds_want(seconds, nearest))
        return true;
    seconds->are_all = false;
    return false;
}
