#include "tui/screen/turn.h"

#include "tui/browse/browse.h"
#include "tui/browse/browse_bundle.h"
#include "tui/browse/browse_export.h"
#include "tui/browse/browse_fetch.h"
#include "tui/browse/browse_hold.h"
#include "tui/browse/browse_save.h"
#include "tui/screen/dispatch.h"
#include "tui/screen/drawing.h"
#include "tui/screen/numbers.h"

enum { STATUS_PACE = 100 /* ms between two drawings of the progress */ };

static void on_clock(uv_timer_t *timer)
{
    struct app *app = timer->data;
    app->dirty |= CHANGED_TOP;
}

/* The clock runs while there is progress to be seen. What changed since it last came round is drawn when it
 * stops. */
static void think_of_progress(struct app *app)
{
    const struct account_status *status = account_status(app->account);
    bool running = uv_is_active((uv_handle_t *)&app->clock) != 0,
         wanted = status->fetching > 0 || app->agents.changed;
    if (status->fetching > 0)
        progress_update(&app->progress, status->fetching_agent, status->fetched_rows, uv_now(&app->loop));
    if (wanted && !running)
        uv_timer_start(&app->clock, on_clock, STATUS_PACE, STATUS_PACE);
    if (!wanted && running) {
        uv_timer_stop(&app->clock);
        app->dirty |= CHANGED_TOP | CHANGED_LIST;
    }
}

/* The agents are drawn at once if they have not been for a while, else when the clock comes round. */
static void think_of_roster(struct app *app)
{
    bool paced = !app->agents.initial_wanted && uv_now(&app->loop) < app->agents.drawn_at + STATUS_PACE;
    if (!app->agents.changed || paced)
        return;
    app->agents.changed = false;
    app->agents.drawn_at = uv_now(&app->loop);
    app->dirty |= browse_roster_changed(app);
}

/* What goes with the list that is shown, once that has rested. */
static void follow_list(struct app *app)
{
    summary_watch_follow(&app->summary_watch, &app->view->list.wanted, app_types_filter(app));
    numbers_think(app);
    const struct listed_recording *selected = list_selected(&app->view->list);
    details_follow(&app->details, selected == NULL ? NULL : selected->recording.caller,
                   app->view->focus != LAYOUT_AGENTS &&
                       (layout_shows(&app->layout, LAYOUT_DETAILS) || app->top != &app->view->base));
}

/* What is asked of the archive and of the server for what is shown, and for what may be shown next. */
static void ask(struct app *app)
{
    list_think(&app->view->list);
    browse_fetch_ahead(app);
}

static void draw(struct app *app)
{
    if (!editor_is_open(&app->noting.editor))
        drawing_refresh(app);
}

/* The first rows are shown before anything more is read, and what a key has done before anything is asked for: whoever
 * answers takes the processor from this thread. Without rows there is nothing to be seen, and it is drawn meanwhile. */
void turn_run(struct app *app)
{
    app->dirty |= dispatch_held(app);
    drawing_place(app);
    think_of_roster(app);
    drawing_place(app);
    bool has_rows = app->view->list.page != NULL;
    if (!has_rows || app->is_started)
        follow_list(app);
    if (!has_rows)
        ask(app);
    think_of_progress(app);
    browse_hold_go_on(app);
    app->dirty |= browse_save_go_on(app) | browse_export_note(app) | browse_bundle_go_on(app);
    draw(app);
    if (has_rows && app->is_started) {
        ask(app);
        draw(app);
    }
    account_give_way(app->account,
                     list_is_waiting(&app->view->list) || uv_is_active((uv_handle_t *)&app->showing) != 0);
}
