/* Texts for the clipboard of the terminal: whether that takes them nobody tells. By the sequence OSC 52; within tmux
 * by its own command, as it passes the sequence on only where it is told to. All calls on the loop's thread. */
#ifndef TUI_TERMINAL_CLIPBOARD_H
#define TUI_TERMINAL_CLIPBOARD_H

#include "tui/terminal/terminal.h"

#include <uv.h>

struct clipboard {
    uv_loop_t *loop;
    struct terminal *terminal;      /* not owned */
    struct clipboard_send *sending; /* NULL: no command runs */
};

/* Longer texts are not sent: some terminals take no more. */
enum { CLIPBOARD_MOST = 4096 };

/* The sequence for a text, for a terminal or for one behind GNU screen; the caller frees. */
char *clipboard_sequence(const char *text, bool is_in_screen);

/* False if it is too long. */
bool clipboard_put(struct clipboard *clipboard, const char *text);

/* Ends a command that still runs. The loop runs until that is gone. */
void clipboard_close(struct clipboard *clipboard);

#endif
