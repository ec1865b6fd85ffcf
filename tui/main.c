/* The program: settles the process, starts up and runs the screen or a command. */
#include "tui/command/command_failure.h"
#include "tui/command/command_manual.h"
#include "tui/command/command_run.h"
#include "tui/command/options.h"
#include "tui/command/options_completion.h"
#include "tui/command/options_help.h"
#include "tui/command/startup.h"
#include "tui/draw/encoding.h"
#include "tui/screen/screen.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

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
    fill_standard_descriptors();
    encoding_settle();
    umask(077);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a failure like a full disk */
    forbid_cores();
}

static int show_screen(const struct startup *startup)
{
    char reference[300];
    const struct options *options = &startup->options;
    struct app_options screen = {
        .config = &startup->config,
        .account = startup->account,
    };
    screen.account.live = true;
    if (options->agent_count)
        screen.initial_agent_reference =
            agent_reference_text(reference, sizeof reference, &options->agents[0]);
    return screen_run(&screen);
}

static int run_command(const struct startup *startup)
{
    struct account_options account = startup->account;
    account.in_order = true;
    account.retries = startup->options.retries;
    if (encoding_note()[0] && isatty(STDERR_FILENO)) /* nobody reads what cron has to say of its locale */
        fprintf(stderr, "tapedeck: %s\n", encoding_note());
    account.keep_old = startup->options.command == OPTIONS_PURGE;
    return command_run(&startup->options, &startup->config, &account);
}

static int run(const struct startup *startup)
{
    switch (startup->options.command) {
    case OPTIONS_HELP:
        options_help(stdout, startup->options.topic);
        return COMMAND_DONE;
    case OPTIONS_VERSION:
        puts("tapedeck " TAPEDECK_VERSION);
        return COMMAND_DONE;
    case OPTIONS_MANUAL:
        command_manual(stdout);
        return COMMAND_DONE;
    case OPTIONS_COMPLETION:
        options_completion(stdout, startup->options.shell);
        return COMMAND_DONE;
    case OPTIONS_SCREEN:
        return show_screen(startup);
    case OPTIONS_AGENTS:
    case OPTIONS_SYNC:
    case OPTIONS_LIST:
    case OPTIONS_PURGE:
        return run_command(startup);
    }
    return COMMAND_USAGE;
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
    fputs("tapedeck: the output could not be written in full; is the disk full?\n", stderr);
    return COMMAND_FAILED;
}

int main(int argc, char **argv)
{
    settle_process();
    struct startup startup = {.argc = argc, .argv = argv};
    return finish_output(startup_run(&startup, run));
}
