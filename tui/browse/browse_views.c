#include "tui/browse/browse_views.h"

#include "net/base/translate.h"
#include "tui/browse/browse_copy.h"
#include "tui/browse/browse_filter.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 40 };

static const char *account_of(const struct app *app)
{
    return account_status(app->account)->label;
}

static bool is_taken(const struct app *app, const char *name)
{
    struct saved_views views = {NULL, 0, 0};
    saved_views_read(&views, account_of(app));
    bool is_taken = saved_views_find(&views, name) != NULL;
    saved_views_clear(&views);
    return is_taken;
}

/* `done` has a place for the name. */
static unsigned tell(struct app *app, bool is_done, const char *done, const char *name,
                     const struct failure *failure)
{
    char shown[4 * SHOWN];
    app->views.has_changed = true;
    if (!is_done)
        return CHANGED_SHEET | app_say_failure(app, ACCOUNT_ERROR, failure);
    return CHANGED_SHEET |
           app_say(app, ACCOUNT_INFORMATION, "%s: %s", done, text_fit(shown, sizeof shown, name, SHOWN));
}

/* What the list shows, under the name that was typed. */
static bool put(struct app *app, struct failure *failure)
{
    struct saved_view view = {.shown = app_view_lines(app)};
    char *filter = browse_copy_filter(app->view), *name = saved_views_name(app->views.name.text);
    snprintf(view.name, sizeof view.name, "%s", name);
    snprintf(view.shown.filter, sizeof view.shown.filter, "%s", filter);
    bool fits = strlen(filter) < sizeof view.shown.filter;
    if (!fits)
        failure_set(failure, FAILURE_USAGE, tr("leave something out"), "%s", tr("the filter is too long"));
    free(filter);
    free(name);
    return fits && saved_views_put(account_of(app), &view, failure);
}

static unsigned save(struct app *app)
{
    struct failure failure;
    bool is_saved = put(app, &failure);
    return tell(app, is_saved, tr("saved; v lists the searches"), app->views.name.text, &failure);
}

static void replace_question(const struct app *app, char text[APP_QUESTION_SIZE])
{
    char shown[4 * SHOWN];
    snprintf(text, APP_QUESTION_SIZE, tr("A search of that name is there: %s. Put this one in its place?"),
             text_fit(shown, sizeof shown, app->views.name.text, SHOWN));
}

static unsigned accept_name(struct app *app)
{
    static const struct app_prompt replace_prompt = {.question = replace_question, .accept = save};
    char *name = saved_views_name(app->views.name.text);
    if (name == NULL)
        return app_refuse(app, tr("a name has at least one letter"));
    bool asks = is_taken(app, name);
    free(name);
    app_prompt_leave(app);
    if (!asks)
        return save(app);
    return app_ask(app, &replace_prompt);
}

static const struct app_prompt name_prompt = {
    .sign = "=",
    .hint = N_("a name for this search, for example: long calls of last week"),
    .accept = accept_name,
};

unsigned browse_save_view(struct app *app)
{
    if (!app_types_filter(app))
        return CHANGED_NOTHING;
    const struct app_prompt *asking = app->asking;
    unsigned changes = asking->accept(app); /* kept, unless it cannot be read */
    if (app_types_filter(app))
        return changes;
    if (app->options->account.no_archive)
        return changes |
               app_say(app, ACCOUNT_INFORMATION, tr("with --no-archive nothing is kept, no search either"));
    prompt_start(&app->views.name, "");
    return changes | app_prompt_open(app, &name_prompt, &app->views.name);
}

unsigned browse_open_view(struct app *app, const struct saved_view *view)
{
    const struct view_lines *shown = &view->shown;
    int64_t number = shown->has_agent ? account_find_agent(app->account, &shown->agent) : PAGE_ALL_AGENTS;
    if (shown->has_agent && number == 0)
        return app_say(app, ACCOUNT_INFORMATION, tr("the agent of this search is not known here"));
    while (app->top->below != NULL)
        app_pop(app);
    app_take_agent(app, number);
    app->view->sorting = shown->sorting;
    app->view->oldest_first = shown->oldest_first;
    unsigned changes = CHANGED_LAYOUT | app_focus(app, LAYOUT_RECORDINGS);
    browse_restore_filter(app, shown->filter);
    if (shown->filter[0] != '\0' && app->view->filter.prompt.length == 0)
        changes |= app_say(app, ACCOUNT_INFORMATION, tr("the filter of this search cannot be read"));
    browse_note_search(app);
    app_show(app, LIST_AT_FIRST);
    list_set_filling(&app->view->list, app_has_gaps(app));
    return changes;
}

static unsigned accept_new_name(struct app *app)
{
    struct failure failure;
    char *name = saved_views_name(app->views.name.text);
    if (name == NULL)
        return app_refuse(app, tr("a name has at least one letter"));
    bool is_same = strcmp(name, app->views.chosen) == 0;
    if (!is_same && is_taken(app, name)) {
        free(name);
        return app_refuse(app, tr("another search is called so"));
    }
    app_prompt_leave(app);
    bool is_done = is_same || saved_views_rename(account_of(app), app->views.chosen, name, &failure);
    unsigned changes = tell(app, is_done, tr("it is called so now"), name, &failure);
    free(name);
    return changes;
}

unsigned browse_rename_view(struct app *app, const char *name)
{
    static const struct app_prompt prompt = {
        .sign = "=", .hint = N_("another name for this search"), .accept = accept_new_name};
    snprintf(app->views.chosen, sizeof app->views.chosen, "%s", name);
    prompt_start(&app->views.name, name);
    return app_prompt_open(app, &prompt, &app->views.name);
}

static void delete_question(const struct app *app, char text[APP_QUESTION_SIZE])
{
    char shown[4 * SHOWN];
    snprintf(text, APP_QUESTION_SIZE, tr("Delete the search %s? No recording goes with it."),
             text_fit(shown, sizeof shown, app->views.chosen, SHOWN));
}

static unsigned delete_chosen(struct app *app)
{
    struct failure failure;
    bool is_done = saved_views_remove(account_of(app), app->views.chosen, &failure);
    return tell(app, is_done, tr("deleted"), app->views.chosen, &failure);
}

unsigned browse_ask_delete_view(struct app *app, const char *name)
{
    static const struct app_prompt prompt = {.question = delete_question, .accept = delete_chosen};
    snprintf(app->views.chosen, sizeof app->views.chosen, "%s", name);
    return app_ask(app, &prompt);
}

bool browse_views_changed(struct app *app)
{
    bool has_changed = app->views.has_changed;
    app->views.has_changed = false;
    return has_changed;
}
