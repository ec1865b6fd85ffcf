#include "tui/browse/browse_match.h"

#include "net/base/translate.h"

void browse_keep_sought(struct app *app)
{
    const struct view_filter *filter = &app->view->filter;
    app->seeking.is_marked = false;
    if (filter->error.verdict == FILTER_GOOD && filter->prompt.length > 0)
        app->seeking.filter = filter->parsed;
}

const struct filter *browse_marks(const struct app *app)
{
    return app->seeking.is_marked ? &app->seeking.filter : &app->view->searched.scope.query.filter;
}

/* The row that follows the selected one, which need not match itself; NULL if there is none. */
static const struct listed_recording *neighbour(const struct page *page, int direction)
{
    size_t at = page->anchor;
    if (direction > 0)
        at += page->anchor_found;
    else if (at-- == 0)
        return NULL;
    return at < page->count ? &page->rows[at] : NULL;
}

static void on_match(void *context, struct page *page, const struct failure *failure)
{
    struct app *app = context;
    (void)failure; /* has been told */
    if (page == NULL)
        return;
    const struct listed_recording *match = neighbour(page, app->seeking.direction);
    struct list_query query = app_chosen(app);
    bool is_same = app->view == app->seeking.view && query.agent == app->seeking.agent;
    if (is_same && match != NULL) {
        app->seeking.is_marked = true;
        list_show_at(&app->view->list, &query, match);
        app->dirty |= CHANGED_LIST | CHANGED_DETAILS | CHANGED_BOTTOM | app_focus(app, LAYOUT_RECORDINGS);
    } else if (is_same) {
        query.filter = app->seeking.filter;
        bool is_down = app->seeking.direction > 0, has_all = app_has_all(app, &query);
        app->dirty |= app_say(app, ACCOUNT_INFORMATION,
                              is_down && has_all ? tr("no call further down matches /%s")
                              : is_down          ? tr("no call further down matches /%s so far")
                              : has_all          ? tr("no call further up matches /%s")
                                                 : tr("no call further up matches /%s so far"),
                              app->seeking.filter.text);
    }
    page_free(&page);
}

unsigned browse_seek(struct app *app, int direction)
{
    struct view *top = app->top;
    const struct listed_recording *selected = list_selected(&app->view->list);
    if (app->view->filter.prompt.length > 0) /* all rows match */
        return top->kind->go(app, top, direction > 0 ? MOVE_DOWN : MOVE_UP);
    if (app->seeking.filter.text[0] == '\0')
        return app_say(app, ACCOUNT_INFORMATION,
                       tr("nothing has been filtered yet that could be found again"));
    if (selected == NULL)
        return CHANGED_NOTHING;
    struct page_request request = {.query = app_chosen(app), .anchor = PAGE_AT, .before = 1, .after = 2};
    request.query.filter = app->seeking.filter;
    filter_take_caller(&request.query.filter, app->view->caller);
    recording_key_set(&request.key, selected);
    app->seeking.direction = direction;
    app->seeking.view = app->view;
    app->seeking.agent = request.query.agent;
    queries_page_as(account_queries(app->account), QUERY_MATCH, &request, on_match, app);
    recording_key_clear(&request.key);
    return app_turn_to_list(app);
}
