/* Sends texts to the terminal's clipboard: by the sequence OSC 52, within tmux by `tmux load-buffer -w`, since tmux
 * passes OSC 52 on only if it is configured to. Whether the terminal takes them is not known. All calls on the loop's
 * thread. */
#ifndef TUI_TERMINAL_CLIPBOARD_H
#define TUI_TERMINAL_CLIPBOARD_H

#include "tui/terminal/terminal.h"

#include <uv.h>

struct clipboard {
    uv_loop_t *loop;
    struct terminal *terminal;      /* not owned */
    struct clipboard_send *sending; /* the tmux command that runs; NULL: none */
};

/* The longest text that is sent, in bytes: some terminals take no more. */
enum { CLIPBOARD_MOST = 4096 };

/* OSC 52 with a text, wrapped for GNU screen where that is between. The caller frees. */
char *clipboard_sequence(const char *text, bool is_in_screen);

/* Sends a text instead of what is still being sent. False if it is too long. */
bool clipboard_put(struct clipboard *clipboard, const char *text);

/* Kills the command that still runs, if any; the loop has to run until it has ended. */
void clipboard_close(struct clipboard *clipboard);

#endif
