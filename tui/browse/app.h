/* The state of the running screen. Actions and callbacks change it and say what has to be drawn (enum app_change, or
 * app->dirty); only tui/screen/drawing.c draws. Everything happens on the loop's thread. */
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

/* What has changed, or-ed: the parts of the screen that have to be drawn again. */
enum app_change {
    CHANGED_NOTHING = 0,
    CHANGED_TOP = 1,
    CHANGED_BOTTOM = 2,
    CHANGED_AGENTS = 4,
    CHANGED_LIST = 8,
    CHANGED_DETAILS = 16,
    CHANGED_SHEET = 32,
    CHANGED_LAYOUT = 64, /* compute the layout again, and draw everything */
    CHANGED_DECK = 128,
};

enum { APP_QUESTION_SIZE = 512, APP_CALLER_SIZE = 160 };

/* What the bottom line asks for: a text (`question` is NULL) or a key. Functions that return unsigned return enum
 * app_change. */
struct app_prompt {
    /* For a question: writes it. The answer is y or n, and `accept` is called for y; with `choose` it is any key. */
    void (*question)(const struct app *app, char text[APP_QUESTION_SIZE]);
    unsigned (*choose)(struct app *app, key_code key);
    unsigned (*accept)(struct app *app); /* the user has said y, or pressed Enter behind the text */

    /* The rest is for a text. Functions may be NULL where the key does nothing, or nothing special. */
    bool is_filter;   /* the text is the filter of the view */
    const char *sign; /* stands in front of it */
    const char *hint; /* stands there while it is empty */
    /* How the text is understood, such as a date in words; "" if there is nothing to say. NULL: there never is. */
    const char *(*reading)(const struct app *app, char text[VIEW_READING_SIZE]);
    unsigned (*cancel)(struct app *app);
    unsigned (*changed)(struct app *app); /* the text has changed */
    unsigned (*complete)(struct app *app, bool backwards);
    unsigned (*recall)(struct app *app, bool older); /* brings back an earlier text */
};

struct app_options {
    const struct config *config;
    struct account_options account;
    const char *initial_agent_reference; /* of the agent to open at the start; NULL: none */
    const char *initial_agent_name;      /* the same by its name; NULL: none */
    bool fresh;                          /* do not restore the last view */
    bool has_view;                       /* start with the filter and the order below */
    const char *filter;                  /* NULL: none */
    struct list_sorting sorting;
    bool oldest_first;
};

/* The pane of the agents. Row 0 stands for all agents. */
struct app_agents {
    size_t row;           /* the chosen one */
    size_t top;           /* the first one on the screen */
    struct prompt sought; /* the name or number that was typed last to find one */
    size_t sought_from;   /* the row that was chosen before */
    bool is_entered;      /* the user has moved to the pane or in it, and not only back to it */
    bool is_scrolled;     /* by the mouse wheel: the chosen row need not be on the screen */
    struct completeness_totals totals;
    int name_columns;    /* width of their names, within limits */
    int count_columns;   /* width of their numbers of recordings */
    bool changed;        /* the roster has changed since it was drawn */
    uint64_t drawn_at;   /* ms of the loop */
    bool initial_wanted; /* the agent of the command line has not been opened yet */
};

/* The last filter, whose matches n and N go to. */
struct app_seeking {
    struct filter filter;         /* empty: there was none */
    bool is_marked;               /* its digits are marked in callers' numbers */
    int direction;                /* of the search under way: down (1), up (-1) */
    const struct list_view *view; /* the list in which it searches */
    int64_t agent;                /* the agent of that list then */
};

/* The completion of what is typed. */
struct app_completing {
    struct completion turn;
    int pending;                  /* Tab (1) or Shift-Tab (-1) was pressed before the names were there */
    bool names_asked;             /* the names of queues are being read */
    struct name_list queue_names; /* owned */
};

/* The columns of the lists, and the prompt for them. */
struct app_columns {
    struct config_columns shown;
    struct prompt prompt;
    char typed[PROMPT_SIZE]; /* the word that completion replaces, as it was typed */
};

/* The prompt for an action by its name. */
struct app_naming {
    struct prompt prompt;
    char typed[PROMPT_SIZE]; /* the text that completion replaces, as it was typed */
};

/* The agent that the last question was about. */
struct app_question {
    int64_t agent;
    uint64_t lost; /* its recordings that the server no longer gave then */
};

