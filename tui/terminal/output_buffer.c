#include "tui/terminal/output_buffer.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

bool output_buffer_open(struct output_buffer *output, int terminal)
{
    int file = memfd_create("tapedeck screen", MFD_CLOEXEC);
    *output = (struct output_buffer){.terminal = terminal};
    output->stream = file >= 0 ? fdopen(file, "a") : NULL;
    if (output->stream == NULL && file >= 0)
        close(file);
    return output->stream != NULL;
}

void output_buffer_close(struct output_buffer *output)
{
    if (output->stream != NULL)
        fclose(output->stream);
    output->stream = NULL;
}

/* Fetches the next bytes from the file, which is emptied at its end; false if there are none. */
static bool refill(struct output_buffer *output)
{
    int file = fileno(output->stream);
    ssize_t length = pread(file, output->bytes, sizeof(output->bytes), output->taken);
    output->from = 0;
    output->to = length > 0 ? shorten(&output->shorten, output->bytes, (size_t)length) : 0;
    if (length > 0)
        output->taken += length;
    else if (output->taken > 0 && ftruncate(file, 0) == 0)
        output->taken = 0;
    return length > 0;
}

void output_buffer_forget(struct output_buffer *output)
{
    while (refill(output))
        ;
    output->shorten = (struct shorten){.knows_columns = output->shorten.knows_columns};
}

size_t output_buffer_waiting(const struct output_buffer *output)
{
    struct stat file;
    return fstat(fileno(output->stream), &file) == 0 ? (size_t)(file.st_size - output->taken) : 0;
}

bool output_buffer_flush(struct output_buffer *output)
{
    while (output->from < output->to || refill(output)) {
        ssize_t length = write(output->terminal, output->bytes + output->from, output->to - output->from);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0 && errno == EAGAIN)
            return false;
        output->from = length < 0 ? output->to : output->from + (size_t)length;
    }
    return true;
}

static long long milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool output_buffer_drain(struct output_buffer *output, int limit)
{
    long long end = milliseconds() + limit;
    while (!output_buffer_flush(output)) {
        long long rest = end - milliseconds();
        struct pollfd state = {.fd = output->terminal, .events = POLLOUT};
        if (rest <= 0)
            return false;
        poll(&state, 1, (int)rest);
    }
    return true;
}
