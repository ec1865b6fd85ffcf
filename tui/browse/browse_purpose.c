#include "tui/browse/browse_purpose.h"

#include "net/base/translate.h"

#include <string.h>

static unsigned go_on(struct app *app)
{
    if (strspn(app->purpose.typed.text, " ") == app->purpose.typed.length)
        return app_prompt_leave(app) |
               app_say(app, ACCOUNT_WARNING,
                       tr("nothing is done: the configuration wants a purpose for the access log"));
    unsigned changes = app_prompt_leave(app);
    return changes | app->purpose.then(app);
}

unsigned browse_with_purpose(struct app *app, unsigned (*then)(struct app *app))
{
    static const struct app_prompt prompt = {
        .sign = "?",
        .hint = N_("why, for the access log, such as the number of the case"),
        .accept = go_on,
    };
    if (!app->options->config->purpose_required)
        return then(app);
    app->purpose.then = then;
    return app_prompt_open(app, &prompt, &app->purpose.typed);
}

const char *browse_purpose(const struct app *app)
{
    return app->options->config->purpose_required ? app->purpose.typed.text : NULL;
}
