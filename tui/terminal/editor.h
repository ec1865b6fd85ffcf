/* Edits a text in the user's editor ($VISUAL, $EDITOR, else vi), which has the terminal meanwhile. The text lies in a
 * file that only the user can read (editor_file.h); it is removed once its text has been taken, or if nothing was
 * written. All calls on the loop's thread. */
#ifndef TUI_TERMINAL_EDITOR_H
#define TUI_TERMINAL_EDITOR_H

#include "net/base/failure.h"
#include "tui/terminal/editor_file.h"

#include <stdbool.h>
#include <uv.h>

/* Zeroed: not open. It must not move in memory. */
struct editor {
    uv_process_t child;
    uv_timer_t patience; /* after editor_close: until the editor is no longer waited for */
    struct editor_file file;
    bool is_closing;

    /* Called once when the editor has ended: with the text, which is the caller's to free, or with NULL and *failure
     * filled. `left` is then the path of a file in which something was written all the same, else NULL. */
    void (*ended)(void *context, char *text, const char *left, const struct failure *failure);
    void *context;
};

struct editor_text {
    const char *name; /* becomes part of the name of the file's folder */
    const char *text;
};

/* Starts the editor; `ended` and `context` have to be set. False with *failure filled; `ended` is not called then. */
bool editor_open(struct editor *editor, uv_loop_t *loop, const struct editor_text *text,
                 struct failure *failure);
bool editor_is_open(const struct editor *editor);

/* Sends SIGHUP to the editor; `ended` is not called any more. The loop has to run until the editor has ended, for two
 * seconds at most. */
void editor_close(struct editor *editor);

#endif
