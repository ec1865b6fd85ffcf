#include "model/fetch/fetch_sample.h"

#include "model/recording/recording.h"
#include "model/recording/recording_decode.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

struct fetch_sample {
    struct recording_decoder *decoder;
    uint64_t (*clock)(void);
    uint64_t begun; /* ns: arrival of the first element */
    char *bytes;    /* owned: the elements, each preceded by its length as a size_t */
    size_t used;
    size_t capacity;
    size_t count;
    struct moment *moments; /* owned */
    size_t moment_count;
    size_t moment_capacity;
};

struct fetch_sample *fetch_sample_new(uint64_t (*clock)(void))
{
    struct fetch_sample *sample = memory_new(sizeof *sample);
    sample->decoder = recording_decoder_new();
    sample->clock = clock;
    return sample;
}

void fetch_sample_free(struct fetch_sample **sample)
{
    if (!*sample)
        return;
    recording_decoder_free(&(*sample)->decoder);
    free((*sample)->bytes);
    free((*sample)->moments);
    free(*sample);
    *sample = NULL;
}

static void take_moment(struct fetch_sample *sample, const struct recording *recording)
{
    if (recording->queue_call_id == RECORDING_NO_NUMBER)
        return;
    sample->moments = memory_grow(sample->moments, &sample->moment_capacity, sample->moment_count + 1,
                                  sizeof *sample->moments);
    sample->moments[sample->moment_count++] = (struct moment){recording->queue_call_id, recording->started};
}

size_t fetch_sample_take(struct fetch_sample *sample, const char *text, size_t length)
{
    struct recording recording;
    if (sample->count == 0)
        sample->begun = sample->clock();
    sample->bytes = memory_grow(sample->bytes, &sample->capacity, sample->used + sizeof length + length, 1);
    memcpy(sample->bytes + sample->used, &length, sizeof length);
    memcpy(sample->bytes + sample->used + sizeof length, text, length);
    sample->used += sizeof length + length;
    if (recording_decode(sample->decoder, text, length, &recording))
        take_moment(sample, &recording);
    return ++sample->count;
}

size_t fetch_sample_count(const struct fetch_sample *sample)
{
    return sample->count;
}

double fetch_sample_pace(const struct fetch_sample *sample)
{
    uint64_t nanoseconds = sample->clock() - sample->begun + 1;
    return (double)sample->count * 1e9 / (double)nanoseconds;
}

const struct moment *fetch_sample_moments(const struct fetch_sample *sample, size_t *count)
{
    *count = sample->moment_count;
    return sample->moments;
}

void fetch_sample_each(const struct fetch_sample *sample,
                       void (*take)(void *context, const char *text, size_t length), void *context)
{
    size_t at = 0;
    while (at < sample->used) {
        size_t length;
        memcpy(&length, sample->bytes + at, sizeof length);
        at += sizeof length;
        take(context, sample->bytes + at, length);
        at += length;
    }
}
