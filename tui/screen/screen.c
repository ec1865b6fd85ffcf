#include "tui/screen/screen.h"

#include "model/account/archive_opening.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/app.h"
#include "tui/browse/browse.h"
#include "tui/browse/browse_begin.h"
#include "tui/browse/browse_bundle.h"
#include "tui/browse/browse_deck.h"
#include "tui/browse/browse_export.h"
#include "tui/browse/browse_fetch.h"
#include "tui/browse/browse_hold.h"
#include "tui/browse/browse_notes.h"
#include "tui/browse/browse_save.h"
#include "tui/browse/list_view.h"
#include "tui/screen/action_table.h"
#include "tui/screen/dispatch.h"
#include "tui/screen/drawing.h"
#include "tui/screen/mouse.h"
#include "tui/screen/panes.h"
#include "tui/screen/turn.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    STATUS_USAGE = 2,
    STATUS_ACCOUNT = 4,
    URGED_SECONDS = 20 /* longer than another program's lock is waited for */
};

static const int watched_signals[APP_SIGNALS] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH};

/* The first frame needs none of it. Keys have waited: what they do may. */
static void start(struct app *app)
{
    app->is_started = true;
    if (account_start(app->account, &app->failure)) {
        browse_fetch_first(app);
        input_resume(&app->input);
    } else {
        app->quitting = true;
        uv_stop(&app->loop);
    }
}

/* While rows are on their way to the screen the processor is the terminal's. */
static void start_when_shown(struct app *app)
{
    if (app->view->list.page == NULL || !first_frame_awaits_terminal(&app->first_frame))
        start(app);
    else
        input_resume(&app->input);
}

static void on_prepare(uv_prepare_t *prepare)
{
    struct app *app = prepare->data;
    if (app->quitting) {
        uv_stop(&app->loop);
        return;
    }
    turn_run(app);
    if (!app->is_started && first_frame_is_due(&app->first_frame))
        start_when_shown(app);
}

static void on_account_changed(void *context, unsigned changes)
{
    struct app *app = context;
    if (app->view == NULL) /* there is nothing on the screen yet, or any more */
        return;
    if ((changes & ACCOUNT_ROSTER) != 0 || app->agents.initial_wanted)
        app->agents.changed = true;
    if ((changes & (ACCOUNT_ROSTER | ACCOUNT_ROWS)) != 0)
        summary_watch_is_stale(&app->summary_watch);
    if ((changes & ACCOUNT_ROWS) != 0) {
        list_rows_changed(&app->view->list);
        details_rows_changed(&app->details);
    }
    if ((changes & ACCOUNT_AUDIO) != 0)
        app->dirty |= browse_deck_changed(app);
    if ((changes & ACCOUNT_NOTES) != 0)
        app->dirty |= browse_notes_changed(app) | browse_holds_changed(app);
    if ((changes & ACCOUNT_CONNECTION) != 0 && !uv_is_active((uv_handle_t *)&app->clock))
        app->dirty |= CHANGED_TOP | CHANGED_LIST;
}

static void on_account_message(void *context, enum account_level level, const char *text)
{
    struct app *app = context;
    if (app->terminal == NULL) /* the screen has ended */
        fprintf(stderr, "tapedeck: %s\n", text);
    else if (level == ACCOUNT_PATIENCE)
        drawing_wait(app, text);
    else
        app->dirty |= app_say(app, level, "%s", text);
}

/* The archive is being opened: only keys that quit are obeyed, and signals. */
static bool on_account_waits(void *context)
{
    struct app *app = context;
    input_resume(&app->input);
    uv_run(&app->loop, UV_RUN_NOWAIT);
    return !app->quitting;
}

static void on_details_changed(void *context)
{
    struct app *app = context;
    app->dirty |= CHANGED_DETAILS;
}

static void on_summary_changed(void *context)
{
    struct app *app = context;
    app->dirty |= CHANGED_LIST | CHANGED_DETAILS;
}

/* For what comes from the terminal, which has shown the first rows then. */
static bool is_ready(struct app *app)
{
    if (app->account != NULL && !app->quitting && !app->is_started)
        start(app);
    return app->account != NULL && !app->quitting;
}

static void on_key(void *context, key_code key)
{
    struct app *app = context;
    terminal_typed_at(app->terminal);
    if (app->account == NULL)
        dispatch_early(app, key);
    else if (is_ready(app))
        app->dirty |= dispatch_key(app, key);
}

static void on_pasted(void *context, key_code character)
{
    struct app *app = context;
    if (is_ready(app))
        app->dirty |= dispatch_pasted(app, character);
}

static void on_answered(void *context)
{
    struct app *app = context;
    terminal_answered(app->terminal);
    (void)is_ready(app);
}

static void on_mouse(void *context, const struct mouse_event *event)
{
    struct app *app = context;
    terminal_typed_at(app->terminal);
    if (is_ready(app))
        app->dirty |= mouse_dispatch(app, event);
}

