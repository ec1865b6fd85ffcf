#include "tui/terminal/first_frame.h"

static void on_late(uv_timer_t *timer)
{
    struct first_frame *frame = timer->data;
    frame->is_shown = frame->is_due;
    frame->is_due = true;
}

void first_frame_open(struct first_frame *frame, uv_loop_t *loop)
{
    uv_timer_init(loop, &frame->patience);
    frame->patience.data = frame;
    frame->is_due = frame->is_shown = false;
}

void first_frame_close(struct first_frame *frame)
{
    uv_close((uv_handle_t *)&frame->patience, NULL);
}

static void begin_patience(struct first_frame *frame)
{
    if (!uv_is_active((uv_handle_t *)&frame->patience))
        uv_timer_start(&frame->patience, on_late, FIRST_FRAME_PATIENCE, 0);
}

bool first_frame_awaits(struct first_frame *frame, bool rows_are_coming)
{
    if (frame->is_due)
        return false;
    frame->is_due = !rows_are_coming;
    if (frame->is_due)
        uv_timer_stop(&frame->patience);
    else
        begin_patience(frame);
    return !frame->is_due;
}

bool first_frame_is_due(const struct first_frame *frame)
{
    return frame->is_due;
}

bool first_frame_awaits_terminal(struct first_frame *frame)
{
    if (!frame->is_shown)
        begin_patience(frame);
    return !frame->is_shown;
}
