#include "tui/terminal/crash.h"

#include "net/base/memory.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

enum { STACK_SIZE = 65536 };

/* All that end a program by default and are not watched by the loop. */
static const int fatal_signals[] = {SIGSEGV, SIGABRT, SIGBUS,  SIGFPE,  SIGILL,    SIGTRAP,
                                    SIGSYS,  SIGQUIT, SIGXCPU, SIGALRM, SIGVTALRM, SIGPROF,
                                    SIGUSR1, SIGUSR2, SIGPOLL, SIGPWR,  SIGSTKFLT};

enum { SIGNALS = sizeof(fatal_signals) / sizeof(fatal_signals[0]) };

/* Signal plumbing: a handler has nothing but these. */
static volatile sig_atomic_t watched_fd = -1;
static bool watching;
static const char *volatile also;
static struct termios watched_modes;
static struct sigaction previous[SIGNALS];
static char stack[STACK_SIZE];

void crash_also(const char *sequence)
{
    also = sequence;
}

/* Mouse and bracketed paste off, cursor keys and keypad as usual, no attributes, cursor shown, main screen. */
void crash_reset(void)
{
    static const char sequence[] =
        "\033[?1006l\033[?1000l\033[?2004l\033[?1l\033>\033[0m\033[?25h\033[?1049l\r\033[K";
    const char *more = also;
    int fd = watched_fd;
    if (fd < 0)
        return;
    watched_fd = -1;
    /* The modes come back whatever becomes of these: a line that stalls takes nothing. */
    ssize_t before = more != NULL ? write(fd, more, strlen(more)) : 0;
    ssize_t written = write(fd, sequence, sizeof(sequence) - 1);
    (void)before;
    (void)written;
    tcsetattr(fd, TCSANOW, &watched_modes);
}

/* Then whoever was responsible before has its turn: the default action, or a sanitizer's report. */
static void handle(int number)
{
    crash_reset();
    for (size_t i = 0; i < SIGNALS; i++)
        if (fatal_signals[i] == number)
            sigaction(number, &previous[i], NULL);
    raise(number);
}

void crash_watch(int fd, const struct termios *modes)
{
    watched_modes = *modes;
    watched_fd = fd;
    watching = true;
    memory_on_die(crash_reset);
    /* A stack of its own, for when the usual one is what overflowed; one that is there already is left. */
    stack_t current, own = {.ss_sp = stack, .ss_size = sizeof(stack)};
    if (sigaltstack(NULL, &current) == 0 && (current.ss_flags & SS_DISABLE) != 0)
        sigaltstack(&own, NULL);
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_ONSTACK};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < SIGNALS; i++) {
        sigaction(fatal_signals[i], &action, &previous[i]);
        if (previous[i].sa_handler == SIG_IGN) /* it does not end the program */
            sigaction(fatal_signals[i], &previous[i], NULL);
    }
}

void crash_forget(void)
{
    if (!watching)
        return;
    watching = false;
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(fatal_signals[i], &previous[i], NULL);
    memory_on_die(NULL);
    watched_fd = -1;
}
