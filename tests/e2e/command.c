#include "tests/e2e/command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/killer.h"
#include "tests/e2e/process.h"

enum { INPUT, OUTPUT, ERRORS, STREAMS };

struct command {
    pid_t process;
    int descriptors[STREAMS]; /* our ends; -1 once closed */
    struct buffer streams[STREAMS];
    int status; /* -1 while it runs */
    bool timed_out;
};

static void close_stream(struct command *command, int stream)
{
    if (command->descriptors[stream] >= 0)
        close(command->descriptors[stream]);
    command->descriptors[stream] = -1;
}

/* Makes the pipes; `theirs` are the program's ends. A socket for the input, as writing to it needs to raise
 * no signal. */
static void open_streams(struct command *command, int theirs[STREAMS])
{
    int pair[2];
    bool good = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0;
    for (int stream = INPUT; good && stream < STREAMS; stream++) {
        if (stream != INPUT)
            good = pipe2(pair, O_CLOEXEC) == 0;
        command->descriptors[stream] = pair[0];
        theirs[stream] = pair[1];
        fcntl(pair[0], F_SETFL, O_NONBLOCK);
    }
    if (!good) {
        fprintf(stderr, "tests: cannot make a pipe: %s\n", strerror(errno));
        abort();
    }
}

struct command *command_start(const struct command_options *options)
{
    struct command *command = allocate(1, sizeof(*command));
    int theirs[STREAMS] = {-1, -1, -1};
    open_streams(command, theirs);
    for (int stream = INPUT; stream < STREAMS; stream++)
        buffer_reset(&command->streams[stream]);
    buffer_text(&command->streams[INPUT], options->input ? options->input : "");
    command->status = -1;
    if (options->shares_errors)
        close_stream(command, ERRORS);
    fflush(NULL);
    /* A copy of the memory, which exec throws away, would be a fifth of what the tests take. Nothing is changed in it
     * before exec that is used behind it. NOLINTBEGIN(clang-analyzer-*) */
    command->process = options->killed_at ? fork() : vfork();
    if (command->process < 0) {
        fprintf(stderr, "tests: cannot start a process: %s\n", strerror(errno));
        abort();
    }
    if (command->process == 0) {
        /* A group of its own, so that command_free reaches what the program starts. */
        setpgid(0, 0);
        for (int stream = INPUT; stream < (options->shares_errors ? ERRORS : STREAMS); stream++)
            dup2(theirs[stream], stream);
        if (options->killed_at)
            killer_become(options->arguments, options->environment, options->directory, options->killed_at);
        process_become(options->arguments, options->environment, options->directory);
    }
    /* NOLINTEND(clang-analyzer-*) */
    setpgid(command->process, command->process);
    for (int stream = INPUT; stream < STREAMS; stream++)
        close(theirs[stream]);
    return command;
}

void command_free(struct command **command)
{
    struct command *old = *command;
    if (!old)
        return;
    if (old->status < 0)
        process_kill(old->process);
    for (int stream = INPUT; stream < STREAMS; stream++) {
        close_stream(old, stream);
        buffer_clear(&old->streams[stream]);
    }
    free(old);
    *command = NULL;
}

static void write_input(struct command *command)
{
    struct buffer *input = &command->streams[INPUT];
    while (input->length > 0) {
        ssize_t length = send(command->descriptors[INPUT], input->data, input->length, MSG_NOSIGNAL);
        if (length < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (length <= 0)
            break;
        buffer_consume(input, (size_t)length);
    }
    close_stream(command, INPUT);
}

static void read_stream(struct command *command, int stream)
{
    char bytes[16384];
    ssize_t length = read(command->descriptors[stream], bytes, sizeof(bytes));
    if (length > 0)
        buffer_append(&command->streams[stream], bytes, (size_t)length);
    else if (length == 0 || (errno != EAGAIN && errno != EINTR))
        close_stream(command, stream);
}

/* Waits for the pipes and serves them. False when both outputs are closed or `deadline` has passed. */
static bool pump(struct command *command, int64_t deadline)
{
    struct pollfd waits[STREAMS] = {
        {.fd = command->descriptors[INPUT], .events = POLLOUT},
        {.fd = command->descriptors[OUTPUT], .events = POLLIN},
        {.fd = command->descriptors[ERRORS], .events = POLLIN},
    };
    int left = clock_remaining(deadline);
    if (left == 0 || (waits[OUTPUT].fd < 0 && waits[ERRORS].fd < 0))
        return false;
    if (poll(waits, STREAMS, left) <= 0)
        return true;
    if (waits[INPUT].revents != 0)
        write_input(command);
    if (waits[OUTPUT].revents != 0)
        read_stream(command, OUTPUT);
    if (waits[ERRORS].revents != 0)
        read_stream(command, ERRORS);
    return true;
}

bool command_finish(struct command *command, int limit)
{
    if (command->status >= 0)
        return true;
    int64_t deadline = clock_deadline(limit);
    while (pump(command, deadline)) {
    }
    int status = 0;
    if (!process_wait(command->process, deadline, &status)) {
        command->timed_out = true;
        process_kill(command->process);
        command->status = 128 + SIGKILL;
        return false;
    }
    command->status = process_exit_code(status);
    return true;
}

struct command *command_run(const struct command_options *options)
{
    struct command *command = command_start(options);
    if (!command_finish(command, COMMAND_LIMIT))
        fprintf(stderr, "tests: %s did not end in time\n", options->arguments[0]);
    return command;
}

static bool wait_for(struct command *command, int stream, const char *text, int limit)
{
    int64_t deadline = clock_deadline(limit);
    while (!strstr(command->streams[stream].data, text)) {
        if (!pump(command, deadline))
            return false;
    }
    return true;
}

bool command_wait_for_output(struct command *command, const char *text, int limit)
{
    return wait_for(command, OUTPUT, text, limit);
}

bool command_wait_for_errors(struct command *command, const char *text, int limit)
{
    return wait_for(command, ERRORS, text, limit);
}

void command_signal(const struct command *command, int signal_number)
{
    if (command->status < 0)
        kill(command->process, signal_number);
}

pid_t command_process(const struct command *command)
{
    return command->process;
}

int command_status(const struct command *command)
{
    return command->status;
}

bool command_timed_out(const struct command *command)
{
    return command->timed_out;
}

const char *command_output(const struct command *command, size_t *length)
{
    if (length)
        *length = command->streams[OUTPUT].length;
    return command->streams[OUTPUT].data;
}

const char *command_errors(const struct command *command, size_t *length)
{
    if (length)
        *length = command->streams[ERRORS].length;
    return command->streams[ERRORS].data;
}
