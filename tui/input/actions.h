/* What the user can do by a key. An action is a row of a table: its name (for the configuration), default keys, help
 * and function. The key map, the help on the screen, the manual and the README are generated from that table, which
 * lies in tui/screen, above everything that it calls. */
#ifndef TUI_INPUT_ACTIONS_H
#define TUI_INPUT_ACTIONS_H

#include <stdint.h>

struct app;

/* Where an action works. */
enum action_where {
    ACTION_ANYWHERE,
    ACTION_OF_LIST,     /* on the visible list: details that cover it are closed first */
    ACTION_OF_CHOSEN,   /* on the list, also while details cover it */
    ACTION_OF_SELECTED, /* the same; the key waits until the list and its selection have been read */
    ACTION_OF_NOTED,    /* the same; the key waits until marks and notes have been read, too */
    ACTION_OF_PROMPT,   /* while something is typed; the same key can have another meaning elsewhere */
};

struct action {
    enum action_where where;
    const char *section; /* heading in the help */
    const char *name;    /* in [keys] of the configuration */
    const char *keys;    /* default keys, separated by blanks */
    const char *help;
    const char *hint;                 /* a word for the bottom line; NULL if it never stands there */
    unsigned (*run)(struct app *app); /* returns enum app_change; NULL: `run_by` does it with `argument` */
    unsigned (*run_by)(struct app *app, int argument);
    int argument;
    /* The hint at this moment, untranslated; returns NULL if the action is of no use now. The pointer is NULL where the
     * hint is always `hint`. */
    const char *(*hint_now)(const struct app *app, const struct action *action);
};

/* Calls the action's function. Returns enum app_change. */
unsigned actions_run(const struct action *action, struct app *app);

/* The row of that name; NULL if there is none. The table ends with a row without a name. */
const struct action *actions_find(const struct action *table, const char *name);

/* Movements, which every view does in its own way. */
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

/* How many lines down a move goes in a pane of `height` lines, negative for up; 0 for MOVE_FIRST and all behind it. */
int64_t actions_lines(enum move move, int height);

#endif
