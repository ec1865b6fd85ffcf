#include "tests/bench/bare_player.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/e2e/clock.h"
#include "tests/e2e/process.h"

enum { LIMIT_S = 20, IPC = 0 /* the descriptor that the child has for it */ };

static _Noreturn void become(const char *path, char *const *environment, int socket)
{
    const char *arguments[] = {
        "mpv",      "--no-config",   "--load-scripts=no",         "--ytdl=no", "--no-terminal",
        "--vid=no", "--hr-seek=yes", "--input-ipc-client=fd://0", path,        NULL};
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(socket, IPC);
    dup2(nowhere, STDERR_FILENO); /* it tells of each device that is not there */
    process_become(arguments, environment, NULL);
}

/* Reads what it says until it plays. */
static bool await_sound(int socket)
{
    char text[16384];
    size_t length = 0;
    for (ssize_t count; (count = read(socket, text + length, sizeof text - 1 - length)) > 0;) {
        length += (size_t)count;
        text[length] = '\0';
        if (strstr(text, "\"playback-restart\""))
            return true;
    }
    return false;
}

int64_t bare_player_start(const char *path, char *const *environment)
{
    int ends[2], status;
    const struct timeval limit = {.tv_sec = LIMIT_S};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return 0;
    setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    int64_t begun = clock_now();
    pid_t child = fork();
    if (child == 0)
        become(path, environment, ends[1]);
    close(ends[1]);
    bool plays = child > 0 && await_sound(ends[0]);
    int64_t taken = clock_now() - begun;
    if (child > 0) {
        process_kill(child);
        waitpid(child, &status, WNOHANG);
    }
    close(ends[0]);
    return plays ? taken : 0;
}
