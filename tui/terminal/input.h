/* Keys as they are typed: polls the terminal on the loop and hands over every key that has come. */
#ifndef TUI_TERMINAL_INPUT_H
#define TUI_TERMINAL_INPUT_H

#include "tui/input/key_decoder.h"
#include "tui/input/keys.h"
#include "tui/terminal/terminal.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct input_events {
    struct key_decoder_events decoder; /* what comes from the terminal; its context is that of all */
    void (*writable)(void *context);   /* after input_await_output */
    void (*gone)(void *context);       /* nobody is at the terminal any more */
};

struct input {
    uv_poll_t poll;
    uv_timer_t rest; /* how long the rest of a sequence is waited for */
    struct key_decoder decoder;
    uint64_t escape_delay; /* ms until an ESC is the key Esc */
    const struct terminal *terminal;
    struct input_events events;
    bool open;
    bool is_paused;
};

/* Returns false if the loop cannot poll the terminal. *input must stay where it is until the loop has ended.
 */
bool input_open(struct input *input, uv_loop_t *loop, const struct terminal *terminal,
                const struct input_events *events);

/* No key is handed over afterwards; must come before terminal_close. */
void input_close(struct input *input);

/* Somebody else reads the terminal meanwhile. */
void input_pause(struct input *input);
void input_resume(struct input *input);

/* Asks for one call of `writable` when the terminal takes output again. */
void input_await_output(struct input *input);

/* Milliseconds until an ESC that nothing follows is the key Esc: ESCDELAY if that is set, else more over ssh,
 * whose packets may part a sequence. */
unsigned input_escape_delay(void);

#endif
