#include "tests/e2e/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"

_Noreturn void process_become(const char *const *arguments, char *const *environment, const char *directory)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close_range(STDERR_FILENO + 1, UINT_MAX, 0);
    if (directory && chdir(directory) != 0) {
        dprintf(STDERR_FILENO, "tests: cannot enter %s: %s\n", directory, strerror(errno));
        _exit(127);
    }
    /* exec takes pointers to char and changes nothing behind them. */
    execvpe(arguments[0], (char *const *)arguments, environment);
    dprintf(STDERR_FILENO, "tests: cannot run %s: %s\n", arguments[0], strerror(errno));
    _exit(127);
}

bool process_wait(pid_t process, int64_t deadline, int *status)
{
    int descriptor = pidfd_open(process, 0);
    bool ended = false;
    for (;;) {
        pid_t answer = waitpid(process, status, WNOHANG);
        ended = answer == process;
        int left = clock_remaining(deadline);
        if (answer != 0 || left == 0)
            break;
        struct pollfd wait = {.fd = descriptor, .events = POLLIN};
        poll(&wait, 1, descriptor >= 0 ? left : 1);
    }
    if (descriptor >= 0)
        close(descriptor);
    return ended;
}

void process_kill(pid_t process)
{
    if (process <= 1)
        return;
    if (getpgid(process) == process)
        kill(-process, SIGKILL);
    kill(process, SIGKILL);
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
}

int process_exit_code(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

long process_status_value(pid_t process, const char *name)
{
    char line[256];
    snprintf(line, sizeof(line), "/proc/%d/status", (int)process);
    FILE *file = fopen(line, "re");
    if (!file)
        return -1;
    long value = -1;
    size_t length = strlen(name);
    while (value < 0 && fgets(line, sizeof(line), file)) {
        if (strncmp(line, name, length) == 0 && line[length] == ':')
            value = strtol(line + length + 1, NULL, 10);
    }
    fclose(file);
    return value;
}

long process_cpu_time(pid_t process)
{
    char line[1024];
    snprintf(line, sizeof(line), "/proc/%d/stat", (int)process);
    FILE *file = fopen(line, "re");
    if (!file)
        return -1;
    char *at = fgets(line, sizeof(line), file);
    fclose(file);
    /* The name stands in parentheses and may hold anything; the state and ten numbers lie before the times.
     */
    at = at ? strrchr(at, ')') : NULL;
    for (int field = 0; at && field < 12; field++)
        at = strchr(at + 1, ' ');
    if (!at)
        return -1;
    char *system = NULL;
    unsigned long ticks = strtoul(at, &system, 10);
    ticks += strtoul(system, NULL, 10);
    return (long)(ticks * 1000 / (unsigned long)sysconf(_SC_CLK_TCK));
}

char *process_sibling(const char *relative)
{
    char self[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
    self[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(self, '/');
    if (slash)
        *slash = '\0';
    struct buffer path = {0};
    buffer_format(&path, "%s/%s", self, relative);
    return buffer_take(&path);
}
