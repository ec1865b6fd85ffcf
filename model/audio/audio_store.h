/* The audio of recordings that is in memory, together no more than a bound, and of AUDIO_BUFFERS of them, as each
 * takes descriptors: what was heard longest ago leaves first. Its buffer becomes another call's, unless it is shared. */
#ifndef MODEL_AUDIO_AUDIO_STORE_H
#define MODEL_AUDIO_AUDIO_STORE_H

#include "model/audio/audio_buffer.h"

struct audio_store;

/* `limit` is in bytes; `left` is told of each call whose audio has left to make room for another. */
struct audio_store *audio_store_new(uint64_t limit, void (*left)(void *context, int64_t call), void *context);
void audio_store_free(struct audio_store **store);

/* The buffer of a call, owned by the store; NULL if there is none. */
struct audio_buffer *audio_store_find(const struct audio_store *store, int64_t call);

/* The same, made if there is none, as the one heard last. NULL with *failure filled. */
struct audio_buffer *audio_store_add(struct audio_store *store, int64_t call, struct failure *failure);

/* Appends to the buffer of a call that is there, and lets others leave for it. False with *failure filled. */
bool audio_store_append(struct audio_store *store, int64_t call, const char *bytes, size_t length,
                        struct failure *failure);

void audio_store_hear(struct audio_store *store, int64_t call);             /* it has been, now */
void audio_store_pin(struct audio_store *store, int64_t call, bool pinned); /* it is not to leave */
void audio_store_remove(struct audio_store *store, int64_t call);           /* `left` is not told */

/* The descriptors of all buffers, those to come among them, for a program that is started now: AUDIO_BUFFERS, -1 where
 * the system has no more. */
const int *audio_store_files(struct audio_store *store);

uint64_t audio_store_size(const struct audio_store *store); /* bytes of all of them */

#endif
