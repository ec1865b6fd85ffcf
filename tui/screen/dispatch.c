#include "tui/screen/dispatch.h"

#include "tui/browse/app.h"
#include "tui/browse/browse.h"
#include "tui/input/prompt.h"
#include "tui/screen/help.h"
#include "tui/screen/message_log.h"
#include "tui/terminal/job.h"

#include <ncurses.h>
#include <stdio.h>

static unsigned type(struct app *app, key_code character)
{
    return prompt_type(app->typed, character) ? app->asking->changed(app) : CHANGED_NOTHING;
}

static unsigned act_in_prompt(struct app *app, key_code key)
{
    const struct app_prompt *asking = app->asking;
    enum action_id action = keymap_find(&app->keymap, ACTIONS_PROMPT, key);
    switch (action) {
    case ACTION_NONE:
        return type(app, key);
    case ACTION_PROMPT_ACCEPT:
        return asking->accept(app);
    case ACTION_PROMPT_CANCEL:
        return asking->cancel(app);
    case ACTION_PROMPT_BACKSPACE:
        if (app->typed->length == 0)
            return asking->cancel(app);
        break;
    case ACTION_PROMPT_COMPLETE:
    case ACTION_PROMPT_COMPLETE_BACK:
        return asking->complete ? asking->complete(app, action == ACTION_PROMPT_COMPLETE_BACK) : 0;
    case ACTION_PROMPT_OLDER:
    case ACTION_PROMPT_NEWER:
        return asking->recall ? asking->recall(app, action == ACTION_PROMPT_OLDER) : 0;
    default:
        break;
    }
    return CHANGED_BOTTOM | (prompt_edit(app->typed, action) ? asking->changed(app) : CHANGED_NOTHING);
}

/* Everything but a yes is a no. */
static unsigned answer(struct app *app, key_code key)
{
    const struct app_prompt *asking = app->asking;
    app->asking = NULL;
    return CHANGED_BOTTOM | (key == 'y' || key == 'Y' ? asking->accept(app) : CHANGED_NOTHING);
}

unsigned dispatch_suspend(struct app *app)
{
    if (!job_is_watched())
        return app_say(app, ACCOUNT_WARNING,
                       "not suspended: no shell of this session could wake tapedeck again");
    terminal_suspend(app->terminal);
    terminal_measure(app->terminal);
    return CHANGED_LAYOUT;
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
    case ACTION_HELP:
        return sheet_toggle(app, &help_sheet);
    case ACTION_LOG:
        return sheet_toggle(app, &message_log_sheet);
    default:
        *done = false;
        return CHANGED_NOTHING;
    }
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
    if (app_is_typing(app))
        return changes | act_in_prompt(app, key);
    if (app->asking != NULL)
        return changes | answer(app, key);
    enum action_id action = keymap_find(&app->keymap, ACTIONS_BROWSE, key);
    if (action == ACTION_NONE)
        return changes | say_unknown(app, key);
    changes |= act_everywhere(app, action, &done);
    if (done)
        return changes;
    return changes | app->top->kind->act(app, app->top, action);
}

unsigned dispatch_pasted(struct app *app, key_code character)
{
    unsigned changes = CHANGED_NOTHING;
    if (app->asking == NULL)
        changes = app->top->kind->act(app, app->top, ACTION_FILTER);
    return app_is_typing(app) ? changes | type(app, character) : changes;
}

void dispatch_early(struct app *app, key_code key)
{
    enum action_id action = keymap_find(&app->keymap, ACTIONS_BROWSE, key);
    app->quitting = app->quitting || action == ACTION_QUIT || action == ACTION_BACK;
}
