/* Everything that the running screen holds. Callbacks and panes change it and say what has to be drawn;
 * drawing.c draws. */
#ifndef TUI_BROWSE_APP_H
#define TUI_BROWSE_APP_H

#include "model/account/account.h"
#include "model/bundle/bundler.h"
#include "model/config/config.h"
#include "model/keep/hold_saver.h"
#include "model/keep/list_export.h"
#include "model/keep/saver.h"
#include "model/query/list_walk.h"
#include "tui/browse/view.h"
#include "tui/browse/view_lines.h"
#include "tui/draw/canvas.h"
#include "tui/draw/layout.h"
#include "tui/draw/theme.h"
#include "tui/input/completion.h"
#include "tui/input/filter_history.h"
#include "tui/input/keymap.h"
#include "tui/list/details.h"
#include "tui/list/messages.h"
#include "tui/list/summary_watch.h"
#include "tui/terminal/clipboard.h"
#include "tui/terminal/editor.h"
#include "tui/terminal/first_frame.h"
#include "tui/terminal/input.h"
#include "tui/terminal/terminal.h"
#include "tui/words/completeness.h"
#include "tui/words/progress.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct app;

enum app_change {
    CHANGED_NOTHING = 0,
    CHANGED_TOP = 1,
    CHANGED_BOTTOM = 2,
    CHANGED_AGENTS = 4,
    CHANGED_LIST = 8,
    CHANGED_DETAILS = 16,
    CHANGED_SHEET = 32,
    CHANGED_LAYOUT = 64, /* places are computed anew and everything is drawn */
    CHANGED_DECK = 128,
};

enum { APP_QUESTION_SIZE = 512, APP_CALLER_SIZE = 160 };

/* What the bottom line asks for: a text that is typed, or yes or no. The functions return enum app_change. */
struct app_prompt {
    /* Writes what wants y or n, or the keys that can be chosen; NULL: it is typed. */
    void (*question)(const struct app *app, char text[APP_QUESTION_SIZE]);
    unsigned (*choose)(struct app *app, key_code key); /* takes any key as the answer; NULL: y or n */
    bool is_filter;                                    /* what is typed is the filter of the view */
    const char *sign;                                  /* in front of it */
    const char *hint;                                  /* while nothing is */
    /* What is typed means; "" if that goes without saying, or it means nothing. NULL: it always does. */
    const char *(*reading)(const struct app *app, char text[VIEW_READING_SIZE]);
    unsigned (*accept)(struct app *app);
    unsigned (*cancel)(struct app *app);  /* of what is typed only, as all that follows; NULL: it is left */
    unsigned (*changed)(struct app *app); /* NULL: nothing but the line is */
    unsigned (*complete)(struct app *app, bool backwards); /* NULL: it cannot be */
    unsigned (*recall)(struct app *app, bool older);       /* likewise, from what was kept before */
};

struct app_options {
    const struct config *config;
    struct account_options account;
    const char *initial_agent_reference; /* opened at once; NULL opens the list of agents */
    const char *initial_agent_name;      /* the same by its name */
    bool fresh;                          /* nothing of the last time comes back */
    bool has_view;                       /* the list begins with these: */
    const char *filter;                  /* NULL: none */
    struct list_sorting sorting;
    bool oldest_first;
};

/* The pane of the agents; the first of them stands for all. */
struct app_agents {
    size_t row;           /* of the agent of the view */
    size_t top;           /* the first one on the screen */
    struct prompt sought; /* by name, as it was typed last */
    size_t sought_from;   /* the row at which that began */
    bool is_entered;      /* the reader has gone to the pane, or in it, and not only back */
    bool is_scrolled;     /* by the mouse: the row need not be on the screen until the next move */
    struct completeness_totals totals;
    int name_columns;    /* what their names take, within reason */
    int count_columns;   /* and the numbers of their recordings */
    bool changed;        /* since they were drawn, */
    uint64_t drawn_at;   /* in ms of the loop */
    bool initial_wanted; /* the one of the command line has not been opened yet */
};

/* What was filtered last, and is sought from match to match. */
struct app_seeking {
    struct filter filter;         /* empty: nothing was */
    bool is_marked;               /* its digits are, in callers */
    int direction;                /* of the question that is on its way, */
    const struct list_view *view; /* and of what it was asked */
    int64_t agent;
};

/* The completion of what is typed. */
struct app_completing {
    struct completion turn;
    int pending;                  /* Tab was pressed before the names had come: 1, Shift-Tab: -1 */
    bool names_asked;             /* and have not come */
    struct name_list queue_names; /* owned: what can be completed */
};

/* The columns of the lists, and how they are asked for. */
struct app_columns {
    struct config_columns shown;
    struct prompt prompt;
    char typed[PROMPT_SIZE]; /* the word that was completed last, as it was before */
};

