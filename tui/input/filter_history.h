/* The filters that were accepted, newest last, for ↑ and ↓ in the prompt. They are kept in a file that only its owner
 * can read, $XDG_STATE_HOME/tapedeck/filters, one a line. It is written on a worker thread of the loop, and what
 * another tapedeck has added meanwhile stays. All calls on the loop's thread. */
#ifndef TUI_INPUT_FILTER_HISTORY_H
#define TUI_INPUT_FILTER_HISTORY_H

#include "net/base/failure.h"
#include "tui/input/filter_history_file.h"
#include "tui/input/prompt.h"

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

struct filter_history {
    char *path;                         /* owned; NULL: no file is used */
    char *entries[FILTER_HISTORY_MOST]; /* owned, all different */
    size_t count;
    size_t place;            /* the entry that the prompt shows; `count`: none, what was typed */
    char typed[PROMPT_SIZE]; /* what was typed, while the prompt shows an entry */
    size_t unsaved;          /* how many of the last entries are not in the file yet */
    bool saving;             /* `work` is under way */
    uv_work_t work;
    void (*failed)(void *context, const struct failure *failure);
    void *context;
};

/* Reads the file if `uses_file` and there is one. `failed` is called from the loop if the file cannot be written,
 * once at most: it is not tried again. */
void filter_history_open(struct filter_history *history, bool uses_file,
                         void (*failed)(void *context, const struct failure *failure), void *context);

/* Frees what is owned. Only after the loop has ended: until then the file may be being written. */
void filter_history_close(struct filter_history *history);

/* To be called when the prompt is opened: the next older entry is the newest one. */
void filter_history_rewind(struct filter_history *history);

/* Puts the next older or newer entry into the prompt. False if there is none. */
bool filter_history_older(struct filter_history *history, struct prompt *prompt);
bool filter_history_newer(struct filter_history *history, struct prompt *prompt);

/* Makes a filter the newest entry ("" is ignored) and starts to write the file. */
void filter_history_keep(struct filter_history *history, uv_loop_t *loop, const char *filter);

#endif
