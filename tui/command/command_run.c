#include "tui/command/command_run.h"

#include "model/time/timestamp.h"
#include "net/base/log.h"
#include "net/base/memory.h"
#include "tui/command/command_agents.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/command/command_list.h"
#include "tui/command/command_progress.h"
#include "tui/command/command_purge.h"
#include "tui/command/command_sync.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct command_stage *const agents_stages[] = {&command_fetch_roster, &command_fetch_check,
                                                            &command_agents_print, NULL};
static const struct command_stage *const sync_stages[] = {&command_fetch_roster,     &command_fetch_find,
                                                          &command_fetch_recordings, &command_fetch_check,
                                                          &command_sync_report,      NULL};
static const struct command_stage *const list_stages[] = {&command_fetch_find, &command_fetch_recordings,
                                                          &command_list_print, NULL};

static const struct command_stage *const purge_stages[] = {&command_fetch_find, &command_fetch_check,
                                                           &command_purge_run, NULL};

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

void command_tell_failure(struct command *command, const struct failure *failure)
{
    if (failure->kind == FAILURE_NONE || failure->kind == FAILURE_CANCELLED)
        return;
    if (command->reported && strstr(command->reported, failure->what))
        return;
    char *text = command_failure_text(failure);
    tell_text(command, text);
    free(text);
}

static void take_change(void *context, unsigned changes)
{
    struct command *command = context;
    if (changes & ACCOUNT_CONNECTION)
        command_fetch_watch(command);
    command_progress_update(command);
}

static void take_message(void *context, enum account_level level, const char *text)
{
    struct command *command = context;
    if (level == ACCOUNT_PATIENCE)
        command_tell(command, "%s", text);
    else if (level != ACCOUNT_INFORMATION && !(command->reported && strstr(command->reported, text)))
        tell_text(command, text);
}

static void close_handle(uv_handle_t *handle, void *context)
{
    (void)context;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void finish(void *context)
{
    struct command *command = context;
    uv_walk(&command->loop, close_handle, NULL);
}

static void end_stage(struct command *command)
{
    const struct command_stage *stage = command->stages[command->stage];
    if (command->stage_began && stage && stage->end)
        stage->end(command);
    command->stage_began = false;
}

static void close_command(struct command *command)
{
    end_stage(command);
    command_progress_clear(command);
    uv_prepare_stop(&command->turn);
    account_close(&command->account, finish, command);
}

/* Before the loop sleeps: goes as far through the stages as possible. */
static void take_turn(uv_prepare_t *handle)
{
    struct command *command = handle->data;
    while (!command->stopped && command->stages[command->stage]) {
        const struct command_stage *stage = command->stages[command->stage];
        if (!command->stage_began) {
            command->stage_began = true;
            if (stage->begin)
                stage->begin(command);
            continue;
        }
        if (stage->is_done && !stage->is_done(command))
            return;
        end_stage(command);
        command->stage++;
    }
    close_command(command);
}

void command_stop(struct command *command, int status)
{
    if (command->stopped)
        return;
    command->stopped = true;
    command->status = status;
}

bool command_is_stopped(const struct command *command)
{
    return command->stopped;
}

/* A second one does not wait for the archive: what has been committed stays in any case. */
static void take_signal(uv_signal_t *handle, int number)
{
    struct command *command = handle->data;
    if (command->stopped)
        _exit(128 + number);
    log_line("ended by signal %d", number);
    command_stop(command, 128 + number);
    command_tell(command, command->options->command == OPTIONS_SYNC ? "interrupted; what had arrived is kept"
                                                                    : "interrupted");
}

/* A signal that our caller ignores (nohup, a job in the background) stays ignored. */
static void watch_signals(struct command *command)
{
    static const int numbers[COMMAND_SIGNALS] = {SIGINT, SIGTERM, SIGHUP};
    for (int i = 0; i < COMMAND_SIGNALS; i++) {
        struct sigaction action;
        if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler == SIG_IGN)
            continue;
        uv_signal_init(&command->loop, &command->signals[i]);
        command->signals[i].data = command;
        uv_signal_start(&command->signals[i], take_signal, numbers[i]);
        uv_unref((uv_handle_t *)&command->signals[i]);
    }
}

static const struct command_stage *const *stages_of(enum options_command command)
{
    if (command == OPTIONS_AGENTS)
        return agents_stages;
    if (command == OPTIONS_PURGE)
        return purge_stages;
    return command == OPTIONS_SYNC ? sync_stages : list_stages;
}

static void run_loop(struct command *command)
{
    uv_prepare_init(&command->loop, &command->turn);
    command->turn.data = command;
    uv_prepare_start(&command->turn, take_turn);
    watch_signals(command);
    uv_run(&command->loop, UV_RUN_DEFAULT);
}

/* The times of the options, as they are meant now. */
static bool read_times(struct command *command, struct failure *failure)
{
    const struct options *options = command->options;
    command->before = TIMESTAMP_NONE;
    scope_of(&command->scope, &(struct list_query){.agent = PAGE_ALL_AGENTS});
    if (options->command == OPTIONS_PURGE)
        return command_purge_limit(&command->before, options, command->config, failure);
    return options->command != OPTIONS_LIST || command_list_scope(command, failure);
}

int command_run(const struct options *options, const struct config *config,
                const struct account_options *account)
{
    struct command command = {.options = options, .config = config, .terminal = isatty(STDERR_FILENO) == 1};
    struct account_events events = {take_change, take_message, NULL, &command};
    struct failure failure;
    command.stages = stages_of(options->command);
    if (uv_loop_init(&command.loop) != 0)
        die("cannot start the event loop");
    if (read_times(&command, &failure))
        command.account = account_open(&command.loop, config, account, &events, &failure);
    if (command.account) {
        run_loop(&command);
    } else {
        command_failure_print(&failure);
        command.status = (int)command_failure_status(&failure);
        uv_run(&command.loop, UV_RUN_DEFAULT);
    }
    uv_loop_close(&command.loop);
    free(command.agents);
    free(command.reported);
    return command.status;
}
