/* A view on top of a list that counts its calls in groups (by agent, queue, day, hour or weekday). The calls of a
 * group open as a list. */
#ifndef TUI_BROWSE_NUMBERS_VIEW_H
#define TUI_BROWSE_NUMBERS_VIEW_H

#include "model/query/list_groups.h"
#include "tui/browse/app.h"

struct numbers_view {
    struct view base;
    struct app *app;
    enum list_grouping grouping;
    struct list_groups *known; /* owned; of that grouping, NULL until they have been read */
    struct failure failure;    /* of the last reading */
    size_t selected;           /* group */
    size_t top;                /* first group on the screen */
    int64_t pending;           /* lines to move when the groups are there */
    bool is_entering;          /* open the calls of the selected one then */

    bool is_all; /* everything that can be in the list had been fetched when the groups were asked for */
    struct bits whole; /* owned; indices of the groups of which everything had been */

    /* What was asked for last. */
    bool was_asked; /* the following is set */
    bool is_asked;  /* the answer has not come yet */
    struct list_query query;
    enum list_grouping asked_grouping;
    bool utc;
    uint64_t
        number; /* of the list's summary then (summary_watch.h); if that is another one, groups are asked for again */
    bool had_all;       /* for `is_all` of the answer */
    struct bits agents; /* owned; numbers of the agents that were complete then */
};

/* Puts one on top. Functions that return unsigned return enum app_change. */
unsigned numbers_view_open(struct app *app, const struct view_kind *kind);

/* `close` of struct view_kind. */
void numbers_view_close(struct app *app, struct view *view);

unsigned numbers_view_turn(struct numbers_view *view,
                           int direction); /* to the next or previous grouping, wrapping around */
unsigned numbers_view_select(struct numbers_view *view, int64_t lines);
unsigned numbers_view_enter(struct numbers_view *view); /* the calls of the selected group, as a list */

/* Whether everything of a group has been fetched. */
bool numbers_view_is_whole(const struct numbers_view *view, size_t index);

/* Asks for the groups if they are not those of the list as it is now. To be called before the loop sleeps. */
void numbers_view_follow(struct numbers_view *view);

#endif
