#include "tui/command/command.h"

#include "model/account/account_fetch.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/draw/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { LINE_SIZE = 640, NAME_SIZE = 160, LEAST_INTERVAL = 100 };

void command_stop(struct command *command, int status)
{
    if (command->stopped)
        return;
    command->stopped = true;
    command->status = status;
}

const struct agent_summary *command_agent_summary(const struct command *command, size_t index)
{
    return account_agent_by_number(command->account, command->agents[index].number);
}

void command_progress_clear(struct command *command)
{
    if (!command->progress_shown)
        return;
    fputs("\r\033[K", stderr);
    command->progress_shown = false;
}

void command_tell(struct command *command, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    command_progress_clear(command);
    fputs("tapedeck: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

static void tell_text(struct command *command, const char *text)
{
    char *reported = memory_format("%s%s\n", command->reported ? command->reported : "", text);
    free(command->reported);
    command->reported = reported;
    command_tell(command, "%s", text);
}

int command_tell_failure(struct command *command, const struct failure *failure)
{
    bool is_told = command->reported && strstr(command->reported, failure->what);
    char *text = failure_text(failure);
    if (failure->kind != FAILURE_NONE && failure->kind != FAILURE_CANCELLED && !is_told)
        tell_text(command, text);
    free(text);
    return command_failure_status(failure);
}

void command_tell_message(struct command *command, enum account_level level, const char *text)
{
    if (level == ACCOUNT_PATIENCE)
        command_tell(command, "%s", text);
    else if (level != ACCOUNT_INFORMATION && !(command->reported && strstr(command->reported, text)))
        tell_text(command, text);
}

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
    char count[TEXT_NUMBER_SIZE], size_text[TEXT_NUMBER_SIZE], reached[TIMESTAMP_TEXT_SIZE];
    text_escape(name, sizeof name, agent ? agent->name : NULL);
    text_number(count, status->fetched_rows);
    text_decimal(size_text, (double)status->fetched_bytes / 1e6);
    timestamp_short_text(reached, status->reached, command->config->utc);
    if (status->reached == TIMESTAMP_NONE)
        snprintf(line, size,
                 tr_count("%s: %s recording, %s MB", "%s: %s recordings, %s MB", status->fetched_rows), name,
                 count, size_text);
    else
        snprintf(line, size,
                 tr_count("%s: %s recording, %s MB, reached %.10s", "%s: %s recordings, %s MB, reached %.10s",
                          status->fetched_rows),
                 name, count, size_text, reached);
}

static void describe(char *line, size_t size, const struct command *command)
{
    const struct account_status *status = account_status(command->account);
    size_t open = (size_t)status->fetching + status->waiting;
    size_t total = command->agent_count > open ? command->agent_count : open;
    int length = 0;
    if (status->connection == CONNECTION_OFFLINE)
        length = snprintf(line, size, tr("waiting for the server: %s"), status->failure.what);
    else if (open == 0)
        length = snprintf(line, size, "%s", tr("asking the server"));
    else if (total > 1)
        length = snprintf(line, size, tr("%zu of %zu agents  "), total - open, total);
    if (open && status->connection != CONNECTION_OFFLINE && status->fetching_agent && length >= 0)
        describe_agent(line + length, size - (size_t)length, command, status);
}

void command_progress(struct command *command)
{
    char line[LINE_SIZE] = "";
    char shown[LINE_SIZE];
    uint64_t now = uv_now(&command->loop);
    bool is_busy = command->account && (command->describe || account_is_busy(command->account));
    if (!command->terminal || command->stopped || !is_busy)
        return;
    if (command->progress_shown && now - command->progress_time < LEAST_INTERVAL)
        return;
    if (command->describe)
        command->describe(command, line, sizeof line);
    else
        describe(line, sizeof line, command);
    fprintf(stderr, "\r%s\033[K", text_fit(shown, sizeof shown, line, terminal_width()));
    fflush(stderr);
    command->progress_shown = true;
    command->progress_time = now;
}
