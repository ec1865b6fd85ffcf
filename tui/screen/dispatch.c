#include "tui/screen/dispatch.h"

#include "tui/browse/browse.h"
#include "tui/input/prompt.h"
#include "tui/screen/overlay.h"
#include "tui/screen/pane.h"
#include "tui/terminal/job.h"

#include <ncurses.h>
#include <stdio.h>

static struct prompt *open_prompt(struct app *app)
{
    return app->asking == ASKING_TIME ? &app->time : &app->prompt;
}

static unsigned prompt_changed(struct app *app)
{
    if (app->asking != ASKING_TIME)
        return browse_filter_changed(app);
    app->time_refused[0] = '\0';
    return CHANGED_BOTTOM;
}

static unsigned accept_prompt(struct app *app)
{
    return app->asking == ASKING_TIME ? browse_go_to_time(app) : browse_keep_filter(app);
}

static unsigned cancel_prompt(struct app *app)
{
    return app->asking == ASKING_TIME ? browse_leave_time(app) : browse_drop_filter(app);
}

static unsigned type(struct app *app, key_code character)
{
    return prompt_type(open_prompt(app), character) ? prompt_changed(app) : CHANGED_NOTHING;
}

/* What only the prompt of a filter has. */
static unsigned act_in_filter(struct app *app, enum action_id action)
{
    if (app->asking != ASKING_FILTER)
        return CHANGED_NOTHING;
    if (action == ACTION_PROMPT_COMPLETE || action == ACTION_PROMPT_COMPLETE_BACK)
        return browse_complete_filter(app, action == ACTION_PROMPT_COMPLETE_BACK);
    return browse_recall_filter(app, action == ACTION_PROMPT_OLDER);
}

static unsigned act_in_prompt(struct app *app, key_code key)
{
    struct prompt *prompt = open_prompt(app);
    enum action_id action = keymap_find(&app->keymap, ACTIONS_PROMPT, key);
    switch (action) {
    case ACTION_NONE:
        return type(app, key);
    case ACTION_PROMPT_ACCEPT:
        return accept_prompt(app);
    case ACTION_PROMPT_CANCEL:
        return cancel_prompt(app);
    case ACTION_PROMPT_BACKSPACE:
        if (prompt->length == 0)
            return cancel_prompt(app);
        break;
    case ACTION_PROMPT_COMPLETE:
    case ACTION_PROMPT_COMPLETE_BACK:
    case ACTION_PROMPT_OLDER:
    case ACTION_PROMPT_NEWER:
        return act_in_filter(app, action);
    default:
        break;
    }
    return CHANGED_BOTTOM | (prompt_edit(prompt, action) ? prompt_changed(app) : CHANGED_NOTHING);
}

/* Everything but a yes is a no. */
static unsigned answer(struct app *app, key_code key)
{
    app->asking = ASKING_NOTHING;
    return CHANGED_BOTTOM | (key == 'y' || key == 'Y' ? browse_fetch_anew(app) : CHANGED_NOTHING);
}

unsigned dispatch_suspend(struct app *app)
{
    if (!job_is_watched())
        return browse_say(app, ACCOUNT_WARNING,
                          "not suspended: no shell of this session could wake tapedeck again");
    terminal_suspend(app->terminal);
    terminal_measure(app->terminal);
    return CHANGED_LAYOUT;
}

static unsigned drop(struct app *app)
{
    return app->prompt.length > 0 ? browse_drop_filter(app) : browse_back(app, false);
}

/* What can be done everywhere; *done says whether it was that. */
static unsigned act_everywhere(struct app *app, enum action_id action, bool *done)
{
    *done = true;
    switch (action) {
    case ACTION_SUSPEND:
        return dispatch_suspend(app);
    case ACTION_REDRAW:
        clearok(curscr, TRUE);
        return CHANGED_LAYOUT;
    case ACTION_QUIT:
        app->quitting = true;
        return CHANGED_NOTHING;
    case ACTION_ZONE:
        return browse_zone(app);
    default:
        *done = false;
        return CHANGED_NOTHING;
    }
}

static unsigned leave(struct app *app)
{
    return browse_back(app, true);
}

static unsigned show_help(struct app *app)
{
    return overlay_toggle(app, OVERLAY_HELP);
}

