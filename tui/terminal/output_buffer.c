#include "tui/terminal/output_buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { PIPE_SIZE = 1 << 20 /* more than the largest screen takes */ };

bool output_buffer_open(struct output_buffer *output, int terminal)
{
    int ends[2];
    *output = (struct output_buffer){.terminal = terminal, .pipe = -1};
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    output->pipe = ends[0];
    output->stream = fdopen(ends[1], "w");
    if (output->stream == NULL) {
        close(ends[1]);
        return false;
    }
    fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE);
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0;
}

void output_buffer_close(struct output_buffer *output)
{
    if (output->stream != NULL)
        fclose(output->stream);
    if (output->pipe >= 0)
        close(output->pipe);
    output->stream = NULL;
    output->pipe = -1;
}

/* Fetches the next bytes from the pipe; false if there are none. */
static bool refill(struct output_buffer *output)
{
    ssize_t length = read(output->pipe, output->bytes, sizeof(output->bytes));
    output->from = 0;
    output->to = length > 0 ? shorten(&output->shorten, output->bytes, (size_t)length) : 0;
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
    int bytes = 0;
    return ioctl(output->pipe, FIONREAD, &bytes) == 0 && bytes > 0 ? (size_t)bytes : 0;
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
