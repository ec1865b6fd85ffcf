#include "model/config/secret.h"

#include "net/base/memory.h"
#include "net/base/monotonic.h"
#include "net/base/translate.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define VARIABLE "TAPEDECK_SECRET"
#define LINE_LIMIT 4096
#define LOOK_AGAIN_MS 10
#define COMMAND_ADVICE tr("run secret_command by hand: its first line of output must be the secret")

/* Every entry is wiped in place, for unsetenv only forgets where they are. */
static void wipe_environment(void)
{
    const size_t prefix = sizeof VARIABLE "=" - 1;
    for (char **entry = environ; entry && *entry; entry++)
        if (strncmp(*entry, VARIABLE "=", prefix) == 0)
            explicit_bzero(*entry + prefix, strlen(*entry + prefix));
    unsetenv(VARIABLE);
}

char *secret_from_environment(void)
{
    const char *value = getenv(VARIABLE);
    char *secret = value && *value ? memory_text(value) : NULL;
    wipe_environment();
    return secret;
}

/* Starts the command with its standard output on `output`; 0 or an error number. */
static int start(const char *command, int output, pid_t *child)
{
    char shell[] = "sh";
    char option[] = "-c";
    char *text = memory_text(command);
    char *arguments[] = {shell, option, text, NULL};
    sigset_t signals;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    sigaddset(&signals, SIGPIPE);
    sigaddset(&signals, SIGXFSZ);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    int error = posix_spawn(child, "/bin/sh", &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    free(text);
    return error;
}

/* Until there is something to read, or the end; false if that has not come by `end` (0: never). */
static bool await_output(int input, int64_t end)
{
    struct pollfd waited = {.fd = input, .events = POLLIN};
    while (end != 0) {
        int64_t left = end - monotonic_ms();
        int ready = left > 0 ? poll(&waited, 1, (int)left) : 0;
        if (ready == 0)
            return false;
        if (ready > 0 || errno != EINTR)
            break;
    }
    return true;
}

/* Reads to the end, or until `end`, and keeps what fits; returns how much there was. */
static size_t read_output(int input, char line[LINE_LIMIT], int64_t end)
{
    char rest[512];
    size_t total = 0;
    while (await_output(input, end)) {
        bool keep = total < LINE_LIMIT;
        ssize_t count = read(input, keep ? line + total : rest, keep ? LINE_LIMIT - total : sizeof rest);
        if (count > 0)
            total += (size_t)count;
        else if (count == 0 || errno != EINTR)
            break;
    }
    explicit_bzero(rest, sizeof rest);
    return total;
}

/* Whether the command, which may have closed its output before, ends by then. */
static bool ends_by(pid_t child, int64_t end)
{
    siginfo_t info = {.si_pid = 0};
    while (waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT | WNOHANG) == 0 && info.si_pid == 0) {
        if (monotonic_ms() >= end)
            return false;
        poll(NULL, 0, LOOK_AGAIN_MS);
    }
    return true;
}

/* Waits for the command and says how it failed, if it did. */
static bool ended_well(pid_t child, struct failure *failure)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno == EINTR)
            continue;
        return failure_set(failure, FAILURE_USAGE, COMMAND_ADVICE,
                           tr("cannot tell how secret_command ended: %s"), strerror(errno));
    }
    if (WIFSIGNALED(status))
        failure_set(failure, FAILURE_USAGE, COMMAND_ADVICE, tr("secret_command was ended by signal %d"),
                    WTERMSIG(status));
    else if (WEXITSTATUS(status) != 0)
        failure_set(failure, FAILURE_USAGE, COMMAND_ADVICE, tr("secret_command failed with exit status %d"),
                    WEXITSTATUS(status));
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* The first of `size` bytes' lines; NULL with *failure filled if it is empty or too long. */
static char *first_line(const char *output, size_t size, struct failure *failure)
{
    size_t kept = size < LINE_LIMIT ? size : LINE_LIMIT;
    const char *newline = memchr(output, '\n', kept);
    size_t length = newline ? (size_t)(newline - output) : kept;
    if (length == LINE_LIMIT) {
        failure_set(failure, FAILURE_USAGE, COMMAND_ADVICE,
                    tr("the first line of secret_command is too long"));
        return NULL;
    }
    if (length && output[length - 1] == '\r')
        length--;
    if (length == 0) {
        failure_set(failure, FAILURE_USAGE, COMMAND_ADVICE, tr("secret_command wrote no secret"));
        return NULL;
    }
    if (memchr(output, '\0', length)) {
        failure_set(failure, FAILURE_USAGE, COMMAND_ADVICE,
                    tr("secret_command wrote a line with a NUL byte"));
        return NULL;
    }
    return memory_text_part(output, length);
}

char *secret_from_command(const char *command, int limit_ms, struct failure *failure)
{
    int ends[2];
    pid_t child = 0;
    int error = pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno;
    if (!error) {
        error = start(command, ends[1], &child);
        close(ends[1]);
        if (error)
            close(ends[0]);
    }
    if (error) {
        failure_set(failure, FAILURE_USAGE, "", tr("cannot run secret_command: %s"), strerror(error));
        return NULL;
    }
    char output[LINE_LIMIT];
    int64_t end = limit_ms > 0 ? monotonic_ms() + limit_ms : 0;
    size_t size = read_output(ends[0], output, end);
    close(ends[0]);
    bool is_late = end != 0 && !ends_by(child, end);
    if (is_late)
        kill(child, SIGKILL);
    bool is_good = ended_well(child, failure);
    if (is_late)
        failure_set(failure, FAILURE_CANCELLED, COMMAND_ADVICE,
                    tr("secret_command has not ended within %d s"), limit_ms / 1000);
    char *secret = is_good && !is_late ? first_line(output, size, failure) : NULL;
    explicit_bzero(output, sizeof output);
    return secret;
}

bool secret_check(const char *secret, const char *origin, struct failure *failure)
{
    for (const char *byte = secret; *byte; byte++) {
        if ((unsigned char)*byte >= ' ' && *byte != 0x7f)
            continue;
        return failure_set(failure, FAILURE_USAGE, tr("a secret is one line of printable characters"),
                           tr("the secret from %s has a control character in it"), origin);
    }
    return true;
}

void secret_free(char **secret)
{
    if (*secret)
        explicit_bzero(*secret, strlen(*secret));
    free(*secret);
    *secret = NULL;
}
