/* What the user does to the lists: choosing and opening agents, filters, order, refreshing. All return enum
 * app_change. */
#ifndef TUI_BROWSE_BROWSE_H
#define TUI_BROWSE_BROWSE_H

#include "tui/browse/app.h"

/* Shows what the archive has of the agent in that row of the agents (0: all); fetches nothing. */
unsigned browse_choose(struct app *app, size_t row);

/* Shows what the configuration has the first screen show, before the loop runs; keeps what is shown for the
 * next time, if it is then to be shown. */
void browse_begin(struct app *app);
void browse_end(struct app *app);

/* Fetches the chosen agent's recordings and goes to the list. */
unsigned browse_open(struct app *app);

/* All calls of the selected recording's caller, over all agents, as a list of its own; back to the list from
 * which it was opened; and giving that one up, because another is to be shown. */
unsigned browse_story(struct app *app);
unsigned browse_leave_story(struct app *app);
void browse_forget_story(struct app *app);

/* The roster changed: the chosen agent keeps its place; the one of the command line is opened when it is
 * there. */
unsigned browse_roster_changed(struct app *app);

unsigned browse_edit_filter(struct app *app);
unsigned browse_filter_changed(struct app *app);
unsigned browse_keep_filter(struct app *app); /* unless something is wrong in it */
unsigned browse_drop_filter(struct app *app);
void browse_restore_filter(struct app *app, const char *text); /* before anything is shown */
unsigned browse_complete_filter(struct app *app, bool backwards);
unsigned browse_recall_filter(struct app *app, bool older); /* from the filters that were kept before */

unsigned browse_edit_time(struct app *app);
unsigned browse_go_to_time(struct app *app); /* as typed; says so if it cannot be read */
unsigned browse_leave_time(struct app *app);
unsigned browse_move_day(struct app *app, int direction); /* 1: to the next day with recordings, -1: back */
unsigned browse_day_came(struct app *app);                /* or not: says so */

/* To the next period with calls of the strip below the list, or with -1 to the one before; the strip by the
 * next shorter unit, around the selection, or with -1 by the next longer one. */
unsigned browse_move_period(struct app *app, int direction);
unsigned browse_period_came(struct app *app); /* the list is where it was told to go, perhaps */
unsigned browse_zoom(struct app *app, int direction);

unsigned browse_reverse(struct app *app);
unsigned browse_zone(struct app *app);
unsigned browse_refresh(struct app *app);
void browse_fetch(struct app *app);             /* what is missing of what is chosen */
unsigned browse_fetch_missing(struct app *app); /* of what can be in the list, which may be filtered */
void browse_update_searched(struct app *app);
bool browse_is_whole(const struct app *app); /* the filtered list, as last drawn, lacks nothing */
/* What is being fetched goes on with what can be in the list that is chosen, once typing has rested or at
 * once. */
void browse_prefer_later(struct app *app);
void browse_prefer(struct app *app);
/* Fetches what the reader is about to come to and may be missing. To be called before the loop sleeps. */
void browse_fetch_ahead(struct app *app);
void browse_show_time(struct app *app, int64_t time);
void browse_fetch_around(struct app *app, int64_t time); /* of agents without the recordings of that time */
unsigned browse_ask_anew(struct app *app);               /* asks whether to */
unsigned browse_ask_loss(struct app *app); /* if the server no longer gives what the chosen agent has */
unsigned browse_fetch_anew(struct app *app);
unsigned browse_stop(struct app *app);

/* What is chosen now, as a question. */
struct list_query browse_chosen(const struct app *app);
bool browse_has_all(const struct app *app);  /* of what can be in the list that is shown */
bool browse_has_gaps(const struct app *app); /* not all of it is there, or nothing is */

/* " so far" unless the number of matches of the list rests on everything, as it is now. */
const char *browse_so_far(const struct app *app);

/* The row in which an agent stands, 0 if there is no such agent. */
size_t browse_row_of_agent(const struct app *app, int64_t number);

/* Asks the list for what is chosen now. */
void browse_show(struct app *app, enum list_place place);

/* Moves the focus to a pane. */
unsigned browse_focus(struct app *app, enum layout_pane pane);
unsigned browse_next_pane(struct app *app, int direction, bool around);
unsigned browse_back(struct app *app, bool may_quit);

/* Shows one line and keeps it in the log. */
unsigned browse_say(struct app *app, enum account_level level, const char *text);

#endif