static unsigned show_log(struct app *app)
{
    return overlay_toggle(app, OVERLAY_LOG);
}

static unsigned next_pane(struct app *app, int direction)
{
    return browse_next_pane(app, direction, true);
}

static unsigned pane_beside(struct app *app, int direction)
{
    return browse_next_pane(app, direction, false);
}

static const struct {
    enum action_id action;
    unsigned (*act)(struct app *app);
} acts[] = {
    {ACTION_BACK, leave},
    {ACTION_DROP, drop},
    {ACTION_FILTER, browse_edit_filter},
    {ACTION_ORDER, browse_reverse},
    {ACTION_REFRESH, browse_refresh},
    {ACTION_FETCH_MISSING, browse_fetch_missing},
    {ACTION_FETCH_ANEW, browse_ask_anew},
    {ACTION_STOP, browse_stop},
    {ACTION_GO_TO_TIME, browse_edit_time},
    {ACTION_STORY, browse_story},
    {ACTION_HELP, show_help},
    {ACTION_LOG, show_log},
};
static const struct {
    enum action_id action;
    unsigned (*go)(struct app *app, int direction);
    int direction;
} moves[] = {
    {ACTION_NEXT_PANE, next_pane, 1},
    {ACTION_PREVIOUS_PANE, next_pane, -1},
    {ACTION_RIGHT, pane_beside, 1},
    {ACTION_LEFT, pane_beside, -1},
    {ACTION_DAY_BEFORE, browse_move_day, -1},
    {ACTION_DAY_AFTER, browse_move_day, 1},
    {ACTION_PERIOD_BEFORE, browse_move_period, -1},
    {ACTION_PERIOD_AFTER, browse_move_period, 1},
    {ACTION_ZOOM_IN, browse_zoom, 1},
    {ACTION_ZOOM_OUT, browse_zoom, -1},
};

static unsigned act_in_panes(struct app *app, enum action_id action)
{
    for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++)
        if (acts[i].action == action)
            return acts[i].act(app);
    for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
        if (moves[i].action == action)
            return moves[i].go(app, moves[i].direction);
    return pane_at(app->focus)->act(app, action);
}

static unsigned say_unknown(struct app *app, key_code key)
{
    char text[160], name[KEYS_NAME_SIZE], help[KEYS_NAME_SIZE];
    key_code help_key = keymap_first(&app->keymap, ACTION_HELP);
    int length = snprintf(text, sizeof(text), "%s does nothing here", keys_name(name, key));
    if (help_key != KEYS_NONE)
        snprintf(text + length, sizeof(text) - (size_t)length, "; %s shows what the keys do",
                 keys_name(help, help_key));
    messages_note(&app->messages, text);
    return CHANGED_BOTTOM;
}

unsigned dispatch_key(struct app *app, key_code key)
{
    bool done = false;
    unsigned changes = messages_seen(&app->messages) ? CHANGED_BOTTOM : CHANGED_NOTHING;
    if (app->asking == ASKING_FILTER || app->asking == ASKING_TIME)
        return changes | act_in_prompt(app, key);
    if (app->asking != ASKING_NOTHING)
        return changes | answer(app, key);
    enum action_id action = keymap_find(&app->keymap, ACTIONS_BROWSE, key);
    if (action == ACTION_NONE)
        return changes | say_unknown(app, key);
    changes |= act_everywhere(app, action, &done);
    if (done)
        return changes;
    return changes | (app->overlay != OVERLAY_NONE ? overlay_act(app, action) : act_in_panes(app, action));
}

unsigned dispatch_pasted(struct app *app, key_code character)
{
    unsigned changes = CHANGED_NOTHING;
    bool asks = app->asking == ASKING_FETCH_ANEW || app->asking == ASKING_LOSS;
    if (app->overlay != OVERLAY_NONE || asks)
        return changes;
    if (app->asking == ASKING_NOTHING)
        changes |= browse_edit_filter(app);
    return changes | type(app, character);
}

void dispatch_early(struct app *app, key_code key)
{
    enum action_id action = keymap_find(&app->keymap, ACTIONS_BROWSE, key);
    app->quitting = app->quitting || action == ACTION_QUIT || action == ACTION_BACK;
}
