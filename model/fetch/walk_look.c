#include "model/fetch/walk_look.h"

#include "model/recording/recording.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

struct walk_look {
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

struct walk_look *walk_look_new(void)
{
    struct walk_look *look = memory_new(sizeof *look);
    look->decoder = recording_decoder_new();
    return look;
}

void walk_look_free(struct walk_look **look)
{
    if (!*look)
        return;
    recording_decoder_free(&(*look)->decoder);
    free((*look)->bytes);
    free((*look)->moments);
    free(*look);
    *look = NULL;
}

static void take_moment(struct walk_look *look, const struct recording *recording)
{
    if (recording->queue_call_id == RECORDING_NO_NUMBER)
        return;
    look->moments =
        memory_grow(look->moments, &look->moment_capacity, look->moment_count + 1, sizeof *look->moments);
    look->moments[look->moment_count++] = (struct moment){recording->queue_call_id, recording->started};
}

size_t walk_look_take(struct walk_look *look, const char *text, size_t length)
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

size_t walk_look_count(const struct walk_look *look)
{
    return look->count;
}

double walk_look_pace(const struct walk_look *look)
{
    uint64_t nanoseconds = uv_hrtime() - look->begun + 1;
    return (double)look->count * 1e9 / (double)nanoseconds;
}

const struct moment *walk_look_moments(const struct walk_look *look, size_t *count)
{
    *count = look->moment_count;
    return look->moments;
}

void walk_look_each(const struct walk_look *look,
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
