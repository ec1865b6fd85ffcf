#include "tui/browse/browse_columns.h"

#include "net/base/translate.h"

#include <stdio.h>
#include <string.h>

/* The names, as the configuration has them. */
static const char *names_of(const struct config_columns *columns, char text[PROMPT_SIZE])
{
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < columns->count; i++)
        used += (size_t)snprintf(text + used, PROMPT_SIZE - used, "%s%s", i > 0 ? ", " : "",
                                 config_columns_name(columns->at[i]));
    return text;
}

static unsigned choose(struct app *app)
{
    char names[PROMPT_SIZE];
    struct app_columns *columns = &app->columns;
    if (columns->prompt.length == 0)
        columns->shown = app->options->config->columns;
    else if (!config_columns_read(&columns->shown, columns->prompt.text))
        return app_refuse(app, tr("give some of start, length, caller, agent, queue and type, each once"));
    return app_prompt_leave(app) | CHANGED_LAYOUT |
           app_say(app, ACCOUNT_INFORMATION,
                   tr("to keep them, in [screen] of the configuration: columns = %s"),
                   names_of(&columns->shown, names));
}

/* Whether a name begins so and is not among those in front of it. */
static bool is_offered(const char *name, const char *beginning, const char *before, size_t length)
{
    char text[PROMPT_SIZE];
    struct config_columns columns = {.count = 0};
    snprintf(text, sizeof text, "%.*s", (int)length, before);
    config_columns_read(&columns, text);
    for (size_t i = 0; i < columns.count; i++)
        if (strcmp(config_columns_name(columns.at[i]), name) == 0)
            return false;
    return strncmp(name, beginning, strlen(beginning)) == 0;
}

/* The next name that begins as the last word, around. */
static unsigned complete(struct app *app, bool backwards)
{
    struct app_columns *columns = &app->columns;
    char line[PROMPT_SIZE];
    const char *text = columns->prompt.text, *last = text + strlen(text);
    while (last > text && last[-1] != ' ' && last[-1] != ',')
        last--;
    size_t before = (size_t)(last - text);
    int place = CONFIG_COLUMNS_MOST;
    while (--place >= 0 && strcmp(config_columns_name((enum config_column)place), last) != 0)
        ;
    if (place < 0 || !is_offered(last, columns->typed, text, before))
        snprintf(columns->typed, sizeof columns->typed, "%s", last);
    if (place < 0)
        place = backwards ? 0 : CONFIG_COLUMNS_MOST - 1;
    for (int i = 0; i < CONFIG_COLUMNS_MOST; i++) {
        place = (place + (backwards ? CONFIG_COLUMNS_MOST - 1 : 1)) % CONFIG_COLUMNS_MOST;
        const char *name = config_columns_name((enum config_column)place);
        if (!is_offered(name, columns->typed, text, before))
            continue;
        snprintf(line, sizeof line, "%.*s%s", (int)before, text, name);
        prompt_start(&columns->prompt, line);
        break;
    }
    return app_prompt_changed(app);
}

static const struct app_prompt prompt = {
    .sign = "|",
    .hint = N_("columns in their order, as: start caller length queue; Tab completes them"),
    .accept = choose,
    .complete = complete,
};

unsigned browse_edit_columns(struct app *app)
{
    char names[PROMPT_SIZE];
    app->columns.typed[0] = '\0';
    prompt_start(&app->columns.prompt, names_of(&app->columns.shown, names));
    return app_prompt_open(app, &prompt, &app->columns.prompt);
}
