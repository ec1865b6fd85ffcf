#include "tui/terminal/input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    READ_SIZE = 4096,
    ESCAPE_DELAY = 50, /* ms, as all of these */
    ESCAPE_DELAY_REMOTE = 150,
    ESCAPE_DELAY_MOST = 10000,
    SEQUENCE_DELAY = 1000, /* what has begun as a sequence will hardly be anything else */
    PASTE_DELAY = 1000,
};

unsigned input_escape_delay(void)
{
    static const char *const remote[] = {"SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"};
    const char *setting = getenv("ESCDELAY");
    char *end = NULL;
    long delay = setting != NULL ? strtol(setting, &end, 10) : -1;
    if (end != setting && delay >= 0)
        return delay < ESCAPE_DELAY_MOST ? (unsigned)delay : ESCAPE_DELAY_MOST;
    for (size_t i = 0; i < sizeof(remote) / sizeof(remote[0]); i++)
        if (getenv(remote[i]) != NULL)
            return ESCAPE_DELAY_REMOTE;
    return ESCAPE_DELAY;
}

static void on_rest(uv_timer_t *timer);

/* An unfinished sequence is waited for, from its last byte on. */
static void await_rest(struct input *input)
{
    uint64_t delay = input->escape_delay;
    switch (key_decoder_waits(&input->decoder)) {
    case KEY_DECODER_WAITS_NOT:
        uv_timer_stop(&input->rest);
        return;
    case KEY_DECODER_WAITS_ESCAPE:
        break;
    case KEY_DECODER_WAITS_SEQUENCE:
        delay = delay > SEQUENCE_DELAY ? delay : SEQUENCE_DELAY;
        break;
    case KEY_DECODER_WAITS_PASTE:
        delay = PASTE_DELAY;
        break;
    }
    uv_update_time(input->rest.loop); /* what the keys did may have taken a while */
    uv_timer_start(&input->rest, on_rest, delay, 0);
}

/* Takes what has been typed so far; false if nothing was. */
static bool drain(struct input *input)
{
    char bytes[READ_SIZE];
    ssize_t length = 0;
    bool any = false;
    while (input->open && !input->is_paused) {
        length = read(terminal_input(input->terminal), bytes, sizeof(bytes));
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            break;
        any = true;
        key_decoder_take(&input->decoder, bytes, (size_t)length);
    }
    if (any && input->open)
        await_rest(input);
    return any;
}

/* What has come while the loop was busy is read first. */
static void on_rest(uv_timer_t *timer)
{
    struct input *input = timer->data;
    if (!drain(input) && input->open)
        key_decoder_give_up(&input->decoder);
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
        input->events.writable(input->events.decoder.context);
    }
    if ((events & UV_READABLE) != 0)
        drain(input);
    if (!input->open)
        return;
    if (status < 0 || (events & UV_DISCONNECT) != 0 || terminal_is_gone(input->terminal)) {
        uv_poll_stop(poll);
        input->events.gone(input->events.decoder.context);
    }
}

bool input_open(struct input *input, uv_loop_t *loop, const struct terminal *terminal,
                const struct input_events *events)
{
    memset(input, 0, sizeof(*input));
    if (uv_poll_init(loop, &input->poll, terminal_input(terminal)) != 0)
        return false;
    uv_timer_init(loop, &input->rest);
    input->poll.data = input->rest.data = input;
    input->terminal = terminal;
    input->events = *events;
    input->escape_delay = input_escape_delay();
    key_decoder_open(&input->decoder, terminal_key_strings(terminal), &events->decoder);
    input->open = true;
    start_polling(input, 0);
    return true;
}

void input_close(struct input *input)
{
    if (!input->open)
        return;
    input->open = false;
    uv_close((uv_handle_t *)&input->poll, NULL);
    uv_close((uv_handle_t *)&input->rest, NULL);
}

void input_pause(struct input *input)
{
    input->is_paused = true;
    if (input->open)
        uv_poll_stop(&input->poll);
}

void input_resume(struct input *input)
{
    input->is_paused = false;
    if (input->open)
        start_polling(input, 0);
}

void input_await_output(struct input *input)
{
    if (input->open && !input->is_paused)
        start_polling(input, UV_WRITABLE);
}
