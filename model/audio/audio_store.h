/* An LRU cache of audio in memory, limited in bytes and to AUDIO_BUFFERS entries, since each buffer has a file
 * descriptor. The buffer of an evicted entry is reused unless it is shared. */
#ifndef MODEL_AUDIO_AUDIO_STORE_H
#define MODEL_AUDIO_AUDIO_STORE_H

#include "model/audio/audio_buffer.h"

struct audio_store;

/* `limit` is in bytes. `left` is called for each entry that is evicted to make room. */
struct audio_store *audio_store_new(uint64_t limit, void (*left)(void *context, int64_t call), void *context);
void audio_store_free(struct audio_store **store);

/* The buffer of a call, owned by the store; NULL if it is not cached. */
struct audio_buffer *audio_store_find(const struct audio_store *store, int64_t call);

/* The same, created if needed and marked as used most recently. NULL with *failure filled. */
struct audio_buffer *audio_store_add(struct audio_store *store, int64_t call, struct failure *failure);

/* Appends to the buffer of a cached call, evicting others as needed. False with *failure filled. */
bool audio_store_append(struct audio_store *store, int64_t call, const char *bytes, size_t length,
                        struct failure *failure);

void audio_store_hear(struct audio_store *store, int64_t call); /* marks it as used most recently */
void audio_store_pin(struct audio_store *store, int64_t call,
                     bool pinned);                                /* pinned entries are not evicted */
void audio_store_remove(struct audio_store *store, int64_t call); /* without calling `left` */

/* The descriptors of all buffers, created now, for a child process to inherit: AUDIO_BUFFERS, -1 where the system
 * has no more. */
const int *audio_store_files(struct audio_store *store);

uint64_t audio_store_size(const struct audio_store *store); /* total bytes */

#endif