/* An action that is asked for by its name. */
struct app_naming {
    struct prompt prompt;
    char typed[PROMPT_SIZE]; /* what was there before it was completed */
};

/* What was asked about last. */
struct app_question {
    int64_t agent;
    uint64_t lost; /* recordings that the server no longer gives */
};

/* What plays, as far as the deck of the account does not know it. */
struct app_deck {
    int64_t call; /* 0: none does */
    char *file;   /* of the recording that does, owned; "": it has none; NULL: none does yet */
    int64_t last; /* the one that was played last */
    char caller[APP_CALLER_SIZE];
    int64_t call_ms;     /* its length; below 0: not known */
    int rows;            /* that the pane has something for; 0: there is none */
    struct prompt place; /* to go to, as it was typed last */
    uint64_t recordings; /* of the call that was played last; 0: not counted yet */

    /* As it was seen last. */
    enum deck_state state;
    enum audio_state audio;
    bool is_analysed;
    bool is_silent;
    bool is_damaged; /* the copy that is on hold is */
};

/* Why something is saved or written. */
struct app_purpose {
    struct prompt typed;
    unsigned (*then)(struct app *app); /* what goes on then */
};

/* Audio on its way into files. */
struct app_saving {
    struct saver *one;       /* of what is selected, of which each is told; NULL: nothing is saved */
    struct saver *list;      /* of a whole list, of which the sum is told; likewise */
    struct list_walk *walk;  /* that collects the list, until it is through */
    struct list_query query; /* of that list */
    bool is_broken;          /* that list could not be read to its end */
    const struct app_prompt *question; /* that is to be asked, once it is known why */
    uint64_t noted_at;                 /* ms of the loop: when its progress was shown last; 0: never */
};

/* The list on its way into a file. */
struct app_exporting {
    struct list_export *export; /* NULL: it is not */
    struct prompt path;         /* that was typed last */
    struct list_query query;    /* of the list */
    uint64_t noted;             /* recordings of which its progress told last */
    bool has_all;               /* all that can be in it was there when it began */
    char purpose[PROMPT_SIZE];  /* "": none was asked for */
};

/* What is typed of a recording: its tags or its note. */
struct app_noting {
    struct prompt prompt;
    char *agent; /* its key, see struct note_key; owned */
    int64_t call;
    char *file;
    char *seen; /* the text in whose place it comes; owned */
    enum {
        NOTING_NOTHING,
        NOTING_TAGS,
        NOTING_TEXT
    } untold;             /* was accepted, and is not seen to be kept yet */
    struct editor editor; /* while it is open the terminal is its own */
};

/* What is asked of a recording that is to be held, or released. */
struct app_holding {
    struct prompt reason;
    struct prompt end;
    struct recording *recording; /* owned, as is the reference of its agent */
    char *agent;
    struct hold_saver *saver; /* NULL until something lacks its audio */
    bool is_mending;          /* that recording's copy, which was damaged */
};

/* A recording on its way into a bundle. */
struct app_bundled {
    struct recording *recording; /* owned, as is the reference of its agent */
    char *agent;
};

/* The bundle of a case, from what is asked of it until it is written. */
struct app_bundling {
    char purpose[PROMPT_SIZE]; /* "": none was asked for */
    struct prompt case_name;
    struct prompt path;
    struct list_query query;  /* of the list it was asked for in */
    struct app_bundled *rows; /* owned: the selected one, behind it the marked ones of the list */
    size_t count;
    bool is_sought;          /* the marked ones are, from here */
    struct list_walk *walk;  /* to where it is through with the list */
    bool is_accepted;        /* it begins as soon as they are found */
    struct bundler *bundler; /* NULL: none is made */
    struct failure damage;   /* of a copy on hold, that is to be said; FAILURE_NONE: there is none */
    bool is_ended;
    uint64_t noted_at; /* ms of the loop: when its progress was shown last; 0: never */
};

/* Keys that came before the list was there which they are about. */
enum { APP_HELD_KEYS = 256 };

struct app_held {
    key_code keys[APP_HELD_KEYS];
    size_t count;
};

/* The searches under names. */
struct app_views {
    struct prompt name;       /* that is typed, or was last */
    char chosen[PROMPT_SIZE]; /* the name of that which is renamed or deleted */
    bool has_changed;         /* the file has, by this program */
};

/* The click before. */
struct app_click {
    int row, column; /* of the window */
    uint64_t at;     /* ms of the loop */
    bool is_on_line; /* which a second one opens */
};

enum { APP_SIGNALS = 6 };