/* The call in the deck, as far as the account's deck does not know it. */
struct app_deck {
    int64_t call; /* 0: the deck is empty */
    char *file;   /* file name of its recording, owned; "": it has none; NULL: nothing was played yet */
    int64_t last; /* the call that was played last */
    char caller[APP_CALLER_SIZE];
    int64_t call_ms;     /* length of the call; below 0: not known */
    int rows;            /* rows that the pane of the deck can use; 0: there is no pane */
    struct prompt place; /* the time to go to, as it was typed last */
    uint64_t recordings; /* of the call that was played last; 0: not counted yet */

    /* The state of the deck when it was last looked at. */
    enum deck_state state;
    enum audio_state audio;
    bool is_analysed;
    bool is_silent;
    bool is_damaged; /* the copy on hold is damaged */
};

/* The purpose of what is saved or written, for the access log. */
struct app_purpose {
    struct prompt typed;
    unsigned (*then)(struct app *app); /* what is done once it has been typed */
};

/* Audio that is being saved as files. */
struct app_saving {
    struct saver *one;                 /* saves selected recordings, with a message for each; NULL: none */
    struct saver *list;                /* saves a whole list, with one message at the end; NULL: none */
    struct list_walk *walk;            /* reads that list; NULL: it has been read */
    struct list_query query;           /* that list */
    bool is_broken;                    /* it could not be read to its end */
    const struct app_prompt *question; /* is asked after the purpose */
    uint64_t noted_at;                 /* when progress was last shown, ms of the loop; 0: never */
};

/* A list that is being written to a file. */
struct app_exporting {
    struct list_export *export; /* NULL: none */
    struct prompt path;         /* as it was typed last */
    struct list_query query;    /* the list */
    uint64_t noted;             /* recordings that the last progress message told */
    bool has_all;               /* everything that can be in it had been fetched at the start */
    char purpose[PROMPT_SIZE];  /* "": none was asked for */
};

/* The recording whose tags or note are being typed, or edited in an editor. */
struct app_noting {
    struct prompt prompt;
    char *agent; /* this, `call` and `file` are its struct note_key; owned */
    int64_t call;
    char *file;
    char *seen; /* the text that the new one replaces; owned */
    enum {
        NOTING_NOTHING,
        NOTING_TAGS,
        NOTING_TEXT
    } untold;             /* what was accepted and has not yet been reported as kept */
    struct editor editor; /* has the terminal while it is open */
};

/* The recording that is to be held or released, and what is asked for that. */
struct app_holding {
    struct prompt reason;
    struct prompt end;
    struct recording *recording; /* owned */
    char *agent;                 /* the reference of its agent; owned */
    struct hold_saver *saver;    /* fetches audio that holds lack; NULL until one does */
    bool is_mending;             /* the recording's damaged copy is being fetched again */
};

/* A recording that is to be put into a bundle. */
struct app_bundled {
    struct recording *recording; /* owned */
    char *agent;                 /* the reference of its agent; owned */
};

/* The bundle of a case, from the first question until it is written. */
struct app_bundling {
    char purpose[PROMPT_SIZE]; /* "": none was asked for */
    struct prompt case_name;
    struct prompt path;
    struct list_query query;  /* the list in which it was asked for */
    struct app_bundled *rows; /* owned: the selected recording, then the marked ones of the list */
    size_t count;
    bool is_sought;          /* the marked ones are still being looked for */
    struct list_walk *walk;  /* reads the list for them; NULL: it waits for notes, or has ended */
    bool is_accepted;        /* all has been typed: it starts as soon as they are found */
    struct bundler *bundler; /* NULL: none is being made */
    struct failure damage;   /* a damaged copy on hold that is to be told; FAILURE_NONE: none */
    bool is_ended;           /* the bundler has ended, but is not closed yet */
    uint64_t noted_at;       /* when progress was last shown, ms of the loop; 0: never */
};

/* Keys for the selected recording that came before the list was read. */
enum { APP_HELD_KEYS = 256 };

struct app_held {
    key_code keys[APP_HELD_KEYS];
    size_t count;
};

/* Saved searches. */
struct app_views {
    struct prompt name;       /* as it is typed, or was last */
    char chosen[PROMPT_SIZE]; /* the name of the one to be renamed or deleted */
    bool has_changed;         /* this program has changed their file */
};

/* The last click of the mouse. */
struct app_click {
    int row, column; /* of the window */
    uint64_t at;     /* ms of the loop */
    bool is_on_line; /* it was on a line that a second click opens */
};

enum { APP_SIGNALS = 6 };

struct app {
    const struct app_options *options;
    uv_loop_t loop;
    uv_prepare_t prepare; /* does a turn (turn.h) before the loop sleeps */
    uv_timer_t clock;     /* runs while the progress of a fetch is shown */
    uv_signal_t signals[APP_SIGNALS];
    int exit_status;
    bool quitting;
    bool is_started;        /* account_start has been called */
    struct failure failure; /* why it could not be opened or started */

