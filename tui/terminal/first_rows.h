/* When all begins that the first rows on the screen do not need: reader and terminal would have to wait for the
 * processor. Neither is waited for for ever. */
#ifndef TUI_TERMINAL_FIRST_ROWS_H
#define TUI_TERMINAL_FIRST_ROWS_H

#include <stdbool.h>
#include <uv.h>

enum { FIRST_ROWS_PATIENCE = 50 /* ms, for each of the two */ };

struct first_rows {
    uv_timer_t patience;
    bool are_read;  /* as far as is waited for them; and stays so */
    bool are_shown; /* likewise */
};

void first_rows_open(struct first_rows *rows, uv_loop_t *loop);
void first_rows_close(struct first_rows *rows);

/* Whether to begin nothing yet. The loop is woken when the patience ends. */
bool first_rows_await_reader(struct first_rows *rows, bool are_coming);

/* Likewise, when they have been sent, until the terminal tells anything, which it does behind them. */
bool first_rows_await_terminal(struct first_rows *rows);

#endif