struct app {
    const struct app_options *options;
    uv_loop_t loop;
    uv_prepare_t prepare; /* thinks and draws before the loop sleeps */
    uv_timer_t clock;     /* runs while a fetch is to be seen */
    uv_signal_t signals[APP_SIGNALS];
    int exit_status;
    bool quitting;
    bool is_started;        /* the account is */
    struct failure failure; /* why it could not be opened or started */

    struct keymap keymap;
    struct terminal *terminal;
    struct input input;
    struct theme theme;
    struct archive_opening *opening; /* until the account is open */
    struct account *account;

    struct view *top;       /* of the stack of views */
    struct list_view *view; /* the topmost list in it */
    unsigned dirty;         /* enum app_change */
    struct layout layout;
    bool one_pane; /* is wanted, however large the window is */
    struct first_frame first_frame;
    int64_t visited; /* until when the screen was there before; TIMESTAMP_NONE: never */
    bool awaits_output;
    uv_timer_t patience; /* runs while a frame waits for the terminal */
    bool utc;

    struct app_agents agents;
    uv_timer_t list_pace; /* of the list that is shown */
    uv_timer_t showing;   /* runs while the terminal has the processor for what was drawn last */
    char fetch_key[KEYS_NAME_SIZE];
    uv_timer_t filter_rest; /* until the filter has been left as it is for a while */
    struct summary_watch summary_watch;
    struct details details;
    struct progress progress;
    struct messages messages;

    const struct app_prompt *asking; /* NULL: nothing */
    struct app_completing completing;
    struct app_seeking seeking;
    struct filter_history filter_history;
    struct prompt *typed;                /* what is typed where that is asked for */
    struct prompt time;                  /* to go to, as it is typed, */
    char time_before[PROMPT_SIZE];       /* and the one that was gone to last */
    char refused[COMPLETENESS_SIZE * 2]; /* why that was not accepted, but for a filter; "" if it may be */
    struct app_naming naming;
    struct prompt line; /* a text that a line of a sheet is to have, as it was typed last */
    struct app_columns columns;
    struct app_question question;
    struct app_deck deck;
    struct app_click click;
    struct app_held held;
    struct app_purpose purpose;
    struct app_saving saving;
    struct app_exporting exporting;
    struct app_noting noting;
    struct app_holding holding;
    struct app_bundling bundling;
    struct app_views views;
    struct clipboard clipboard;
};

/* Shows one line and keeps it in the log. This and what follows returns enum app_change. */
unsigned app_say(struct app *app, enum account_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
unsigned app_say_failure(struct app *app, enum account_level level, const struct failure *failure);

/* Shows one until the next key. */
unsigned app_note(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says why what is typed is not accepted; it stays there. */
unsigned app_refuse(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

bool app_is_typing(const struct app *app);
bool app_types_filter(const struct app *app);

/* Asks for a text, which is typed into *typed, behind what is in it already; ends that; it was edited. */
unsigned app_prompt_open(struct app *app, const struct app_prompt *prompt, struct prompt *typed);
unsigned app_ask(struct app *app, const struct app_prompt *question); /* that is answered by a key */
unsigned app_prompt_leave(struct app *app);
unsigned app_prompt_changed(struct app *app);

/* Puts a view on top of the stack, which owns it then; closes the one that is there. */
unsigned app_push(struct app *app, struct view *view);
unsigned app_pop(struct app *app);
unsigned app_pop_to_first(struct app *app); /* to the first list, if it is not the one that is shown */

/* Moves the focus to a pane. */
unsigned app_focus(struct app *app, enum layout_pane pane);
unsigned app_turn_to_list(struct app *app); /* from the details, and where it is not seen beside the focus */
bool app_has_focus(const struct app *app, enum layout_pane pane); /* and no sheet covers it */

/* The recording that the keys are about; NULL if none is selected, or the list is not on the screen. */
const struct listed_recording *app_selected(const struct app *app);

/* What is chosen now, as a question; asks the list for it, from a place or at a time. */
struct list_query app_chosen(const struct app *app);
void app_show(struct app *app, enum list_place place);
void app_show_time(struct app *app, int64_t time);

bool app_has_gaps(const struct app *app); /* not all that is chosen is there, or nothing is */
bool app_has_all(const struct app *app, const struct list_query *query); /* that can be in that list */

/* The row in which an agent stands, 0 if there is no such agent. */
size_t app_row_of_agent(const struct app *app, int64_t number);

/* Makes the list one of that agent, or of all (PAGE_ALL_AGENTS); the list is still to be asked for. */
void app_take_agent(struct app *app, int64_t number);

/* What the list shows, to be kept in a file of state, but for its filter. */
struct view_lines app_view_lines(const struct app *app);

/* A part of the window. */
struct canvas app_canvas(const struct app *app, struct rectangle area);
struct canvas app_canvas_from(const struct app *app, int row); /* down to what is in front of the last line */

#endif
