/* Decides when the first frame is drawn: as soon as the first rows are there, or without them if they take longer
 * than FIRST_FRAME_PATIENCE. And when the work starts that the frame does not need: after the terminal has shown it,
 * or as much later, so that the terminal does not have to share the processor. */
#ifndef TUI_TERMINAL_FIRST_FRAME_H
#define TUI_TERMINAL_FIRST_FRAME_H

#include <stdbool.h>
#include <uv.h>

enum { FIRST_FRAME_PATIENCE = 50 /* ms */ };

struct first_frame {
    uv_timer_t patience;
    bool is_due;   /* it is to be drawn; never false again */
    bool is_shown; /* it has been shown, or long enough was waited for that; never false again */
};

void first_frame_open(struct first_frame *frame, uv_loop_t *loop);
void first_frame_close(struct first_frame *frame);

/* Whether to wait with the first frame. The loop is woken when the time is over. */
bool first_frame_awaits(struct first_frame *frame, bool rows_are_coming);
bool first_frame_is_due(const struct first_frame *frame);

/* Whether to wait with other work. The first bytes that come from the terminal end that (the caller no longer asks
 * then), or the time is over, which wakes the loop. */
bool first_frame_awaits_terminal(struct first_frame *frame);

#endif
