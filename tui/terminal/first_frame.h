/* When the first frame is drawn: with the first rows in it, or without them when they take long. */
#ifndef TUI_TERMINAL_FIRST_FRAME_H
#define TUI_TERMINAL_FIRST_FRAME_H

#include <stdbool.h>
#include <uv.h>

enum { FIRST_FRAME_PATIENCE = 50 /* ms */ };

struct first_frame {
    uv_timer_t patience;
    bool is_due; /* and stays so */
};

void first_frame_open(struct first_frame *frame, uv_loop_t *loop);
void first_frame_close(struct first_frame *frame);

/* Whether to draw nothing yet. The loop is woken when the patience ends. */
bool first_frame_awaits(struct first_frame *frame, bool rows_are_coming);
bool first_frame_is_due(const struct first_frame *frame);

#endif
