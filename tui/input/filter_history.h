/* The filters that have been kept, newest last, for ↑ and ↓ in the prompt; and their file,
 * $XDG_STATE_HOME/tapedeck/filters, a line for each, which only its owner can read. It is written off the
 * loop; what another tapedeck has put there meanwhile is kept. */
#ifndef TUI_INPUT_FILTER_HISTORY_H
#define TUI_INPUT_FILTER_HISTORY_H

#include "net/base/failure.h"
#include "tui/input/filter_history_file.h"
#include "tui/input/prompt.h"

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

struct filter_history {
    char *path;                         /* owned; NULL: nothing is read or written */
    char *entries[FILTER_HISTORY_MOST]; /* owned, none of them twice */
    size_t count;
    size_t place;            /* in the prompt; `count`: what was typed there itself */
    char typed[PROMPT_SIZE]; /* that, while an entry is in the prompt */
    size_t unsaved;          /* so many of the last entries are not in the file yet */
    bool saving;
    uv_work_t work;
    void (*failed)(void *context, const struct failure *failure);
    void *context;
};

/* Reads the file, if one is to be used and there is one. `failed` is called on the loop when the file cannot
 * be written, at most once. */
void filter_history_open(struct filter_history *history, bool uses_file,
                         void (*failed)(void *context, const struct failure *failure), void *context);

/* The loop must have come to its end: what is being written belongs to it. */
void filter_history_close(struct filter_history *history);

/* The prompt is opened anew: the fetch starts behind the newest. */
void filter_history_rewind(struct filter_history *history);

/* Puts the next older or newer one into the prompt; false if there is none. */
bool filter_history_older(struct filter_history *history, struct prompt *prompt);
bool filter_history_newer(struct filter_history *history, struct prompt *prompt);

/* Makes a filter the newest, and has the file written. */
void filter_history_keep(struct filter_history *history, uv_loop_t *loop, const char *filter);

#endif