static void on_background(void *context, bool is_light)
{
    struct app *app = context;
    if (theme_take_background(&app->theme, is_light))
        app->dirty |= CHANGED_LAYOUT;
}

static void on_writable(void *context)
{
    struct app *app = context;
    app->awaits_output = !terminal_flush(app->terminal);
    if (app->awaits_output)
        input_await_output(&app->input);
}

static void quit(struct app *app, int status)
{
    app->quitting = true;
    app->exit_status = status;
}

static void on_gone(void *context)
{
    quit(context, 128 + SIGHUP);
}

/* The keys of the terminal are the editor's, and its size; who stops it stops us, too. */
static void signal_beside_editor(struct app *app, int number)
{
    if (number == SIGTSTP)
        raise(SIGSTOP);
    else if (number == SIGTERM || number == SIGHUP)
        quit(app, 128 + number);
}

/* What is being written on the way out is not cut off by one more signal; but it ends in any case. */
static void urge(int number)
{
    bool is_end = number == SIGTERM || number == SIGHUP || number == SIGINT;
    unsigned left = is_end ? alarm(URGED_SECONDS) : 0;
    if (left > 0)
        alarm(left);
}

static void on_signal(uv_signal_t *handle, int number)
{
    struct app *app = handle->data;
    if (app->quitting || app->terminal == NULL) {
        urge(number);
        return;
    }
    if (editor_is_open(&app->noting.editor)) {
        signal_beside_editor(app, number);
        return;
    }
    if (number == SIGTSTP)
        app->dirty |= dispatch_suspend(app);
    else if (number == SIGCONT)
        terminal_reclaim(app->terminal);
    else if (number != SIGWINCH)
        quit(app, 128 + number);
    if (app->quitting)
        return;
    terminal_measure(app->terminal);
    app->dirty |= CHANGED_LAYOUT;
}

static bool open_keymap(struct app *app, struct failure *failure)
{
    struct agent_reference reference;
    const char *agent = app->options->initial_agent_reference;
    app->agents.initial_wanted = agent != NULL || app->options->initial_agent_name != NULL;
    if (agent != NULL && !agent_reference_parse(&reference, agent))
        return failure_set(failure, FAILURE_USAGE, tr("write id:103, email:a@b, syncId:… or sipUri:…"),
                           tr("this names no agent"));
    return keymap_build(&app->keymap, action_table, app->options->config, failure);
}

static void on_history_failed(void *context, const struct failure *failure)
{
    struct app *app = context;
    app->dirty |= app_say(app, ACCOUNT_WARNING, "%s", failure->what);
}

static bool open_history(struct app *app, struct failure *failure)
{
    (void)failure; /* without a file there is nothing to recall, no more */
    filter_history_open(&app->filter_history, !app->options->account.no_archive, on_history_failed, app);
    return true;
}

static void close_history(struct app *app)
{
    filter_history_close(&app->filter_history);
    name_list_clear(&app->completing.queue_names);
}

static bool open_loop(struct app *app, struct failure *failure)
{
    if (uv_loop_init(&app->loop) != 0)
        return failure_set(failure, FAILURE_DISK, "", tr("the event loop cannot be made"));
    uv_prepare_init(&app->loop, &app->prepare);
    uv_timer_init(&app->loop, &app->clock);
    uv_timer_init(&app->loop, &app->filter_rest);
    uv_timer_init(&app->loop, &app->patience);
    uv_timer_init(&app->loop, &app->list_pace);
    uv_timer_init(&app->loop, &app->showing);
    first_frame_open(&app->first_frame, &app->loop);
    app->prepare.data = app->clock.data = app->filter_rest.data = app->patience.data = app;
    for (int i = 0; i < APP_SIGNALS; i++) {
        uv_signal_init(&app->loop, &app->signals[i]);
        app->signals[i].data = app;
        uv_signal_start(&app->signals[i], on_signal, watched_signals[i]);
    }
    return true;
}

/* Runs until everything on the loop, the account too, has come to its end; signals are caught until then. */
static void close_loop(struct app *app)
{
    for (int i = 0; i < APP_SIGNALS; i++)
        uv_unref((uv_handle_t *)&app->signals[i]);
    uv_close((uv_handle_t *)&app->clock, NULL);
    uv_close((uv_handle_t *)&app->filter_rest, NULL);
    uv_close((uv_handle_t *)&app->patience, NULL);
    uv_close((uv_handle_t *)&app->list_pace, NULL);
    uv_close((uv_handle_t *)&app->showing, NULL);
    first_frame_close(&app->first_frame);
    uv_close((uv_handle_t *)&app->prepare, NULL);
    uv_run(&app->loop, UV_RUN_DEFAULT);
    for (int i = 0; i < APP_SIGNALS; i++)
        uv_close((uv_handle_t *)&app->signals[i], NULL);
    uv_run(&app->loop, UV_RUN_DEFAULT);
    uv_loop_close(&app->loop);
}

