#include "tui/browse/list_view.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/browse.h"
#include "tui/browse/browse_period.h"
#include "tui/browse/browse_time.h"
#include "tui/list/recording_list_days.h"

#include <stdlib.h>

/* Only the list that is shown asks. */
static void on_changed(void *context)
{
    struct app *app = context;
    list_finish_days(&app->view->list);
    app->dirty |= CHANGED_LIST | CHANGED_DETAILS | browse_day_came(app) | browse_period_came(app);
}

void list_view_open(struct app *app, const struct view_kind *kind)
{
    static const struct list_source source = {queries_page, queries_count, queries_cancel};
    struct list_view *view = memory_new(sizeof(*view));
    if (app->view != NULL)
        list_leave(&app->view->list);
    list_open(&view->list, &app->list_pace, &source, account_queries(app->account), on_changed, app);
    view->base.kind = kind;
    app->view = view;
    app_push(app, &view->base);
}

void list_view_close(struct app *app, struct view *view)
{
    struct list_view *closed = (struct list_view *)view;
    struct view *below = app->top;
    while (below != NULL && below->kind != view->kind)
        below = below->below;
    app->view = (struct list_view *)below;
    if (app_types_filter(app))
        app->asking = NULL;
    list_close(&closed->list);
    timeline_clear(&closed->timeline.timeline);
    free(closed);
    if (app->view != NULL)
        browse_return(app);
}

void list_view_look(struct app *app)
{
    const struct list_query *query =
        app->view->list.page == NULL ? &app->view->list.wanted : &app->view->list.shown;
    search_completeness_of(&app->view->searched, app->account, query);
    app->view->searched.utc = app->utc;
    if (!app->options->account.offline)
        app->view->searched.fetch_key = keymap_first(&app->keymap, "fetch-missing", app->fetch_key);
}

bool list_view_is_whole(const struct app *app)
{
    return app->view->list.shown.filter.text[0] != '\0' && scope_is_complete(&app->view->searched.tally);
}

const char *list_view_so_far(const struct app *app)
{
    const struct recording_list *list = &app->view->list;
    return !list_query_is_narrowed(&list->shown) || list_is_counted(list)
               ? search_completeness_so_far(&app->view->searched)
               : tr(" so far");
}
