#include "tui/command/command_progress.h"

#include "model/time/timestamp.h"
#include "tui/command/command_run.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { LINE_SIZE = 640, NAME_SIZE = 160, LEAST_INTERVAL = 100 };

static unsigned terminal_width(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 2)
        return 79;
    return size.ws_col - 1U; /* the last column would wrap on some */
}

/* "Ida Holm: 12,345 recordings, 3.4 MB, reached 2023-05-01" */
static void describe_agent(char *line, size_t size, const struct command *command,
                           const struct account_status *status)
{
    const struct agent_summary *agent = account_agent_by_number(command->account, status->fetching_agent);
    char name[NAME_SIZE];
    char count[NAME_SIZE];
    char reached[TIMESTAMP_TEXT_SIZE];
    int length =
        snprintf(line, size, "%s: %s, %.1f MB", text_escape(name, sizeof name, agent ? agent->name : NULL),
                 text_count(count, sizeof count, status->fetched_rows, "recording"),
                 (double)status->fetched_bytes / 1e6);
    if (status->reached == TIMESTAMP_NONE || length < 0 || (size_t)length >= size)
        return;
    timestamp_short_text(reached, status->reached, command->config->utc);
    snprintf(line + length, size - (size_t)length, ", reached %.10s", reached);
}

static void describe(char *line, size_t size, const struct command *command)
{
    const struct account_status *status = account_status(command->account);
    size_t open = (size_t)status->fetching + status->waiting;
    size_t total = command->agent_count > open ? command->agent_count : open;
    int length = 0;
    if (status->connection == CONNECTION_OFFLINE)
        length = snprintf(line, size, "waiting for the server: %s", status->failure.what);
    else if (open == 0)
        length = snprintf(line, size, "asking the server");
    else if (total > 1)
        length = snprintf(line, size, "%zu of %zu agents  ", total - open, total);
    if (open && status->connection != CONNECTION_OFFLINE && status->fetching_agent && length >= 0)
        describe_agent(line + length, size - (size_t)length, command, status);
}

void command_progress_update(struct command *command)
{
    char line[LINE_SIZE] = "";
    char shown[LINE_SIZE];
    uint64_t now = uv_now(&command->loop);
    if (!command->terminal || !command->account || command->stopped || !account_is_busy(command->account))
        return;
    if (command->progress_shown && now - command->progress_time < LEAST_INTERVAL)
        return;
    describe(line, sizeof line, command);
    fprintf(stderr, "\r%s\033[K", text_fit(shown, sizeof shown, line, terminal_width()));
    fflush(stderr);
    command->progress_shown = true;
    command->progress_time = now;
}

void command_progress_clear(struct command *command)
{
    if (!command->progress_shown)
        return;
    fputs("\r\033[K", stderr);
    command->progress_shown = false;
}
