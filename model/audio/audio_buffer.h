/* Audio in an anonymous file in memory (memfd), which may grow while other threads and programs read it.
 * Reference-counted, not thread-safe: owners share it on the loop's thread only. */
#ifndef MODEL_AUDIO_AUDIO_BUFFER_H
#define MODEL_AUDIO_AUDIO_BUFFER_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct audio_buffer;

/* Limit per session, since each has a file descriptor. */
enum { AUDIO_BUFFERS = 100 };

/* NULL with *failure filled. */
struct audio_buffer *audio_buffer_new(struct failure *failure);

/* Adds a reference; the buffer is freed with the last one. */
struct audio_buffer *audio_buffer_share(const struct audio_buffer *buffer);
bool audio_buffer_is_shared(const struct audio_buffer *buffer);
void audio_buffer_free(struct audio_buffer **buffer);

/* False with *failure filled if there is not enough memory; the buffer is unchanged then. */
bool audio_buffer_append(struct audio_buffer *buffer, const char *bytes, size_t length,
                         struct failure *failure);
void audio_buffer_clear(struct audio_buffer *buffer);

/* How often it was cleared; readers compare it to notice that the content was replaced. */
unsigned audio_buffer_beginnings(const struct audio_buffer *buffer);

uint64_t audio_buffer_size(const struct audio_buffer *buffer);

/* Copies up to `length` bytes from offset `from`; returns the number copied, less only at the end. */
size_t audio_buffer_read(const struct audio_buffer *buffer, uint64_t from, char *bytes, size_t length);

/* Its own descriptor, for a child process to inherit. Owned by the buffer. */
int audio_buffer_file(const struct audio_buffer *buffer);

/* A new read-only descriptor of the same bytes at offset 0. The caller closes; -1 with *failure filled. */
int audio_buffer_open(const struct audio_buffer *buffer, struct failure *failure);

#endif
