#include "tui/input.h"

#include <string.h>

enum { DELETE = 0x7F };

/* One key for the several codes that mean the same. */
static key_code normalize(int status, wint_t character)
{
    if (status == KEY_CODE_YES) {
        if (character == KEY_ENTER)
            return '\r';
        return KEYS_NAMED + (key_code)character;
    }
    if (character == '\n')
        return '\r';
    if (character == DELETE || character == '\b')
        return KEYS_NAMED + KEY_BACKSPACE;
    return (key_code)character;
}

static void take(struct input *input, key_code key)
{
    if (key == KEYS_NAMED + KEYS_PASTE_BEGIN || key == KEYS_NAMED + KEYS_PASTE_END)
        input->pasting = key == KEYS_NAMED + KEYS_PASTE_BEGIN;
    else if (key == KEYS_NAMED + KEY_RESIZE || key == KEYS_NONE)
        return; /* sizes come by SIGWINCH */
    else if (!input->pasting)
        input->events.key(input->events.context, key);
    else if (keys_is_text(key))
        input->events.pasted(input->events.context, key);
}

void input_drain(struct input *input)
{
    wint_t character = 0;
    while (input->open) {
        int status = wget_wch(input->pad, &character);
        if (status == ERR)
            break;
        take(input, normalize(status, character));
    }
}

static void on_poll(uv_poll_t *poll, int status, int events);

static void start_polling(struct input *input, int events)
{
    uv_poll_start(&input->poll, UV_READABLE | UV_DISCONNECT | events, on_poll);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct input *input = poll->data;
    if ((events & UV_WRITABLE) != 0) {
        start_polling(input, 0);
        input->events.writable(input->events.context);
    }
    if ((events & UV_READABLE) != 0)
        input_drain(input);
    if (!input->open)
        return;
    if (status < 0 || (events & UV_DISCONNECT) != 0 || terminal_is_gone(input->terminal)) {
        uv_poll_stop(poll);
        input->events.gone(input->events.context);
    }
}

bool input_open(struct input *input, uv_loop_t *loop, const struct terminal *terminal,
                const struct input_events *events)
{
    memset(input, 0, sizeof(*input));
    if (uv_poll_init(loop, &input->poll, terminal_input(terminal)) != 0)
        return false;
    input->poll.data = input;
    input->terminal = terminal;
    input->events = *events;
    input->pad = newpad(1, 1);
    if (input->pad != NULL) {
        keypad(input->pad, TRUE);
        nodelay(input->pad, TRUE);
    }
    input->open = true;
    start_polling(input, 0);
    return input->pad != NULL;
}

void input_close(struct input *input)
{
    if (!input->open)
        return;
    input->open = false;
    uv_close((uv_handle_t *)&input->poll, NULL);
    if (input->pad != NULL)
        delwin(input->pad);
    input->pad = NULL;
}

void input_await_output(struct input *input)
{
    if (input->open)
        start_polling(input, UV_WRITABLE);
}
