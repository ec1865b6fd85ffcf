/* When the first frame is drawn: with the first rows in it, or without them when they take long. And when what it
 * did not need begins: the terminal would have to wait for the processor, so it shows the rows first. */
#ifndef TUI_TERMINAL_FIRST_FRAME_H
#define TUI_TERMINAL_FIRST_FRAME_H

#include <stdbool.h>
#include <uv.h>

enum { FIRST_FRAME_PATIENCE = 50 /* ms */ };

struct first_frame {
    uv_timer_t patience;
    bool is_due;   /* and stays so */
    bool is_shown; /* as far as is known; likewise */
};

void first_frame_open(struct first_frame *frame, uv_loop_t *loop);
void first_frame_close(struct first_frame *frame);

/* Whether to draw nothing yet. The loop is woken when the patience ends. */
bool first_frame_awaits(struct first_frame *frame, bool rows_are_coming);
bool first_frame_is_due(const struct first_frame *frame);

/* Whether to begin nothing yet: until the terminal tells anything, which it does behind the frame, or the patience
 * ends, which wakes the loop. */
bool first_frame_awaits_terminal(struct first_frame *frame);

#endif
