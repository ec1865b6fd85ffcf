#include "model/audio/heard.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

void heard_add(struct heard *heard, size_t begin, size_t end)
{
    size_t first = 0, behind;
    if (begin >= end)
        return;
    while (first < heard->count && heard->spans[first].end < begin)
        first++;
    for (behind = first; behind < heard->count && heard->spans[behind].begin <= end; behind++) {
        begin = heard->spans[behind].begin < begin ? heard->spans[behind].begin : begin;
        end = heard->spans[behind].end > end ? heard->spans[behind].end : end;
    }
    heard->spans = memory_grow(heard->spans, &heard->capacity, heard->count + 1, sizeof *heard->spans);
    memmove(heard->spans + first + 1, heard->spans + behind, (heard->count - behind) * sizeof *heard->spans);
    heard->spans[first] = (struct audio_span){begin, end};
    heard->count = heard->count - (behind - first) + 1;
}

void heard_clear(struct heard *heard)
{
    free(heard->spans);
    memset(heard, 0, sizeof *heard);
}
