#include "tui/screen/dispatch.h"

#include "net/base/translate.h"
#include "tui/browse/app.h"
#include "tui/browse/browse_deck.h"
#include "tui/browse/browse_hold.h"
#include "tui/browse/browse_notes.h"
#include "tui/input/prompt.h"
#include "tui/terminal/job.h"

#include <string.h>

static unsigned type(struct app *app, key_code character)
{
    return prompt_type(app->typed, character) ? app_prompt_changed(app) : CHANGED_NOTHING;
}

/* What is typed first takes the place of the filter of the last time; any other key works on that. */
static void leave_before(struct app *app, bool is_typed)
{
    struct view_filter *filter = &app->view->filter;
    if (filter->is_of_before && app_types_filter(app)) {
        filter->is_of_before = false;
        if (is_typed)
            prompt_start(&filter->prompt, "");
    }
}

static unsigned act_in_prompt(struct app *app, key_code key)
{
    const struct action *action = keymap_find(&app->keymap, true, key);
    leave_before(app, action == NULL);
    return action == NULL ? type(app, key) : actions_run(action, app);
}

/* Everything but a yes is a no, and what cannot be chosen nothing. */
static unsigned answer(struct app *app, key_code key)
{
    const struct app_prompt *asking = app->asking;
    app->asking = NULL;
    if (asking->choose != NULL)
        return CHANGED_BOTTOM | asking->choose(app, key);
    key_code yes = (key_code)tr("y/n")[0]; /* a small letter, beside the y of everybody */
    bool is_yes = key == 'y' || key == 'Y' || key == yes || key == yes - 'a' + 'A';
    return CHANGED_BOTTOM | (is_yes ? asking->accept(app) : CHANGED_NOTHING);
}

unsigned dispatch_suspend(struct app *app)
{
    if (!job_is_watched())
        return app_say(app, ACCOUNT_WARNING,
                       tr("not suspended: no shell of this session could wake tapedeck again"));
    bool was_playing = browse_deck_rest(app); /* nobody could stop it meanwhile */
    terminal_suspend(app->terminal);
    terminal_measure(app->terminal);
    return CHANGED_LAYOUT | (was_playing ? browse_deck_act(app, BROWSE_DECK_TOGGLE) : CHANGED_NOTHING);
}

static unsigned say_unknown(struct app *app, key_code key)
{
    char name[KEYS_NAME_SIZE], help[KEYS_NAME_SIZE];
    const char *help_key = keymap_first(&app->keymap, "help", help);
    keys_name(name, key);
    return help_key != NULL
               ? app_note(app, tr("%s does nothing here; %s shows what the keys do"), name, help_key)
               : app_note(app, tr("%s does nothing here"), name);
}

unsigned dispatch_action(struct app *app, const struct action *action)
{
    return action->where == ACTION_ANYWHERE ? actions_run(action, app)
                                            : app->top->kind->act(app, app->top, action);
}

static unsigned act(struct app *app, key_code key)
{
    unsigned changes = messages_seen(&app->messages) ? CHANGED_BOTTOM : CHANGED_NOTHING;
    if (app_is_typing(app))
        return changes | act_in_prompt(app, key);
    if (app->asking != NULL)
        return changes | answer(app, key);
    const struct action *action = keymap_find(&app->keymap, false, key);
    return changes | (action == NULL ? say_unknown(app, key) : dispatch_action(app, action));
}

/* What is selected now is of a list that has been left, or nothing is and recordings have come that are still to be
 * read, or it is not known yet what is on hold: a key for the selected one has to wait; one for its notes also for those. */
static bool comes_early(const struct app *app, key_code key)
{
    const struct recording_list *list = &app->view->list;
    bool is_coming =
        list_is_waiting(list) || (list_selected(list) == NULL && list->stale) || browse_holds_are_coming(app);
    bool are_notes = is_coming || browse_notes_are_coming(app);
    if (app->asking != NULL || !are_notes)
        return false;
    const struct action *action = keymap_find(&app->keymap, false, key);
    return action != NULL &&
           ((action->where == ACTION_OF_SELECTED && is_coming) || action->where == ACTION_OF_NOTED);
}

unsigned dispatch_key(struct app *app, key_code key)
{
    if (app->held.count == 0 && !comes_early(app, key))
        return act(app, key);
    if (app->held.count < APP_HELD_KEYS)
        app->held.keys[app->held.count++] = key;
    return CHANGED_NOTHING;
}

unsigned dispatch_held(struct app *app)
{
    unsigned changes = CHANGED_NOTHING;
    struct app_held *held = &app->held;
    while (held->count > 0 && !app->quitting && !comes_early(app, held->keys[0])) {
        key_code key = held->keys[0];
        memmove(held->keys, held->keys + 1, --held->count * sizeof(*held->keys));
        changes |= act(app, key);
    }
    return changes;
}

unsigned dispatch_pasted(struct app *app, key_code character)
{
    unsigned changes = CHANGED_NOTHING;
    if (app->asking == NULL)
        changes = dispatch_action(app, actions_find(app->keymap.actions, "filter"));
    leave_before(app, true);
    return app_is_typing(app) ? changes | type(app, character) : changes;
}

void dispatch_early(struct app *app, key_code key)
{
    const struct action *action = keymap_find(&app->keymap, false, key);
    bool quits = action != NULL && (strcmp(action->name, "quit") == 0 || strcmp(action->name, "back") == 0);
    app->quitting = app->quitting || quits;
}
