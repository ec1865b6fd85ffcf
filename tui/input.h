/* Keys as they are typed: polls the terminal on the loop and hands over every key that has come. */
#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include "tui/keys.h"
#include "tui/terminal.h"

#include <ncurses.h>
#include <stdbool.h>
#include <uv.h>

struct input_events {
    void (*key)(void *context, key_code key);
    void (*pasted)(void *context, key_code character); /* one character of a paste; never a control */
    void (*writable)(void *context);                   /* after input_await_output */
    void (*gone)(void *context);                       /* nobody is at the terminal any more */
    void *context;
};

struct input {
    uv_poll_t poll;
    WINDOW *pad; /* keys are read through it, because reading through a window that is shown would draw it */
    const struct terminal *terminal;
    struct input_events events;
    bool pasting;
    bool open;
};

/* Returns false if the loop cannot poll the terminal. *input must stay where it is until the loop has ended.
 */
bool input_open(struct input *input, uv_loop_t *loop, const struct terminal *terminal,
                const struct input_events *events);

/* No key is handed over afterwards; must come before terminal_close. */
void input_close(struct input *input);

/* Asks for one call of `writable` when the terminal takes output again. */
void input_await_output(struct input *input);

/* Reads what has been typed so far: the poll is silent about what curses has read already. */
void input_drain(struct input *input);

#endif
