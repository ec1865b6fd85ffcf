/* What the screen shows, as a stack: keys act on the view at the top, which draws; those below it keep their
 * state until they are at the top again. Plain data; app.h opens and closes them. */
#ifndef TUI_BROWSE_VIEW_H
#define TUI_BROWSE_VIEW_H

#include "model/filter/filter_parse.h"
#include "tui/draw/layout.h"
#include "tui/input/actions.h"
#include "tui/input/mouse_sequence.h"
#include "tui/input/prompt.h"
#include "tui/list/recording_list.h"
#include "tui/list/timeline.h"
#include "tui/words/moment.h"
#include "tui/words/search_completeness.h"

#include <stdbool.h>
#include <stdint.h>

struct app;
struct view;

/* They change the app and say what has to be drawn; only `draw` draws. */
struct view_kind {
    /* What is dirty of it, between the first and the last line of the window. */
    void (*draw)(struct app *app, struct view *view, unsigned dirty);

    /* Leaves the cursor where the keys act. */
    void (*cursor)(const struct app *app, const struct view *view);

    /* Moves in it, and does an action of a list where it lies on one; both return enum app_change. */
    unsigned (*go)(struct app *app, struct view *view, enum move move);
    unsigned (*act)(struct app *app, struct view *view, const struct action *action);

    /* Frees it. */
    void (*close)(struct app *app, struct view *view);

    /* For the last line of the window, the most wanted first; ended by NULL. "open:its calls": in other words. */
    const char *const *hints;

    /* Returns enum app_change. NULL: the wheel moves by lines, and a click does nothing. */
    unsigned (*mouse)(struct app *app, struct view *view, const struct mouse_event *event);
};

enum { VIEW_WHEEL_LINES = 3 };

/* The first member of a view. */
struct view {
    const struct view_kind *kind;
    struct view *below; /* NULL: the first one */
};

/* What dates, days and hours that are typed mean, in words. */
enum { VIEW_READING_SIZE = MOMENT_SIZE + WEEK_HOURS_SIZE };

/* The filter of a list as it is typed. */
struct view_filter {
    struct prompt prompt;
    struct filter parsed;            /* with the caller of the list; as of when it was typed */
    struct filter_error error;       /* what is wrong in it */
    char reading[VIEW_READING_SIZE]; /* what dates, days and hours in it mean; "" for none */
    bool refused;                    /* it was to be kept in spite of that */
    bool is_of_before;               /* of the last time: what is typed first takes its place */
};

/* The timeline of calls over time below a list. */
struct view_timeline {
    struct timeline timeline;
    struct list_query query; /* of the list that it was laid out for last */
    uint64_t number;         /* of the answer by which it was laid out */
    unsigned columns;        /* for which it was */
    bool is_near;            /* the reader wants it by `unit`, around the selection */
    enum calendar_unit unit;
    struct calendar_period wanted; /* the period that was gone to last, */
    int64_t wanted_at;             /* and the time that the list was asked for then */
    int pending;                   /* periods to go on when the list is where it was told to go */
};

/* A list of recordings, and what the reader has chosen for it. */
struct list_view {
    struct view base;
    int64_t agent;
    char caller[FILTER_CALLER_SIZE]; /* whose calls they are, of all agents; "": everybody's */
    struct list_sorting sorting;
    bool oldest_first;
    enum layout_pane focus;
    struct view_filter filter;
    struct recording_list list;
    struct search_completeness searched; /* what the list rests on, as last drawn */
    struct view_timeline timeline;
    int64_t filled_agent; /* what may be missing before this recording was asked for last */
    int64_t filled_call;
};

#endif
