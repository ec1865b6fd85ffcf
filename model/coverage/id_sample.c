#include "model/coverage/id_sample.h"

#include <stddef.h>
#include <stdlib.h>

void id_sample_take(struct id_sample *sample, int64_t id)
{
    uint64_t place = sample->passed++;
    if (place & ((UINT64_C(1) << sample->thinned) - 1))
        return;
    if (sample->count == ID_SAMPLE_SIZE) {
        for (size_t i = 0; i < ID_SAMPLE_SIZE / 2; i++)
            sample->ids[i] = sample->ids[2 * i];
        sample->count = ID_SAMPLE_SIZE / 2;
        sample->thinned++;
    }
    sample->ids[sample->count++] = id;
}

static int compare(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

int64_t id_sample_middle(const struct id_sample *sample, int64_t limit)
{
    int64_t ids[ID_SAMPLE_SIZE];
    unsigned count = 0;
    for (unsigned i = 0; i < sample->count; i++) {
        if (sample->ids[i] < limit)
            ids[count++] = sample->ids[i];
    }
    if (!count)
        return INT64_MIN;
    qsort(ids, count, sizeof *ids, compare);
    return ids[count / 2];
}
