/* The program: settles the process, starts up and runs the screen or a command. */
#include "model/archive/database.h"
#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/command/startup.h"
#include "tui/commands.h"
#include "tui/draw/encoding.h"

#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAP_STEP = 1 << 20 /* bytes that a heap grows by; none is in memory before it is used */ };

/* A descriptor below 3 that is closed would be given to the archive or to a connection, and then be written
 * to. */
static void fill_standard_descriptors(void)
{
    int file;
    do {
        file = open("/dev/null", O_RDONLY);
    } while (file >= 0 && file < 3);
    if (file >= 3)
        close(file);
}

/* The secret is in memory. The limit alone does not stop a core that is piped to a program, and what is not
 * dumpable is closed to other programs of the user, too. */
static void forbid_cores(void)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static void settle_process(void)
{
    /* A single heap is fought for; one for each thread, or one that grows by two pages at a time, takes its time. */
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_TOP_PAD, HEAP_STEP);
    fill_standard_descriptors();
    if (encoding_settle())
        translate_settle(NULL); /* other languages need their letters */
    database_init();
    umask(077);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a failure like a full disk */
    forbid_cores();
}

/* Whether the reader of our output has gone, as `head` does when it has enough. */
static bool is_reader_gone(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

static int finish_output(int status)
{
    bool failed = fflush(stdout) != 0;
    if ((!failed && !ferror(stdout)) || is_reader_gone())
        return status;
    fputs(tr("tapedeck: the output could not be written in full; is the disk full?\n"), stderr);
    return COMMAND_FAILED;
}

int main(int argc, char **argv)
{
    settle_process();
    return finish_output(startup_run(commands, argc, argv));
}
