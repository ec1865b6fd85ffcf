#include "tui/screen/action_prompt.h"

#include "net/base/likeness.h"
#include "net/base/translate.h"
#include "tui/screen/dispatch.h"

#include <stdio.h>
#include <string.h>

/* What is done while something is typed cannot be asked for by typing. */
static bool is_offered(const struct action *action, const char *beginning)
{
    return action->where != ACTION_OF_PROMPT && strncmp(action->name, beginning, strlen(beginning)) == 0;
}

/* The action that is called so, or the only one whose name begins so; NULL if there is none, or there are several,
 * of which *second is the other one then. */
static const struct action *action_named(const struct app *app, const char *text,
                                         const struct action **second)
{
    const struct action *table = app->keymap.actions, *found = NULL;
    *second = NULL;
    for (const struct action *action = table; action->name != NULL; action++) {
        if (!is_offered(action, text))
            continue;
        if (strcmp(action->name, text) == 0)
            return action;
        *second = found != NULL && *second == NULL ? found : *second;
        found = action;
    }
    return *second == NULL ? found : NULL;
}

/* Says that none is called so, and which may have been meant. */
static unsigned refuse(struct app *app, const char *text)
{
    struct likeness best = {0};
    for (const struct action *action = app->keymap.actions; action->name != NULL; action++)
        if (is_offered(action, ""))
            likeness_take(&best, text, action->name);
    return best.name != NULL ? app_refuse(app, tr("there is no such action; did you mean %s?"), best.name)
                             : app_refuse(app, tr("there is no such action; ? shows them all"));
}

static unsigned do_named(struct app *app)
{
    const struct action *second;
    const char *text = app->naming.prompt.text;
    if (*text == '\0')
        return app_prompt_leave(app);
    const struct action *action = action_named(app, text, &second);
    if (action != NULL)
        return app_prompt_leave(app) | dispatch_action(app, action);
    return second != NULL ? app_refuse(app, tr("several begin so, as %s; Tab shows them"), second->name)
                          : refuse(app, text);
}

static const char *reading(const struct app *app, char text[VIEW_READING_SIZE])
{
    const struct action *second, *action = action_named(app, app->naming.prompt.text, &second);
    text[0] = '\0';
    return action == NULL ? text : tr(action->help);
}

/* The next one that begins as what was typed, around. */
static unsigned complete(struct app *app, bool backwards)
{
    struct app_naming *naming = &app->naming;
    const struct action *table = app->keymap.actions, *shown = actions_find(table, naming->prompt.text);
    size_t count = 0;
    while (table[count].name != NULL)
        count++;
    if (shown == NULL || !is_offered(shown, naming->typed))
        snprintf(naming->typed, sizeof naming->typed, "%s", naming->prompt.text);
    size_t place = shown != NULL ? (size_t)(shown - table) : backwards ? 0 : count - 1;
    for (size_t i = 0; i < count; i++) {
        place = (place + (backwards ? count - 1 : 1)) % count;
        if (!is_offered(&table[place], naming->typed))
            continue;
        prompt_start(&naming->prompt, table[place].name);
        break;
    }
    return app_prompt_changed(app);
}

static const struct app_prompt prompt = {
    .sign = ":",
    .hint = N_("an action by its name, as refresh, caller, go-to-time; Tab shows them"),
    .reading = reading,
    .accept = do_named,
    .complete = complete,
};

unsigned action_prompt_open(struct app *app)
{
    app->naming.typed[0] = '\0';
    prompt_start(&app->naming.prompt, "");
    return app_prompt_open(app, &prompt, &app->naming.prompt);
}
