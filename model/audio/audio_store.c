#include "model/audio/audio_store.h"

#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <string.h>

struct kept {
    int64_t call;                /* key of the entry */
    struct audio_buffer *buffer; /* owned */
    bool is_pinned;
};

struct audio_store {
    uint64_t limit;
    void (*left)(void *context, int64_t call);
    void *context;
    struct kept *kept; /* owned; the one used most recently is the last */
    size_t count;
    size_t capacity;
    struct audio_buffer *spare[AUDIO_BUFFERS]; /* owned, for reuse; not while they are still shared */
    size_t spare_count;
    int files[AUDIO_BUFFERS]; /* descriptors of all buffers */
    size_t file_count;
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
    for (size_t i = 0; i < store->spare_count; i++)
        audio_buffer_free(&store->spare[i]);
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
    if (!audio_buffer_is_shared(kept->buffer))
        audio_buffer_clear(kept->buffer);
    store->spare[store->spare_count++] = kept->buffer;
    size_t behind = (size_t)(store->kept + store->count - (kept + 1));
    memmove(kept, kept + 1, behind * sizeof *kept);
    store->count--;
}

/* Evicts the entry used longest ago, except `call`; false if none may be evicted. */
static bool evict_one(struct audio_store *store, int64_t call)
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

static bool make_spare(struct audio_store *store, struct failure *failure)
{
    struct audio_buffer *buffer = NULL;
    if (store->file_count == AUDIO_BUFFERS)
        failure_set(failure, FAILURE_FULL, tr("try again when others are there"),
                    tr("the audio of too many calls is asked for at once"));
    else if ((buffer = audio_buffer_new(failure))) {
        store->files[store->file_count++] = audio_buffer_file(buffer);
        store->spare[store->spare_count++] = buffer;
    }
    return buffer != NULL;
}

/* A buffer for reuse that nobody shares, cleared; NULL if there is none. */
static struct audio_buffer *take_spare(struct audio_store *store)
{
    for (size_t i = store->spare_count; i-- > 0;) {
        struct audio_buffer *buffer = store->spare[i];
        if (audio_buffer_is_shared(buffer))
            continue;
        store->spare[i] = store->spare[--store->spare_count];
        audio_buffer_clear(buffer);
        return buffer;
    }
    return NULL;
}

const int *audio_store_files(struct audio_store *store)
{
    struct failure failure;
    while (store->file_count < AUDIO_BUFFERS && make_spare(store, &failure))
        ;
    for (size_t i = store->file_count; i < AUDIO_BUFFERS; i++)
        store->files[i] = -1;
    return store->files;
}

struct audio_buffer *audio_store_add(struct audio_store *store, int64_t call, struct failure *failure)
{
    struct audio_buffer *buffer = audio_store_find(store, call);
    if (!buffer && store->count >= AUDIO_BUFFERS)
        evict_one(store, call);
    if (!buffer &&
        ((buffer = take_spare(store)) || (make_spare(store, failure) && (buffer = take_spare(store))))) {
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
        if (fits && evict_one(store, call))
            continue;
        failure_set(failure, FAILURE_FULL, tr("raise memory in [audio] of the configuration"),
                    tr("the audio is larger than the %llu MiB that are kept in memory"),
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
