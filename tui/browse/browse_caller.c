#include "tui/browse/browse_caller.h"

#include "model/account/account_audit.h"
#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/browse/browse_filter.h"
#include "tui/browse/list_view.h"

#include <stdio.h>
#include <string.h>

/* Why a caller's calls cannot be shown; NULL if they can. */
static const char *refusal(const struct app *app)
{
    const struct listed_recording *selected = app_selected(app);
    if (selected == NULL)
        return tr("no recording is selected whose caller's calls could be shown");
    if (app->view->caller[0] != '\0')
        return tr("these are the calls of this caller already");
    const char *caller = selected->recording.caller;
    if (caller == NULL || caller[0] == '\0')
        return tr("this call has no caller: such calls cannot be told apart by who called");
    if (!details_knows_caller(caller))
        return tr("this caller gives no number: such calls cannot be told apart by who called");
    return strlen(caller) < FILTER_CALLER_SIZE ? NULL : tr("this caller is too long to be looked for");
}

unsigned browse_caller(struct app *app)
{
    const char *why = refusal(app);
    if (why != NULL)
        return app_say(app, ACCOUNT_INFORMATION, "%s", why);
    const struct list_view *from = app->view;
    const struct listed_recording *selected = list_selected(&from->list);
    list_view_open(app, from->base.kind);
    snprintf(app->view->caller, sizeof(app->view->caller), "%s", selected->recording.caller);
    browse_read_filter(app, timestamp_now());
    app->view->focus = LAYOUT_RECORDINGS;
    app_take_agent(app, PAGE_ALL_AGENTS);
    const struct audit_entry entry = {.action = "search", .filter = app->view->caller};
    account_note(app->account, 0, &entry);
    const struct list_query query = app_chosen(app);
    list_show_at(&app->view->list, &query, selected);
    return CHANGED_LAYOUT;
}
