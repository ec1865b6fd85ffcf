#include "tui/browse/browse_period.h"

#include "model/time/timestamp.h"
#include "tui/browse/browse_time.h"
#include "tui/browse/strip_view.h"

#include <stdio.h>

static const char counting[] = "the calls of this list are still being counted";

/* In a direction; 0: at all. */
static unsigned say_no_period(struct app *app, int direction)
{
    char text[EXTENT_SIZE];
    snprintf(text, sizeof(text), "no %s in this list%s",
             direction < 0   ? "earlier calls"
             : direction > 0 ? "later calls"
                             : "calls with a time",
             searched_so_far(&app->searched));
    return app_say(app, ACCOUNT_INFORMATION, text);
}

/* Whether the reader is, or will be as soon as that is read, where he went by such a period. */
static bool is_at_sought(const struct app *app, const struct strip *strip)
{
    const struct app_strip *view = &app->strip;
    const struct calendar_period period = calendar_period_at(strip->unit, view->sought.begin, strip->utc);
    bool is_such = period.begin == view->sought.begin && period.end == view->sought.end;
    return is_such && app->list.at_time && app->list.time == view->sought_at;
}

/* The period from which a move goes: the one that was gone to last, since the recording that was found there
 * may have begun a little before it, or that of the selection. */
static struct calendar_period present_period(const struct app *app, const struct strip *strip)
{
    const struct overview *overview = glance_of(&app->glance, &app->list.shown);
    int64_t place = strip_view_place(app);
    if (is_at_sought(app, strip))
        place = app->strip.sought.begin;
    else if (place == TIMESTAMP_NONE)
        place = overview->last;
    return calendar_period_at(strip->unit, place, strip->utc);
}

/* There is no other period with calls; if that may be only for want of fetching, that is what is done or
 * said.
 */
static unsigned seek_period(struct app *app, int direction, int64_t begin)
{
    const struct overview *overview = glance_of(&app->glance, &app->list.shown);
    bool is_sought = direction < 0 && !overview_holds(overview, INT64_MIN, begin, timestamp_now());
    if (is_sought && app->options->account.offline)
        return app_say(app, ACCOUNT_INFORMATION, "what came before has not been fetched");
    if (!is_sought)
        return say_no_period(app, direction);
    app_show_time(app, begin - 1);
    browse_fetch_around(app, begin - 1);
    return CHANGED_NOTHING;
}

/* Of a list with the oldest first the beginning of the period is shown, else its end. */
static void go_to_period(struct app *app, const struct overview *overview,
                         const struct calendar_period *period)
{
    const int64_t quarter = 900 * TIMESTAMP_SECOND;
    int64_t time = period->end - 1;
    if (app->oldest_first)
        time = overview_after(overview, period->begin) + quarter - 1;
    app_show_time(app, time);
    app->strip.sought = *period;
    app->strip.sought_at = time;
    if (!overview_holds(overview, period->begin, period->end, timestamp_now()))
        browse_fetch_around(app, time);
}

unsigned browse_move_period(struct app *app, int direction)
{
    unsigned changes = app->focus == LAYOUT_AGENTS ? app_focus(app, LAYOUT_RECORDINGS) : CHANGED_NOTHING;
    const struct strip *strip = strip_view_update(app);
    const struct overview *overview = glance_of(&app->glance, &app->list.shown);
    if (strip == NULL || overview == NULL)
        return changes | app_say(app, ACCOUNT_INFORMATION, counting);
    if (overview->first == TIMESTAMP_NONE)
        return changes | say_no_period(app, 0);
    if (list_is_waiting(&app->list) && !is_at_sought(app, strip)) {
        app->strip.owed += direction;
        return changes;
    }
    const struct calendar_period from = present_period(app, strip);
    int64_t found =
        direction < 0 ? overview_before(overview, from.begin) : overview_after(overview, from.end);
    if (found == TIMESTAMP_NONE)
        return changes | seek_period(app, direction, from.begin);
    const struct calendar_period to = calendar_period_at(strip->unit, found, strip->utc);
    go_to_period(app, overview, &to);
    return changes;
}

unsigned browse_period_came(struct app *app)
{
    unsigned changes = CHANGED_NOTHING;
    int owed = app->strip.owed;
    if (owed == 0 || list_is_waiting(&app->list))
        return changes;
    app->strip.owed = 0;
    for (; owed != 0; owed += owed > 0 ? -1 : 1)
        changes |= browse_move_period(app, owed > 0 ? 1 : -1);
    return changes;
}

/* Where the strip is not on the screen the reader is told by what he goes now. */
static unsigned say_unit(struct app *app, enum calendar_unit unit)
{
    char text[64];
    if (strip_view_rows(app->layout.panes[LAYOUT_RECORDINGS].rows) > 0)
        return CHANGED_NOTHING;
    snprintf(text, sizeof(text), "by %s now", strip_unit_name(unit));
    return app_say(app, ACCOUNT_INFORMATION, text);
}

unsigned browse_zoom(struct app *app, int direction)
{
    char text[EXTENT_SIZE];
    const struct strip *strip = strip_view_update(app);
    if (strip == NULL)
        return app_say(app, ACCOUNT_INFORMATION, counting);
    if (strip->count == 0)
        return say_no_period(app, 0);
    if (direction > 0 && strip->unit == CALENDAR_HOUR)
        return app_say(app, ACCOUNT_INFORMATION, "hours are the shortest periods");
    if (direction < 0 && !app->strip.is_near) {
        snprintf(text, sizeof text, "these are all calls of this list%s", searched_so_far(&app->searched));
        return app_say(app, ACCOUNT_INFORMATION, text);
    }
    app->strip.unit = (enum calendar_unit)((int)strip->unit - direction);
    app->strip.is_near = app->strip.unit < strip->unit_of_all;
    return CHANGED_LIST | say_unit(app, app->strip.unit);
}
