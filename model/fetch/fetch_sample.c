#include "model/fetch/fetch_sample.h"

#include "model/recording/recording.h"
#include "model/recording/recording_decode.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

struct fetch_sample {
    struct recording_decoder *decoder;
    uint64_t begun; /* ns: when the first came */
    char *bytes;    /* owned: elements, each behind its length */
    size_t used;
    size_t capacity;
    size_t count;
    struct moment *moments; /* owned */
    size_t moment_count;
    size_t moment_capacity;
};

struct fetch_sample *fetch_sample_new(void)
{
    struct fetch_sample *look = memory_new(sizeof *look);
    look->decoder = recording_decoder_new();
    return look;
}

void fetch_sample_free(struct fetch_sample **look)
{
    if (!*look)
        return;
    recording_decoder_free(&(*look)->decoder);
    free((*look)->bytes);
    free((*look)->moments);
    free(*look);
    *look = NULL;
}

static void take_moment(struct fetch_sample *look, const struct recording *recording)
{
    if (recording->queue_call_id == RECORDING_NO_NUMBER)
        return;
    look->moments =
        memory_grow(look->moments, &look->moment_capacity, look->moment_count + 1, sizeof *look->moments);
    look->moments[look->moment_count++] = (struct moment){recording->queue_call_id, recording->started};
}

size_t fetch_sample_take(struct fetch_sample *look, const char *text, size_t length)
{
    struct recording recording;
    if (look->count == 0)
        look->begun = uv_hrtime();
    look->bytes = memory_grow(look->bytes, &look->capacity, look->used + sizeof length + length, 1);
    memcpy(look->bytes + look->used, &length, sizeof length);
    memcpy(look->bytes + look->used + sizeof length, text, length);
    look->used += sizeof length + length;
    if (recording_decode(look->decoder, text, length, &recording))
        take_moment(look, &recording);
    return ++look->count;
}

size_t fetch_sample_count(const struct fetch_sample *look)
{
    return look->count;
}

double fetch_sample_pace(const struct fetch_sample *look)
{
    uint64_t nanoseconds = uv_hrtime() - look->begun + 1;
    return (double)look->count * 1e9 / (double)nanoseconds;
}

const struct moment *fetch_sample_moments(const struct fetch_sample *look, size_t *count)
{
    *count = look->moment_count;
    return look->moments;
}

void fetch_sample_each(const struct fetch_sample *look,
                       void (*take)(void *context, const char *text, size_t length), void *context)
{
    size_t at = 0;
    while (at < look->used) {
        size_t length;
        memcpy(&length, look->bytes + at, sizeof length);
        at += sizeof length;
        take(context, look->bytes + at, length);
        at += length;
    }
}
