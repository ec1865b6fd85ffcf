#include "tui/terminal/outlet.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { PIPE_SIZE = 1 << 20 /* more than the largest screen takes */ };

bool outlet_open(struct outlet *outlet, int terminal)
{
    int ends[2];
    *outlet = (struct outlet){.terminal = terminal, .pipe = -1};
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    outlet->pipe = ends[0];
    outlet->stream = fdopen(ends[1], "w");
    if (outlet->stream == NULL)
        close(ends[1]);
    fcntl(ends[1], F_SETPIPE_SZ, PIPE_SIZE);
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 && outlet->stream != NULL;
}

void outlet_close(struct outlet *outlet)
{
    if (outlet->stream != NULL)
        fclose(outlet->stream);
    if (outlet->pipe >= 0)
        close(outlet->pipe);
    outlet->stream = NULL;
    outlet->pipe = -1;
}

/* Curses selects ASCII with every change of look, and never anything else: once is enough. Returns how many
 * bytes are left. */
static size_t select_once(char *bytes, size_t length)
{
    static const char ascii[] = "\033(B";
    enum { LENGTH = sizeof(ascii) - 1 };
    char *next = memmem(bytes, length, ascii, LENGTH), *end = bytes + length;
    char *from = next == NULL ? end : next + LENGTH, *to = from;
    while ((next = memmem(from, (size_t)(end - from), ascii, LENGTH)) != NULL) {
        memmove(to, from, (size_t)(next - from));
        to += next - from;
        from = next + LENGTH;
    }
    memmove(to, from, (size_t)(end - from));
    return length - (size_t)(from - to);
}

/* Fetches the next bytes from the pipe; false if there are none. */
static bool refill(struct outlet *outlet)
{
    ssize_t length = read(outlet->pipe, outlet->bytes, sizeof(outlet->bytes));
    outlet->from = 0;
    outlet->to = length > 0 ? select_once(outlet->bytes, (size_t)length) : 0;
    return length > 0;
}

size_t outlet_waiting(const struct outlet *outlet)
{
    int bytes = 0;
    return ioctl(outlet->pipe, FIONREAD, &bytes) == 0 && bytes > 0 ? (size_t)bytes : 0;
}

bool outlet_flush(struct outlet *outlet)
{
    while (outlet->from < outlet->to || refill(outlet)) {
        ssize_t length = write(outlet->terminal, outlet->bytes + outlet->from, outlet->to - outlet->from);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0 && errno == EAGAIN)
            return false;
        outlet->from = length < 0 ? outlet->to : outlet->from + (size_t)length;
    }
    return true;
}

static long long milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool outlet_drain(struct outlet *outlet, int limit)
{
    long long end = milliseconds() + limit;
    while (!outlet_flush(outlet)) {
        long long rest = end - milliseconds();
        struct pollfd state = {.fd = outlet->terminal, .events = POLLOUT};
        if (rest <= 0)
            return false;
        poll(&state, 1, (int)rest);
    }
    return true;
}
