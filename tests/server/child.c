#include "tests/server/child.h"

#include "tests/server/must.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void child_block_signals(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGHUP);
    sigaddset(signals, SIGCHLD);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
    signal(SIGPIPE, SIG_IGN);
}

void child_wait_for_end(const sigset_t *signals)
{
    int received = SIGCHLD;

    while (received == SIGCHLD)
        sigwait(signals, &received);
}

static pid_t start(char **command, const char *url, const char *secret)
{
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t normal;
    pid_t child;

    setenv("TAPEDECK_URL", url, 1);
    setenv("TAPEDECK_SECRET", secret, 1);
    sigemptyset(&none);
    sigemptyset(&normal);
    sigaddset(&normal, SIGPIPE);
    sigaddset(&normal, SIGINT);
    sigaddset(&normal, SIGQUIT);
    sigaddset(&normal, SIGTSTP);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &normal);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    int wrong = posix_spawnp(&child, command[0], NULL, &attributes, command, environ);
    posix_spawnattr_destroy(&attributes);
    if (wrong != 0)
        must_die("cannot run %s: %s", command[0], strerror(wrong));
    return child;
}

/* Stops this process as well, so that the shell gets the terminal back; returns when continued. */
static void stop_together(pid_t child)
{
    /* Whoever started the server in the same job (make, say) must stop too. */
    if (isatty(STDIN_FILENO) && tcgetpgrp(STDIN_FILENO) == getpgrp())
        kill(0, SIGTSTP);
    raise(SIGSTOP);
    kill(child, SIGCONT);
}

int child_run(char **command, const char *url, const char *secret, const sigset_t *signals)
{
    pid_t child;

    /* The keys of the terminal are the child's business. */
    signal(SIGINT, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGTSTP, SIG_IGN);
    child = start(command, url, secret);
    for (;;) {
        int received = 0;
        int status;

        sigwait(signals, &received);
        if (received == SIGTERM || received == SIGHUP)
            kill(child, received);
        while (waitpid(child, &status, WNOHANG | WUNTRACED) == child) {
            if (WIFEXITED(status))
                return WEXITSTATUS(status);
            if (WIFSIGNALED(status))
                return 128 + WTERMSIG(status);
            if (WIFSTOPPED(status))
                stop_together(child);
        }
    }
}
