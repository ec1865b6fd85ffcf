#include "tests/e2e/sounded.h"

#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"

/* As the player asks mpv for it. */
enum {
    RATE = 48000,
    CHANNELS = SOUNDED_BYTES_A_MS / (RATE / 1000) / (int)sizeof(float),
    ANSWER_MS = 5000,
    STEP_MS = 5,
    WINDOW_MS = 10
};

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_true(strlen(path) < sizeof address.sun_path);
    memcpy(address.sun_path, path, strlen(path) + 1);
    int link = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(link, (struct sockaddr *)&address, sizeof address) == 0)
        return link;
    close(link);
    return -1;
}

/* The line that answers; events come before it. */
static void read_answer(int link, char *answer, size_t size)
{
    size_t length = 0;
    const char *found = NULL;
    struct pollfd wait = {.fd = link, .events = POLLIN};
    answer[0] = '\0';
    while (!found && length + 1 < size && poll(&wait, 1, ANSWER_MS) == 1) {
        ssize_t count = read(link, answer + length, size - 1 - length);
        if (count <= 0)
            break;
        length += (size_t)count;
        answer[length] = '\0';
        found = strstr(answer, "\"request_id\":7");
    }
}

int64_t sounded_position(struct fixture *fixture)
{
    static const char question[] = "{\"command\":[\"get_property\",\"time-pos\"],\"request_id\":7}\n";
    char answer[4096];
    int link = connect_to(workspace_path(fixture->workspace, "home/mpv"));
    if (link < 0)
        return -1;
    bool is_asked = write(link, question, sizeof question - 1) == (ssize_t)sizeof question - 1;
    if (is_asked)
        read_answer(link, answer, sizeof answer);
    close(link);
    const char *data = is_asked ? strstr(answer, "\"data\":") : NULL;
    return data ? (int64_t)llround(strtod(data + strlen("\"data\":"), NULL) * 1000) : -1;
}

size_t sounded_size(struct fixture *fixture)
{
    struct stat status;
    bool is_there = stat(workspace_path(fixture->workspace, "home/sound"), &status) == 0;
    return is_there ? (size_t)status.st_size : 0;
}

void sounded_since(struct fixture *fixture, size_t size, size_t ms, struct heard *sounded)
{
    size_t most = RATE / 1000 * ms, length = most * CHANNELS * sizeof(float);
    float *samples = allocate(most, CHANNELS * sizeof *samples);
    int file = open(workspace_path(fixture->workspace, "home/sound"), O_RDONLY | O_CLOEXEC);
    assert_true(file >= 0);
    ssize_t count = pread(file, samples, length, (off_t)size);
    close(file);
    *sounded = (struct heard){.rate = RATE, .channels = 1};
    sounded->count = count > 0 ? (size_t)count / CHANNELS / sizeof *samples : 0;
    sounded->samples = allocate(sounded->count + 1, sizeof *sounded->samples);
    for (size_t i = 0; i < sounded->count; i++)
        sounded->samples[i] = (int16_t)lrintf((samples[2 * i] + samples[2 * i + 1]) * 16000);
    free(samples);
}

/* How loud it is around a place: of all channels together. */
static double level_at(const struct heard *heard, double ms)
{
    double sum = 0;
    size_t count = (size_t)heard->rate * WINDOW_MS / 1000;
    if (ms < 0 || ms * (double)heard->rate / 1000 + (double)count >= (double)heard->count)
        return 0;
    for (int channel = 0; channel < heard->channels; channel++)
        sum += heard_level(heard, channel, (size_t)(ms * (double)heard->rate / 1000), count);
    return sum / heard->channels;
}

/* The loudest place of so many steps. */
static double loudness(const struct heard *heard, double from_ms, double step_ms, int steps)
{
    double most = 1;
    for (int i = 0; i < steps; i++)
        most = fmax(most, level_at(heard, from_ms + i * step_ms));
    return most;
}

int sounded_offset(const struct heard *sounded, const struct heard *recording, int64_t at_ms, int for_ms,
                   double speed)
{
    int found = 0, steps = for_ms / STEP_MS;
    double least = HUGE_VAL, begin = (double)at_ms, step = STEP_MS / speed;
    double loud = loudness(sounded, 0, step, steps), full = loudness(recording, begin, STEP_MS, steps);
    for (int offset = -SOUNDED_REACH_MS; offset <= SOUNDED_REACH_MS; offset += STEP_MS) {
        double difference = 0;
        for (int i = 0; i < steps; i++)
            difference += fabs(level_at(sounded, i * step) / loud -
                               level_at(recording, begin + offset + i * STEP_MS) / full);
        found = difference < least ? offset : found;
        least = fmin(least, difference);
    }
    return found;
}
