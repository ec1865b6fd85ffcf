/* Bytes of audio in a file that is only in memory: it grows while it is read in other threads and programs.
 * Its end is given to nobody by name. */
#ifndef MODEL_AUDIO_AUDIO_BUFFER_H
#define MODEL_AUDIO_AUDIO_BUFFER_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct audio_buffer;

/* There are no more of them in one session, as each takes descriptors. */
enum { AUDIO_BUFFERS = 100 };

/* NULL with *failure filled. */
struct audio_buffer *audio_buffer_new(struct failure *failure);

/* One owner more: it goes when the last one frees it. */
struct audio_buffer *audio_buffer_share(const struct audio_buffer *buffer);
bool audio_buffer_is_shared(const struct audio_buffer *buffer);
void audio_buffer_free(struct audio_buffer **buffer);

/* False with *failure filled if the system has no room for them; nothing was appended then. */
bool audio_buffer_append(struct audio_buffer *buffer, const char *bytes, size_t length,
                         struct failure *failure);
void audio_buffer_clear(struct audio_buffer *buffer);

/* So often it was cleared: what it holds may be others then. */
unsigned audio_buffer_beginnings(const struct audio_buffer *buffer);

uint64_t audio_buffer_size(const struct audio_buffer *buffer);

/* Copies what there is of `length` bytes from a place on; returns how many. */
size_t audio_buffer_read(const struct audio_buffer *buffer, uint64_t from, char *bytes, size_t length);

/* Its own descriptor, for a program that is started to inherit. */
int audio_buffer_file(const struct audio_buffer *buffer);

/* A descriptor of the same bytes, from their beginning, for reading only. The caller closes; -1 with *failure
 * filled. */
int audio_buffer_open(const struct audio_buffer *buffer, struct failure *failure);

#endif
