#include "tui/command/command_run.h"

#include "model/account/account_audit.h"
#include "model/time/timestamp.h"
#include "net/base/log.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/command/command_failure.h"
#include "tui/command/command_fetch.h"
#include "tui/draw/encoding.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void take_change(void *context, unsigned changes)
{
    struct command *command = context;
    if (changes & ACCOUNT_CONNECTION)
        command_fetch_watch(command);
    command_progress(command);
}

static void take_message(void *context, enum account_level level, const char *text)
{
    command_tell_message(context, level, text);
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
    command->closing = NULL;
    uv_walk(&command->loop, close_handle, NULL);
}

static void end_stage(struct command *command)
{
    const struct command_stage *stage = command->plan->stages[command->stage];
    if (command->stage_began && stage && stage->end)
        stage->end(command);
    command->stage_began = false;
}

static void close_command(struct command *command)
{
    end_stage(command);
    command_progress_clear(command);
    uv_prepare_stop(&command->turn);
    command->closing = command->account;
    account_close(&command->account, finish, command);
}

/* Before the loop sleeps: goes as far through the stages as possible. */
static void take_turn(uv_prepare_t *handle)
{
    struct command *command = handle->data;
    while (!command->stopped && command->plan->stages[command->stage]) {
        const struct command_stage *stage = command->plan->stages[command->stage];
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

/* It does not wait for the archive: what has been committed stays in any case, and what has not been is nothing half. But the
 * access log says what came of it; a third one ends that, too. */
static void take_second(struct command *command, int number)
{
    for (int i = 0; i < COMMAND_SIGNALS; i++)
        if (command->signals[i].data)
            signal(command->signals[i].signum, SIG_DFL);
    if (command->account)
        close_command(command);
    if (command->closing)
        account_finish_notes(command->closing);
    _exit(128 + number);
}

static void take_signal(uv_signal_t *handle, int number)
{
    struct command *command = handle->data;
    if (command->stopped)
        take_second(command, number);
    log_line("ended by signal %d", number);
    command_stop(command, 128 + number);
    command_tell(command, command->plan->keeps_what_came ? tr("interrupted; what had arrived is kept")
                                                         : tr("interrupted"));
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

static void run_loop(struct command *command)
{
    uv_prepare_init(&command->loop, &command->turn);
    command->turn.data = command;
    uv_prepare_start(&command->turn, take_turn);
    watch_signals(command);
    uv_run(&command->loop, UV_RUN_DEFAULT);
}

int command_run(const struct startup *startup, const struct command_plan *plan)
{
    struct command command = {.options = &startup->options,
                              .config = &startup->config,
                              .plan = plan,
                              .state = plan->state,
                              .terminal = isatty(STDERR_FILENO) == 1,
                              .moment = TIMESTAMP_NONE};
    struct account_events events = {take_change, take_message, NULL, &command};
    struct account_options account = startup->account;
    struct failure failure;
    account.in_order = true;
    account.retries = startup->options.retries;
    account.keep_old = plan->keep_old;
    account.no_archive = account.no_archive || plan->needs_no_archive;
    if (encoding_note()[0] && command.terminal) /* nobody reads what cron has to say of its locale */
        fprintf(stderr, "tapedeck: %s\n", encoding_note());
    scope_of(&command.scope, &(struct list_query){.agent = PAGE_ALL_AGENTS});
    if (uv_loop_init(&command.loop) != 0)
        die("cannot start the event loop");
    if (!plan->prepare || plan->prepare(&command, &failure))
        command.account = account_open(&command.loop, command.config, &account, &events, NULL, &failure);
    if (command.account && !account_start(command.account, &failure))
        account_close(&command.account, finish, &command);
    if (command.account) {
        run_loop(&command);
    } else {
        command.status = command_failure_print(&failure);
        uv_run(&command.loop, UV_RUN_DEFAULT);
    }
    uv_loop_close(&command.loop);
    free(command.agents);
    free(command.reported);
    return command.status;
}