/* While the terminal is set up. */
static bool open_archive(struct app *app, struct failure *failure)
{
    (void)failure; /* it is told when the account is opened */
    app->opening = account_open_ahead(app->options->config, &app->options->account);
    return true;
}

static void close_archive(struct app *app)
{
    archive_opening_free(&app->opening);
}

static bool open_account(struct app *app, struct failure *failure)
{
    struct archive_opening *ahead = app->opening;
    const struct account_events events = {on_account_changed, on_account_message, on_account_waits, app};
    app->opening = NULL;
    terminal_begin(app->terminal); /* while the archive is read */
    app->account =
        account_open(&app->loop, app->options->config, &app->options->account, &events, ahead, failure);
    if (app->account == NULL)
        return false;
    list_view_open(app, &panes_view);
    details_open(&app->details, &app->loop, account_queries(app->account), on_details_changed, app);
    summary_watch_open(&app->summary_watch, &app->loop, app->account, on_summary_changed, app);
    return true;
}

static void on_account_closed(void *context)
{
    (void)context; /* nothing of it is left on the loop, which ends so */
}

static void close_account(struct app *app)
{
    browse_save_close(app);
    browse_export_close(app);
    browse_notes_close(app);
    browse_hold_close(app);
    browse_deck_close(app);
    browse_bundle_close(app);
    while (app->top != NULL)
        app_pop(app);
    details_close(&app->details);
    summary_watch_close(&app->summary_watch);
    account_close(&app->account, on_account_closed, app);
}

static bool open_terminal(struct app *app, struct failure *failure)
{
    app->terminal = terminal_open(failure);
    if (app->terminal == NULL)
        return false;
    app->clipboard = (struct clipboard){.loop = &app->loop, .terminal = app->terminal};
    terminal_measure(app->terminal);
    if (*terminal_remark(app->terminal) != '\0')
        app->dirty |= app_say(app, ACCOUNT_WARNING, "%s", terminal_remark(app->terminal));
    theme_open(&app->theme, app->options->config->color, app->options->config->theme);
    if (app->theme.is_asked)
        terminal_ask_background(app->terminal);
    terminal_set_mouse(app->terminal, app->options->config->mouse);
    return true;
}

static void close_terminal(struct app *app)
{
    clipboard_close(&app->clipboard);
    terminal_close(&app->terminal);
}

static bool open_input(struct app *app, struct failure *failure)
{
    const struct input_events events = {
        .decoder = {on_key, on_pasted, on_answered, on_mouse, on_background, app},
        .writable = on_writable,
        .gone = on_gone,
    };
    if (input_open(&app->input, &app->loop, app->terminal, &events)) {
        input_pause(&app->input);
        return true;
    }
    input_close(&app->input);
    return failure_set(failure, FAILURE_USAGE, "", tr("the terminal cannot be read"));
}

static void close_input(struct app *app)
{
    input_close(&app->input);
}

static void browse(struct app *app)
{
    app->utc = app->options->config->utc;
    app->one_pane = app->options->config->one_pane;
    app->columns.shown = app->options->config->columns;
    app->dirty = CHANGED_LAYOUT;
    app->agents.changed = true;
    drawing_place(app);
    browse_begin(app);
    uv_prepare_start(&app->prepare, on_prepare);
    uv_run(&app->loop, UV_RUN_DEFAULT);
    if (app->failure.kind == FAILURE_NONE)
        browse_end(app);
}

/* Opened in this order, closed in the reverse one. */
static const struct step {
    bool (*open)(struct app *app, struct failure *failure);
    void (*close)(struct app *app); /* NULL: nothing to close */
} steps[] = {
    {open_archive, close_archive},   {open_keymap, NULL},
    {open_history, close_history},   {open_loop, close_loop},
    {open_terminal, close_terminal}, {open_input, close_input},
    {open_account, close_account},
};

enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

static int exit_status(const struct failure *failure)
{
    char *text = failure_text(failure);
    fprintf(stderr, "tapedeck: %s\n", text);
    free(text);
    return failure->kind == FAILURE_USAGE ? STATUS_USAGE : STATUS_ACCOUNT;
}

int screen_run(const struct app_options *options)
{
    struct app *app = memory_new(sizeof(*app));
    size_t opened = 0;
    app->options = options;
    while (opened < STEPS && steps[opened].open(app, &app->failure))
        opened++;
    bool is_open = opened == STEPS;
    if (is_open)
        browse(app);
    while (opened-- > 0)
        if (steps[opened].close != NULL)
            steps[opened].close(app);
    bool has_failed = app->failure.kind != FAILURE_NONE && (is_open || !app->quitting);
    int status = has_failed ? exit_status(&app->failure) : app->exit_status;
    messages_clear(&app->messages);
    free(app);
    return status;
}
