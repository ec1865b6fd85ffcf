/* The one table of what the user can do: every action with its name (for the configuration), its default keys
 * and its help. The key map, the help on the screen and the manual are made from it. */
#ifndef TUI_INPUT_ACTIONS_H
#define TUI_INPUT_ACTIONS_H

#include <stddef.h>
#include <stdint.h>

enum action_id {
    ACTION_NONE,
    ACTION_UP,
    ACTION_DOWN,
    ACTION_PAGE_UP,
    ACTION_PAGE_DOWN,
    ACTION_HALF_UP,
    ACTION_HALF_DOWN,
    ACTION_FIRST,
    ACTION_LAST,
    ACTION_NEXT_PANE,
    ACTION_PREVIOUS_PANE,
    ACTION_RIGHT,
    ACTION_LEFT,
    ACTION_OPEN,
    ACTION_BACK,
    ACTION_FILTER,
    ACTION_DROP,
    ACTION_ORDER,
    ACTION_ZONE,
    ACTION_REFRESH,
    ACTION_FETCH_MISSING,
    ACTION_FETCH_ANEW,
    ACTION_STOP,
    ACTION_GO_TO_TIME,
    ACTION_DAY_BEFORE,
    ACTION_DAY_AFTER,
    ACTION_PERIOD_BEFORE,
    ACTION_PERIOD_AFTER,
    ACTION_ZOOM_IN,
    ACTION_ZOOM_OUT,
    ACTION_CALLER,
    ACTION_HELP,
    ACTION_LOG,
    ACTION_SUSPEND,
    ACTION_REDRAW,
    ACTION_QUIT,
    ACTION_PROMPT_ACCEPT,
    ACTION_PROMPT_CANCEL,
    ACTION_PROMPT_CLEAR,
    ACTION_PROMPT_WORD,
    ACTION_PROMPT_WORD_AFTER,
    ACTION_PROMPT_BACKSPACE,
    ACTION_PROMPT_DELETE,
    ACTION_PROMPT_LEFT,
    ACTION_PROMPT_RIGHT,
    ACTION_PROMPT_WORD_LEFT,
    ACTION_PROMPT_WORD_RIGHT,
    ACTION_PROMPT_START,
    ACTION_PROMPT_END,
    ACTION_PROMPT_COMPLETE,
    ACTION_PROMPT_COMPLETE_BACK,
    ACTION_PROMPT_OLDER,
    ACTION_PROMPT_NEWER,
    ACTION_COUNT
};

/* Where keys are looked up: one key can mean something else while a prompt is open. */
enum action_context { ACTIONS_BROWSE, ACTIONS_PROMPT, ACTIONS_CONTEXTS };

struct action {
    enum action_id id;
    enum action_context context;
    const char *section; /* heading in the help */
    const char *name;    /* in [keys] of the configuration */
    const char *keys;    /* default keys, separated by blanks */
    const char *help;
    const char *hint; /* one word for the bottom line; NULL if it never stands there */
};

/* In the order in which they are listed. */
const struct action *actions_table(size_t *count);
const struct action *actions_by_name(const char *name); /* NULL if there is none */
const struct action *actions_by_id(enum action_id id);

/* How many lines a moving action goes in a pane of `height` lines; 0 if it is none. First and last are not.
 */
int64_t actions_lines(enum action_id action, int height);

#endif
