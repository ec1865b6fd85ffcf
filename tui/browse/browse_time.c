#include "tui/browse/browse_time.h"

#include "model/account/account_fetch.h"
#include "model/time/timestamp.h"
#include "model/time/when.h"
#include "net/base/translate.h"
#include "tui/browse/browse_deck.h"
#include "tui/browse/browse_sort.h"
#include "tui/draw/text.h"
#include "tui/list/recording_list_days.h"
#include "tui/words/moment.h"

#include <stdio.h>

void browse_fetch_around(struct app *app, int64_t time)
{
    for (size_t i = 0; i < account_agent_count(app->account); i++) {
        const struct agent_summary *agent = account_agent(app->account, i);
        bool is_meant = app->view->agent == agent->agent ||
                        (app->view->agent == PAGE_ALL_AGENTS && agent->completeness != AGENT_UNFETCHED);
        bool is_there = agent->completeness == AGENT_COMPLETE ||
                        (agent->fetched_from != TIMESTAMP_NONE && agent->fetched_from <= time);
        if (is_meant && !is_there)
            account_fetch_around(app->account, agent->agent, time);
    }
}

static unsigned go_to_time(struct app *app)
{
    struct when when;
    struct failure failure;
    if (app->time.length == 0)
        return app_prompt_leave(app);
    if (!when_parse(&when, app->time.text, timestamp_now(), app->utc, &failure))
        return app_refuse(app, "%s; %s", failure.what, failure.advice);
    int64_t time = app->view->oldest_first ? when.begin : when.end - 1;
    snprintf(app->time_before, sizeof app->time_before, "%s", app->time.text);
    app_show_time(app, time);
    browse_fetch_around(app, time);
    return app_prompt_leave(app) | app_focus(app, LAYOUT_RECORDINGS);
}

static const char *time_reading(const struct app *app, char text[VIEW_READING_SIZE])
{
    struct when when;
    struct failure failure;
    text[0] = '\0';
    if (when_parse(&when, app->time.text, timestamp_now(), app->utc, &failure))
        moment_period(text, when.begin, when.end, app->utc);
    if (text[0] != '\0' && when_counts_m(app->time.text))
        text_append(text, VIEW_READING_SIZE, "; %s", tr("m is months, min minutes"));
    return text;
}

static unsigned recall(struct app *app, bool older)
{
    prompt_start(&app->time, older ? app->time_before : "");
    return app_prompt_changed(app);
}

static const struct app_prompt time_prompt = {
    .sign = "@",
    .hint = N_("a date or time: 2024-05-03, 3 May 14:00, yesterday, -2w"),
    .reading = time_reading,
    .accept = go_to_time,
    .recall = recall,
};

unsigned browse_edit_time(struct app *app)
{
    unsigned changes = CHANGED_NOTHING;
    if (app->view->focus == LAYOUT_DECK)
        return browse_deck_edit_place(app);
    if (browse_sort_hides_times(app, &changes))
        return changes;
    prompt_start(&app->time, "");
    return app_prompt_open(app, &time_prompt, &app->time) | app_turn_to_list(app);
}

static unsigned say_no_day(struct app *app, int direction)
{
    return app_say(app, ACCOUNT_INFORMATION, "%s%s",
                   direction < 0 ? tr("no earlier day with recordings in this list")
                                 : tr("no later day with recordings in this list"),
                   search_completeness_so_far(&app->view->searched));
}

/* There is no other day in the list; if it may be only for want of fetching, that is what is done or said. */
static unsigned seek_day(struct app *app, int direction, const struct list_border *border)
{
    bool is_sought = border->has_gap && direction < 0;
    if (is_sought && app->options->account.offline)
        return app_say(app, ACCOUNT_INFORMATION, tr("the days before this one have not been fetched"));
    if (!is_sought)
        return say_no_day(app, direction);
    app_show_time(app, border->time);
    return CHANGED_NOTHING;
}

unsigned browse_day_came(struct app *app)
{
    const struct list_border border = app->view->list.days.border;
    int direction = app->view->list.days.none;
    app->view->list.days.none = 0;
    if (direction == 0)
        return CHANGED_NOTHING;
    if (border.has_gap)
        browse_fetch_around(app, border.time);
    return seek_day(app, direction, &border);
}

unsigned browse_move_day(struct app *app, int direction)
{
    struct list_border border;
    unsigned changes =
        app->view->focus == LAYOUT_AGENTS ? app_focus(app, LAYOUT_RECORDINGS) : CHANGED_NOTHING;
    if (browse_sort_hides_times(app, &changes))
        return changes;
    enum list_day day = list_move_day(&app->view->list, direction, app->utc, &border);
    if (day == LIST_DAY_FOUND)
        changes |= CHANGED_LIST | CHANGED_DETAILS;
    else if (day == LIST_DAY_NONE)
        changes |= seek_day(app, direction, &border);
    else if (border.has_gap)
        list_set_filling(&app->view->list, app_has_gaps(app));
    if (border.has_gap)
        browse_fetch_around(app, border.time);
    return changes;
}
