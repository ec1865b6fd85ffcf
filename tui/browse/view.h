/* A view is what the screen shows between its first and its last line. Views form a stack: the one on top draws and
 * gets the keys, the others keep their state. Plain data; app.h opens and closes them. */
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

/* The functions of a kind of views. Only `draw` draws. */
struct view_kind {
    /* Draws what is dirty (enum app_change). */
    void (*draw)(struct app *app, struct view *view, unsigned dirty);

    /* Leaves the terminal's cursor where the keys act. */
    void (*cursor)(const struct app *app, const struct view *view);

    /* Does a movement; does an action that is not ACTION_ANYWHERE. Both return enum app_change. */
    unsigned (*go)(struct app *app, struct view *view, enum move move);
    unsigned (*act)(struct app *app, struct view *view, const struct action *action);

    /* Frees the view, which has been taken off the stack. */
    void (*close)(struct app *app, struct view *view);

    /* Names of actions for the last line of the window, the most important first, ended by NULL. "open:its calls" has
     * a hint of its own. */
    const char *const *hints;

    /* Returns enum app_change. NULL: the wheel moves by lines, a click does nothing. */
    unsigned (*mouse)(struct app *app, struct view *view, const struct mouse_event *event);
};

enum { VIEW_WHEEL_LINES = 3 };

/* The first member of a view. */
struct view {
    const struct view_kind *kind;
    struct view *below; /* NULL: the first one */
};

/* Size of a text that says how dates, days and hours are understood. */
enum { VIEW_READING_SIZE = MOMENT_SIZE + WEEK_HOURS_SIZE };

/* The filter of a list as it is typed. */
struct view_filter {
    struct prompt prompt;
    struct filter parsed;            /* with the caller of the list; dates relative to when it was typed */
    struct filter_error error;       /* what is wrong with it */
    char reading[VIEW_READING_SIZE]; /* how its dates, days and hours are understood; "" if it has none */
    bool refused;                    /* the user has tried to accept it although it is wrong */
    bool is_of_before; /* restored from the last run: the first character that is typed replaces it */
};

/* The timeline of calls over time below a list. */
struct view_timeline {
    struct timeline timeline;
    struct list_query query; /* the list for which it was computed */
    uint64_t number;         /* of the summary from which it was */
    unsigned columns;        /* the width for which it was */
    bool is_near;            /* the user wants it by `unit`, around the selection */
    enum calendar_unit unit;
    struct calendar_period wanted; /* the period that was gone to last */
    int64_t wanted_at;             /* the time at which the list was shown for it, ticks */
    int pending;                   /* periods to go on when the list has been read there */
};

/* A list of recordings, and what the user has chosen for it. */
struct list_view {
    struct view base;
    int64_t agent;                   /* PAGE_ALL_AGENTS: all */
    char caller[FILTER_CALLER_SIZE]; /* the calls of this caller only; "": of all */
    struct list_sorting sorting;
    bool oldest_first;
    enum layout_pane focus;
    struct view_filter filter;
    struct recording_list list;
    struct search_completeness searched; /* how complete the list is, see list_view_look */
    struct view_timeline timeline;
    int64_t filled_agent; /* with `filled_call`: the recording before which missing ones were fetched last */
    int64_t filled_call;
};

#endif
