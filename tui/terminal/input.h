/* Polls the terminal on the loop, decodes what comes (key_decoder.h) and calls an event for each key. */
#ifndef TUI_TERMINAL_INPUT_H
#define TUI_TERMINAL_INPUT_H

#include "tui/input/key_decoder.h"
#include "tui/input/keys.h"
#include "tui/terminal/terminal.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct input_events {
    struct key_decoder_events decoder; /* its context is that of the others, too */
    void (*writable)(void *context);   /* after input_await_output */
    void (*gone)(void *context);       /* the terminal was closed */
};

struct input {
    uv_poll_t poll;
    uv_timer_t rest; /* runs while the rest of a sequence is waited for */
    struct key_decoder decoder;
    uint64_t escape_delay; /* ms until an ESC is the key Esc */
    const struct terminal *terminal;
    struct input_events events;
    bool open;
    bool is_paused;
};

/* Starts to poll. False if the loop cannot poll the terminal. *input must not move in memory until the loop has
 * ended. */
bool input_open(struct input *input, uv_loop_t *loop, const struct terminal *terminal,
                const struct input_events *events);

/* No event is called afterwards. To be called before terminal_close. */
void input_close(struct input *input);

/* Nothing is read between the two, so that another program can read the terminal. */
void input_pause(struct input *input);
void input_resume(struct input *input);

/* Calls `writable` once, when the terminal takes output again. */
void input_await_output(struct input *input);

/* Milliseconds after which an ESC that nothing follows is the key Esc: ESCDELAY if that is set; else 50, or 150 over
 * ssh, where a sequence may be split between packets. */
unsigned input_escape_delay(void);

#endif
