#include "tui/browse/browse_period.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/browse/browse_sort.h"
#include "tui/browse/browse_time.h"
#include "tui/browse/timeline_view.h"

static const char counting[] = N_("the calls of this list are still being counted");

/* In a direction; 0: at all. */
static unsigned say_no_period(struct app *app, int direction)
{
    return app_say(app, ACCOUNT_INFORMATION, "%s%s",
                   direction < 0   ? tr("no earlier calls in this list")
                   : direction > 0 ? tr("no later calls in this list")
                                   : tr("no calls with a time in this list"),
                   search_completeness_so_far(&app->view->searched));
}

/* Whether the reader is, or will be as soon as that is read, where the keys went by such a period. */
static bool is_at_wanted(const struct app *app, const struct timeline *timeline)
{
    const struct view_timeline *view = &app->view->timeline;
    const struct calendar_period period =
        calendar_period_at(timeline->unit, view->wanted.begin, timeline->utc);
    bool is_such = period.begin == view->wanted.begin && period.end == view->wanted.end;
    return is_such && app->view->list.at_time && app->view->list.time == view->wanted_at;
}

/* The period from which a move goes: the one that was gone to last, since the recording that was found there
 * may have begun a little before it, or that of the selection. */
static struct calendar_period present_period(const struct app *app, const struct timeline *timeline)
{
    const struct list_summary *summary = summary_watch_of(&app->summary_watch, &app->view->list.shown);
    int64_t place = timeline_view_place(app);
    if (is_at_wanted(app, timeline))
        place = app->view->timeline.wanted.begin;
    else if (place == TIMESTAMP_NONE)
        place = summary->last;
    return calendar_period_at(timeline->unit, place, timeline->utc);
}

/* There is no other period with calls; if that may be only for want of fetching, that is what is done or
 * said.
 */
static unsigned seek_period(struct app *app, int direction, int64_t begin)
{
    const struct list_summary *summary = summary_watch_of(&app->summary_watch, &app->view->list.shown);
    bool is_sought = direction < 0 && !list_summary_holds(summary, INT64_MIN, begin, timestamp_now());
    if (is_sought && app->options->account.offline)
        return app_say(app, ACCOUNT_INFORMATION, tr("what came before has not been fetched"));
    if (!is_sought)
        return say_no_period(app, direction);
    app_show_time(app, begin - 1);
    browse_fetch_around(app, begin - 1);
    return CHANGED_NOTHING;
}

/* Of a list with the oldest first the beginning of the period is shown, or the next call, else its end. */
static void go_to_period(struct app *app, const struct list_summary *summary,
                         const struct calendar_period *period)
{
    const int64_t quarter = 900 * TIMESTAMP_SECOND;
    int64_t time = period->end - 1, next = list_summary_after(summary, period->begin);
    if (app->view->oldest_first && next != TIMESTAMP_NONE)
        time = next + quarter - 1;
    app_show_time(app, time);
    app->view->timeline.wanted = *period;
    app->view->timeline.wanted_at = time;
    if (!list_summary_holds(summary, period->begin, period->end, timestamp_now()))
        browse_fetch_around(app, time);
}

unsigned browse_move_period(struct app *app, int direction)
{
    unsigned changes =
        app->view->focus == LAYOUT_AGENTS ? app_focus(app, LAYOUT_RECORDINGS) : CHANGED_NOTHING;
    if (browse_sort_hides_times(app, &changes))
        return changes;
    const struct timeline *timeline = timeline_view_update(app);
    const struct list_summary *summary = summary_watch_of(&app->summary_watch, &app->view->list.shown);
    if (timeline == NULL || summary == NULL)
        return changes | app_say(app, ACCOUNT_INFORMATION, tr(counting));
    if (summary->first == TIMESTAMP_NONE)
        return changes | say_no_period(app, 0);
    if (list_is_waiting(&app->view->list) && !is_at_wanted(app, timeline)) {
        app->view->timeline.pending += direction;
        return changes;
    }
    const struct calendar_period from = present_period(app, timeline);
    int64_t found =
        direction < 0 ? list_summary_before(summary, from.begin) : list_summary_after(summary, from.end);
    if (found == TIMESTAMP_NONE)
        return changes | seek_period(app, direction, from.begin);
    const struct calendar_period to = calendar_period_at(timeline->unit, found, timeline->utc);
    go_to_period(app, summary, &to);
    return changes;
}

unsigned browse_show_period(struct app *app, size_t column)
{
    const struct list_summary *summary = summary_watch_of(&app->summary_watch, &app->view->list.shown);
    const struct timeline *timeline = &app->view->timeline.timeline;
    unsigned changes = CHANGED_NOTHING;
    if (summary == NULL || column >= timeline->count || browse_sort_hides_times(app, &changes))
        return changes;
    const struct calendar_period period = timeline->columns[column].period;
    app->view->timeline.pending = 0;
    go_to_period(app, summary, &period);
    return CHANGED_NOTHING;
}

unsigned browse_period_came(struct app *app)
{
    unsigned changes = CHANGED_NOTHING;
    int pending = app->view->timeline.pending;
    if (pending == 0 || list_is_waiting(&app->view->list))
        return changes;
    app->view->timeline.pending = 0;
    for (; pending != 0; pending += pending > 0 ? -1 : 1)
        changes |= browse_move_period(app, pending > 0 ? 1 : -1);
    return changes;
}

/* Where the timeline is not on the screen the reader is told which periods the keys go by. */
static unsigned say_unit(struct app *app, enum calendar_unit unit)
{
    if (timeline_view_rows(app->layout.panes[LAYOUT_RECORDINGS].rows) > 0)
        return CHANGED_NOTHING;
    return app_say(app, ACCOUNT_INFORMATION, tr("by %s now"), timeline_unit_name(unit));
}

unsigned browse_zoom(struct app *app, int direction)
{
    const struct timeline *timeline = timeline_view_update(app);
    if (timeline == NULL)
        return app_say(app, ACCOUNT_INFORMATION, tr(counting));
    if (timeline->count == 0)
        return say_no_period(app, 0);
    if (direction > 0 && timeline->unit == CALENDAR_HOUR)
        return app_say(app, ACCOUNT_INFORMATION, tr("hours are the shortest periods"));
    if (direction < 0 && !app->view->timeline.is_near)
        return app_say(app, ACCOUNT_INFORMATION, "%s%s", tr("these are all calls of this list"),
                       search_completeness_so_far(&app->view->searched));
    app->view->timeline.unit = (enum calendar_unit)((int)timeline->unit - direction);
    app->view->timeline.is_near = app->view->timeline.unit < timeline->unit_of_all;
    return CHANGED_LIST | say_unit(app, app->view->timeline.unit);
}
