/* What the mouse did, as a terminal tells it in the SGR form (modes 1000 and 1006). Pure. */
#ifndef TUI_INPUT_MOUSE_SEQUENCE_H
#define TUI_INPUT_MOUSE_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

enum mouse_button { MOUSE_LEFT, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct mouse_event {
    enum mouse_button button;
    int row, column; /* of the window, from 0; outside of it for what no terminal sends */
};

/* A whole control sequence. False for any but a press of the left button and a step of the wheel: releases,
 * motion, the other buttons, and what comes together with Shift, Alt or Ctrl, which is the terminal's own. */
bool mouse_sequence_read(struct mouse_event *event, const char *sequence, size_t length);

#endif
