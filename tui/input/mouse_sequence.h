/* Reads mouse reports of a terminal in the SGR form (modes 1000 and 1006). Pure. */
#ifndef TUI_INPUT_MOUSE_SEQUENCE_H
#define TUI_INPUT_MOUSE_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

enum mouse_button { MOUSE_LEFT, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct mouse_event {
    enum mouse_button button;
    int row, column; /* of the window, from 0; not checked against its size */
};

/* Reads a complete control sequence. True only for a press of the left button and a step of the wheel, without
 * modifiers (with Shift the terminal itself selects text). */
bool mouse_sequence_read(struct mouse_event *event, const char *sequence, size_t length);

#endif
