#include "model/audio/audio_store.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

struct kept {
    int64_t call;
    struct audio_buffer *buffer; /* owned */
    bool is_pinned;
};

struct audio_store {
    uint64_t limit;
    void (*left)(void *context, int64_t call);
    void *context;
    struct kept *kept; /* owned; the one heard last is the last */
    size_t count;
    size_t capacity;
};

struct audio_store *audio_store_new(uint64_t limit, void (*left)(void *context, int64_t call), void *context)
{
    struct audio_store *store = memory_new(sizeof *store);
    store->limit = limit;
    store->left = left;
    store->context = context;
    return store;
}

void audio_store_free(struct audio_store **store_pointer)
{
    struct audio_store *store = *store_pointer;
    *store_pointer = NULL;
    if (!store)
        return;
    for (size_t i = 0; i < store->count; i++)
        audio_buffer_free(&store->kept[i].buffer);
    free(store->kept);
    free(store);
}

static struct kept *find(const struct audio_store *store, int64_t call)
{
    for (size_t i = 0; i < store->count; i++)
        if (store->kept[i].call == call)
            return &store->kept[i];
    return NULL;
}

struct audio_buffer *audio_store_find(const struct audio_store *store, int64_t call)
{
    const struct kept *kept = find(store, call);
    return kept ? kept->buffer : NULL;
}

static void remove_kept(struct audio_store *store, struct kept *kept)
{
    audio_buffer_free(&kept->buffer);
    size_t behind = (size_t)(store->kept + store->count - (kept + 1));
    memmove(kept, kept + 1, behind * sizeof *kept);
    store->count--;
}

/* Lets go what was heard longest ago, not `call`; false if nothing may leave. */
static bool let_one_leave(struct audio_store *store, int64_t call)
{
    for (size_t i = 0; i < store->count; i++) {
        struct kept *kept = &store->kept[i];
        int64_t leaving = kept->call;
        if (kept->is_pinned || leaving == call || audio_buffer_size(kept->buffer) == 0)
            continue;
        remove_kept(store, kept);
        store->left(store->context, leaving);
        return true;
    }
    return false;
}

struct audio_buffer *audio_store_add(struct audio_store *store, int64_t call, struct failure *failure)
{
    struct audio_buffer *buffer = audio_store_find(store, call);
    if (!buffer && store->count >= AUDIO_STORE_CALLS)
        let_one_leave(store, call);
    if (!buffer && (buffer = audio_buffer_new(failure))) {
        store->kept = memory_grow(store->kept, &store->capacity, store->count + 1, sizeof *store->kept);
        store->kept[store->count++] = (struct kept){.call = call, .buffer = buffer};
    }
    audio_store_hear(store, call);
    return buffer;
}

bool audio_store_append(struct audio_store *store, int64_t call, const char *bytes, size_t length,
                        struct failure *failure)
{
    struct audio_buffer *buffer = audio_store_find(store, call);
    bool fits = audio_buffer_size(buffer) + length <= store->limit;
    while (audio_store_size(store) + length > store->limit) {
        if (fits && let_one_leave(store, call))
            continue;
        failure_set(failure, FAILURE_FULL, "raise memory in [audio] of the configuration",
                    "the audio is larger than the %llu MiB that are kept in memory",
                    (unsigned long long)(store->limit >> 20));
        failure->is_lasting = true;
        return false;
    }
    return audio_buffer_append(buffer, bytes, length, failure);
}

void audio_store_hear(struct audio_store *store, int64_t call)
{
    struct kept *kept = find(store, call);
    if (!kept)
        return;
    struct kept heard = *kept;
    size_t behind = (size_t)(store->kept + store->count - (kept + 1));
    memmove(kept, kept + 1, behind * sizeof *kept);
    store->kept[store->count - 1] = heard;
}

void audio_store_pin(struct audio_store *store, int64_t call, bool pinned)
{
    struct kept *kept = find(store, call);
    if (kept)
        kept->is_pinned = pinned;
}

void audio_store_remove(struct audio_store *store, int64_t call)
{
    struct kept *kept = find(store, call);
    if (kept)
        remove_kept(store, kept);
}

uint64_t audio_store_size(const struct audio_store *store)
{
    uint64_t size = 0;
    for (size_t i = 0; i < store->count; i++)
        size += audio_buffer_size(store->kept[i].buffer);
    return size;
}
