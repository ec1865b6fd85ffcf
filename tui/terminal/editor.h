/* The user's editor ($VISUAL, $EDITOR, else vi) on a text, while it has the terminal. The text is in a file that only the user
 * can read, which goes when it has been taken over, or nothing was written. */
#ifndef TUI_TERMINAL_EDITOR_H
#define TUI_TERMINAL_EDITOR_H

#include "net/base/failure.h"
#include "tui/terminal/editor_file.h"

#include <stdbool.h>
#include <uv.h>

/* Zeroed: none is open. It must stay where it is. */
struct editor {
    uv_process_t child;
    uv_timer_t patience; /* with its end, when it is closed */
    struct editor_file file;
    bool is_closing;

    /* Once: the text that it has left, of the caller then, or NULL with *failure filled; `left` is the file in which there
     * is something all the same, else NULL. */
    void (*ended)(void *context, char *text, const char *left, const struct failure *failure);
    void *context;
};

struct editor_text {
    const char *name; /* of what, for the name of a folder */
    const char *text;
};

/* With `ended` and `context` set. False with *failure filled if it cannot be; nothing is called then. */
bool editor_open(struct editor *editor, uv_loop_t *loop, const struct editor_text *text,
                 struct failure *failure);
bool editor_is_open(const struct editor *editor);

/* Hangs up; nothing is called any more. The loop runs until it has ended, for two seconds at most. */
void editor_close(struct editor *editor);

#endif
