/* The user's editor ($VISUAL, $EDITOR, else vi) on a text, while it has the terminal. The text is in a file that only the user
 * can read, in a folder of its own that goes when the editor has ended, however that was. */
#ifndef TUI_TERMINAL_EDITOR_H
#define TUI_TERMINAL_EDITOR_H

#include "net/base/failure.h"
#include "net/base/temporary_folder.h"

#include <stdbool.h>
#include <uv.h>

/* Zeroed: none is open. It must stay where it is. */
struct editor {
    uv_process_t child;
    struct temporary_folder folder;
    char *path; /* owned; NULL: none is open */

    /* Once: the text that it has left, of the caller then, or NULL with *failure filled. */
    void (*ended)(void *context, char *text, const struct failure *failure);
    void *context;
};

/* With `ended` and `context` set. False with *failure filled if it cannot be; nothing is called then. */
bool editor_open(struct editor *editor, uv_loop_t *loop, const char *text, struct failure *failure);
bool editor_is_open(const struct editor *editor);

/* Kills it; nothing is called any more. The loop runs until it is gone. */
void editor_close(struct editor *editor);

#endif
