#include "model/audio/audio_buffer.h"

#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct audio_buffer {
    int file;
    uint64_t size;
    unsigned owners;     /* references */
    unsigned beginnings; /* times that it was cleared */
};

static void fail(struct failure *failure, const char *what)
{
    failure_set(failure, FAILURE_FULL, tr("close other programs, or lower memory in [audio]"),
                tr("cannot keep audio in memory: %s: %s"), what, strerror(errno));
}

struct audio_buffer *audio_buffer_new(struct failure *failure)
{
    int file = memfd_create("tapedeck audio", MFD_CLOEXEC);
    if (file < 0) {
        fail(failure, "memfd_create");
        return NULL;
    }
    struct audio_buffer *buffer = memory_new(sizeof *buffer);
    buffer->file = file;
    buffer->owners = 1;
    return buffer;
}

struct audio_buffer *audio_buffer_share(const struct audio_buffer *buffer)
{
    struct audio_buffer *shared = (struct audio_buffer *)buffer;
    shared->owners++;
    return shared;
}

bool audio_buffer_is_shared(const struct audio_buffer *buffer)
{
    return buffer->owners > 1;
}

void audio_buffer_free(struct audio_buffer **buffer)
{
    if (*buffer && --(*buffer)->owners == 0) {
        close((*buffer)->file);
        free(*buffer);
    }
    *buffer = NULL;
}

bool audio_buffer_append(struct audio_buffer *buffer, const char *bytes, size_t length,
                         struct failure *failure)
{
    for (size_t done = 0; done < length;) {
        ssize_t count = pwrite(buffer->file, bytes + done, length - done, (off_t)(buffer->size + done));
        if (count > 0) {
            done += (size_t)count;
        } else if (count == 0 || errno != EINTR) {
            fail(failure, "write");
            (void)!ftruncate(buffer->file, (off_t)buffer->size);
            return false;
        }
    }
    buffer->size += length;
    return true;
}

void audio_buffer_clear(struct audio_buffer *buffer)
{
    buffer->size = 0;
    buffer->beginnings++;
    (void)!ftruncate(buffer->file, 0);
}

unsigned audio_buffer_beginnings(const struct audio_buffer *buffer)
{
    return buffer->beginnings;
}

uint64_t audio_buffer_size(const struct audio_buffer *buffer)
{
    return buffer->size;
}

size_t audio_buffer_read(const struct audio_buffer *buffer, uint64_t from, char *bytes, size_t length)
{
    size_t done = 0;
    while (done < length) {
        ssize_t count = pread(buffer->file, bytes + done, length - done, (off_t)(from + done));
        if (count == 0 || (count < 0 && errno != EINTR))
            break;
        done += count > 0 ? (size_t)count : 0;
    }
    return done;
}

int audio_buffer_file(const struct audio_buffer *buffer)
{
    return buffer->file;
}

int audio_buffer_open(const struct audio_buffer *buffer, struct failure *failure)
{
    char path[40];
    snprintf(path, sizeof path, "/proc/self/fd/%d", buffer->file);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        fail(failure, "open");
    return file;
}
