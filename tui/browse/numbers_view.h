/* The numbers of the list that is shown, as a view on top of it: its calls in groups, whose calls open as a list. */
#ifndef TUI_BROWSE_NUMBERS_VIEW_H
#define TUI_BROWSE_NUMBERS_VIEW_H

#include "model/query/list_groups.h"
#include "tui/browse/app.h"

struct numbers_view {
    struct view base;
    struct app *app;
    enum list_grouping grouping;
    struct list_groups *known; /* owned; of that grouping, NULL until they are there */
    struct failure failure;    /* of the last reading */
    size_t selected;           /* of the groups */
    size_t top;                /* the first one on the screen */
    int64_t pending;           /* lines to move when they are there, */
    bool is_entering;          /* and whether the calls open then */

    bool is_all;       /* nothing that can be in the list was lacking when they were asked for */
    struct bits whole; /* owned; those of the groups of which nothing was */

    /* What was asked for last. */
    bool was_asked;
    bool is_asked; /* and is on its way */
    struct list_query query;
    enum list_grouping asked_grouping;
    bool utc;
    uint64_t number;    /* of the list's summary at that time: with another one there are others */
    bool had_all;       /* and what was there then */
    struct bits agents; /* owned; of whom everything was */
};

/* Puts one on top. Like all others but the last it returns enum app_change. */
unsigned numbers_view_open(struct app *app, const struct view_kind *kind);

/* The function of its kind. */
void numbers_view_close(struct app *app, struct view *view);

unsigned numbers_view_turn(struct numbers_view *view, int direction); /* to another grouping, around */
unsigned numbers_view_select(struct numbers_view *view, int64_t lines);
unsigned numbers_view_enter(struct numbers_view *view); /* the calls of the selected group, as a list */

/* Whether nothing is lacking of a group. */
bool numbers_view_is_whole(const struct numbers_view *view, size_t index);

/* Asks for what it lacks, if anything. */
void numbers_view_follow(struct numbers_view *view);

#endif
