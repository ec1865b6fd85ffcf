/* The filter as it is typed. */
#include "model/timestamp.h"
#include "tui/browse.h"

unsigned browse_edit_filter(struct app *app)
{
    app->asking = ASKING_FILTER;
    app->prompt.cursor = app->prompt.length;
    if (app->prompt.length == 0)
        list_keep(&app->list);
    unsigned changes = CHANGED_BOTTOM;
    if (app->focus == LAYOUT_DETAILS)
        changes |= browse_focus(app, LAYOUT_RECORDINGS);
    return changes;
}

static void read_filter(struct app *app)
{
    struct filter filter;
    app->filter_typed_at = timestamp_now();
    app->filter_refused = false;
    filter_parse(&filter, app->prompt.text, app->filter_typed_at, app->utc, &app->filter_error);
}

unsigned browse_filter_changed(struct app *app)
{
    read_filter(app);
    browse_show(app, app->prompt.length == 0 ? LIST_AT_KEPT : LIST_AT_FIRST);
    app->list.touched = true;
    return CHANGED_BOTTOM;
}

unsigned browse_keep_filter(struct app *app)
{
    if (app->filter_error.verdict != FILTER_GOOD) {
        app->filter_refused = true;
        return CHANGED_BOTTOM;
    }
    app->asking = ASKING_NOTHING;
    return CHANGED_BOTTOM | browse_focus(app, LAYOUT_RECORDINGS);
}

unsigned browse_drop_filter(struct app *app)
{
    bool typing = app->asking == ASKING_FILTER, had = app->prompt.length > 0;
    app->asking = ASKING_NOTHING;
    prompt_start(&app->prompt, "");
    read_filter(app);
    if (had)
        browse_show(app, typing ? LIST_AT_KEPT : LIST_AT_SELECTED);
    return CHANGED_BOTTOM;
}
