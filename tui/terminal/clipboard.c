#include "tui/terminal/clipboard.h"

#include "net/base/memory.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE = 2000 /* ms for tmux */ };

/* tmux on its way to take a text. */
struct clipboard_send {
    struct clipboard *clipboard; /* NULL once it is not waited for any more */
    uv_process_t child;
    uv_pipe_t pipe;
    uv_timer_t patience;
    uv_write_t write;
    char *text;    /* owned */
    unsigned open; /* handles */
};

static char *base64(const char *text)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t length = strlen(text);
    char *encoded = memory_new((length + 2) / 3 * 4 + 1), *to = encoded;
    for (size_t at = 0; at < length; at += 3) {
        unsigned value = 0;
        for (size_t i = 0; i < 3; i++)
            value = value << 8 | (at + i < length ? (unsigned char)text[at + i] : 0);
        for (size_t i = 0; i < 4; i++)
            *to++ = at + i <= length ? letters[value >> (18 - 6 * i) & 63] : '=';
    }
    return encoded;
}

char *clipboard_sequence(const char *text, bool is_in_screen)
{
    char *encoded = base64(text);
    char *sequence = memory_format("%s\033]52;c;%s\a%s", is_in_screen ? "\033P" : "", encoded,
                                   is_in_screen ? "\033\\" : "");
    free(encoded);
    return sequence;
}

static void send_sequence(struct clipboard *clipboard, const char *text)
{
    char *sequence = clipboard_sequence(text, getenv("STY") != NULL && getenv("TMUX") == NULL);
    terminal_write(clipboard->terminal, sequence);
    free(sequence);
}

static void on_closed(uv_handle_t *handle)
{
    struct clipboard_send *sending = handle->data;
    if (--sending->open > 0)
        return;
    free(sending->text);
    free(sending);
}

/* What tmux does not take goes by the sequence. */
static void finish(struct clipboard_send *sending, bool is_taken)
{
    struct clipboard *clipboard = sending->clipboard;
    uv_close((uv_handle_t *)&sending->patience, on_closed);
    uv_close((uv_handle_t *)&sending->pipe, on_closed);
    if (clipboard == NULL)
        return;
    clipboard->sending = NULL;
    if (!is_taken) {
        send_sequence(clipboard, sending->text);
        terminal_flush(clipboard->terminal);
    }
}

static void on_exit_of_child(uv_process_t *child, int64_t status, int number)
{
    struct clipboard_send *sending = child->data;
    uv_close((uv_handle_t *)child, on_closed);
    finish(sending, status == 0 && number == 0);
}

static void on_patience(uv_timer_t *timer)
{
    uv_process_kill(&((struct clipboard_send *)timer->data)->child, SIGKILL);
}

static void on_written(uv_write_t *write, int status)
{
    (void)write; /* its end tells the rest */
    (void)status;
}

static int spawn(struct clipboard_send *sending)
{
    static const char *const arguments[] = {"tmux", "load-buffer", "-w", "-", NULL};
    uv_stdio_container_t places[] = {
        {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE, .data.stream = (uv_stream_t *)&sending->pipe},
        {.flags = UV_IGNORE},
        {.flags = UV_IGNORE}};
    const uv_process_options_t options = {.file = arguments[0],
                                          .args = (char **)arguments,
                                          .exit_cb = on_exit_of_child,
                                          .stdio = places,
                                          .stdio_count = sizeof places / sizeof *places};
    return uv_spawn(sending->clipboard->loop, &sending->child, &options);
}

static void on_shut(uv_shutdown_t *shutdown, int status)
{
    (void)status;
    free(shutdown);
}

static void send_by_tmux(struct clipboard *clipboard, const char *text)
{
    struct clipboard_send *sending = memory_new(sizeof *sending);
    sending->clipboard = clipboard;
    sending->text = memory_text(text);
    sending->open = 3;
    uv_pipe_init(clipboard->loop, &sending->pipe, 0);
    uv_timer_init(clipboard->loop, &sending->patience);
    sending->child.data = sending->pipe.data = sending->patience.data = sending;
    if (spawn(sending) != 0) {
        uv_close((uv_handle_t *)&sending->child, on_closed);
        finish(sending, false);
        return;
    }
    const uv_buf_t buffer = uv_buf_init(sending->text, (unsigned)strlen(text));
    uv_write(&sending->write, (uv_stream_t *)&sending->pipe, &buffer, 1, on_written);
    uv_shutdown(memory_new(sizeof(uv_shutdown_t)), (uv_stream_t *)&sending->pipe, on_shut);
    uv_timer_start(&sending->patience, on_patience, PATIENCE, 0);
    clipboard->sending = sending;
}

bool clipboard_put(struct clipboard *clipboard, const char *text)
{
    const char *tmux = getenv("TMUX");
    if (strlen(text) > CLIPBOARD_MOST)
        return false;
    clipboard_close(clipboard); /* the last one counts */
    if (tmux != NULL && *tmux != '\0')
        send_by_tmux(clipboard, text);
    else
        send_sequence(clipboard, text);
    return true;
}

void clipboard_close(struct clipboard *clipboard)
{
    struct clipboard_send *sending = clipboard->sending;
    clipboard->sending = NULL;
    if (sending == NULL)
        return;
    sending->clipboard = NULL;
    uv_process_kill(&sending->child, SIGKILL);
}
