/* What the user can do: an action is a row with its name (for the configuration), its default keys, its help and
 * what it does. The key map, the help on the screen, the manual and the README are made from a table of them,
 * which lies above all that it calls. */
#ifndef TUI_INPUT_ACTIONS_H
#define TUI_INPUT_ACTIONS_H

#include <stdint.h>

struct app;

/* Where an action can be done. */
enum action_where {
    ACTION_ANYWHERE,
    ACTION_OF_LIST,     /* where the list is seen: details that cover it are left before */
    ACTION_OF_CHOSEN,   /* where something is chosen in the list, also below its details */
    ACTION_OF_SELECTED, /* likewise, on the selected recording or the list: once that is there */
    ACTION_OF_NOTED,    /* likewise, and what is noted of it: once that is known */
    ACTION_OF_PROMPT,   /* while something is typed: a key can mean something else then */
};

struct action {
    enum action_where where;
    const char *section; /* heading in the help */
    const char *name;    /* in [keys] of the configuration */
    const char *keys;    /* default keys, separated by blanks */
    const char *help;
    const char *hint;                 /* one word for the bottom line; NULL if it never stands there */
    unsigned (*run)(struct app *app); /* returns enum app_change; NULL: */
    unsigned (*run_by)(struct app *app, int argument);
    int argument;
    /* That word as things are, to be translated; NULL: it is of no use now. Where this is NULL it always is. */
    const char *(*hint_now)(const struct app *app, const struct action *action);
};

/* Does it; returns enum app_change. */
unsigned actions_run(const struct action *action, struct app *app);

/* The row of that name; NULL if there is none. A table ends with a row without a name. */
const struct action *actions_find(const struct action *table, const char *name);

/* What every view does in its own way. */
enum move {
    MOVE_UP,
    MOVE_DOWN,
    MOVE_PAGE_UP,
    MOVE_PAGE_DOWN,
    MOVE_HALF_UP,
    MOVE_HALF_DOWN,
    MOVE_FIRST,
    MOVE_LAST,
    MOVE_LEFT,
    MOVE_RIGHT,
    MOVE_OPEN,
    MOVE_BACK,
    MOVE_DROP,
};

/* How many lines a move goes in a pane of `height` lines; 0 from MOVE_FIRST on. */
int64_t actions_lines(enum move move, int height);

#endif