    struct keymap keymap;
    struct terminal *terminal;
    struct input input;
    struct theme theme;
    struct archive_opening *opening; /* NULL once the account has it */
    struct account *account;

    struct view *top;       /* top of the stack of views; owned, with all below */
    struct list_view *view; /* the topmost list in the stack */
    unsigned dirty;         /* enum app_change */
    struct layout layout;
    bool one_pane; /* the user wants one pane at a time in any window */
    struct first_frame first_frame;
    int64_t visited;     /* end of the last visit, ticks; TIMESTAMP_NONE: there was none */
    bool awaits_output;  /* the terminal has not taken the last frame yet */
    uv_timer_t patience; /* runs while a frame waits for the terminal's answer */
    bool utc;

    struct app_agents agents;
    uv_timer_t list_pace; /* wakes the loop for the list that is shown */
    uv_timer_t showing;   /* runs for as long as the terminal needs to show a frame */
    char fetch_key[KEYS_NAME_SIZE];
    uv_timer_t filter_rest; /* runs until the filter has not changed for a while */
    struct summary_watch summary_watch;
    struct details details;
    struct progress progress;
    struct messages messages;

    const struct app_prompt *asking; /* what the bottom line asks for; NULL: nothing */
    struct app_completing completing;
    struct app_seeking seeking;
    struct filter_history filter_history;
    struct prompt *typed;          /* the line of `asking` if that asks for a text; not owned */
    struct prompt time;            /* the time to go to, as it is typed */
    char time_before[PROMPT_SIZE]; /* the time that was gone to last */
    char refused[COMPLETENESS_SIZE *
                 2]; /* why the text was not accepted; "" if it was. A filter has its own */
    struct app_naming naming;
    struct prompt line; /* the text to find in a sheet, as it was typed last */
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

/* Shows a message in the bottom line and keeps it in the log. This and what follows returns enum app_change. */
unsigned app_say(struct app *app, enum account_level level, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
unsigned app_say_failure(struct app *app, enum account_level level, const struct failure *failure);

/* Shows one until the next key, without the log. */
unsigned app_note(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says why a text is not accepted, behind it; the prompt stays open. */
unsigned app_refuse(struct app *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Whether a text is being typed; whether that is the filter. */
bool app_is_typing(const struct app *app);
bool app_types_filter(const struct app *app);

/* Opens a prompt for a text, which is typed into *typed behind what it holds; asks a question that a key answers;
 * closes either; says that the text has changed. */
unsigned app_prompt_open(struct app *app, const struct app_prompt *prompt, struct prompt *typed);
unsigned app_ask(struct app *app, const struct app_prompt *question);
unsigned app_prompt_leave(struct app *app);
unsigned app_prompt_changed(struct app *app);

/* Puts a view on the stack, which owns it from then on; removes the one on top and frees it. */
unsigned app_push(struct app *app, struct view *view);
unsigned app_pop(struct app *app);
unsigned app_pop_to_first(struct app *app); /* down to the first list, if another one is shown */

/* Give the focus to a pane; to the list, from details and where it is not visible; whether a pane has it and no other
 * view covers it. */
unsigned app_focus(struct app *app, enum layout_pane pane);
unsigned app_turn_to_list(struct app *app);
bool app_has_focus(const struct app *app, enum layout_pane pane);

/* The selected recording, on which keys act; NULL if there is none, or the list is not on the screen. */
const struct listed_recording *app_selected(const struct app *app);

/* The query for what the user has chosen (agent, filter, order); shows the list of it, at a place or at a time
 * (ticks). */
struct list_query app_chosen(const struct app *app);
void app_show(struct app *app, enum list_place place);
void app_show_time(struct app *app, int64_t time);

/* Whether the chosen agent is not complete or being fetched; of all agents, whether nothing has been fetched yet. */
bool app_has_gaps(const struct app *app);

/* Whether everything has been fetched that can be in a list. */
bool app_has_all(const struct app *app, const struct list_query *query);

/* The row in which an agent stands, 0 if there is no such agent. */
size_t app_row_of_agent(const struct app *app, int64_t number);

/* Chooses an agent, or all (PAGE_ALL_AGENTS), for the view; its list is still to be shown (app_show). */
void app_take_agent(struct app *app, int64_t number);

/* What the list shows, for a file of state; without its filter. */
struct view_lines app_view_lines(const struct app *app);

/* A canvas for a part of the window; for the rows from `row` down to the deck or the last line. */
struct canvas app_canvas(const struct app *app, struct rectangle area);
struct canvas app_canvas_from(const struct app *app, int row);

#endif
