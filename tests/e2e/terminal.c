#include "tests/e2e/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/process.h"

/* The longest time, in milliseconds, between two looks at conditions that output does not announce. */
enum { LOOK_INTERVAL = 10 };

/* Bytes that are taken at a time. */
enum { PIECE = 8192 };

struct terminal {
    struct screen *screen;
    struct buffer input; /* not yet taken by the program */
    pid_t process;
    int descriptor;
    bool closed; /* no more output can come */
    bool ended;
    int status; /* as waitpid gives it, once ended */
};

static void fail_to(const char *action)
{
    fprintf(stderr, "tests: cannot %s: %s\n", action, strerror(errno));
    abort();
}

static void queue_input(const char *bytes, size_t length, void *context)
{
    struct terminal *terminal = context;
    buffer_append(&terminal->input, bytes, length);
}

struct terminal *terminal_start(const struct terminal_options *options)
{
    struct terminal *terminal = allocate(1, sizeof(*terminal));
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    if (options->rows > 0)
        size.ws_row = (unsigned short)options->rows;
    if (options->columns > 0)
        size.ws_col = (unsigned short)options->columns;
    terminal->screen = screen_new(size.ws_row, size.ws_col, queue_input, terminal);
    fflush(NULL);
    int theirs = -1;
    if (openpty(&terminal->descriptor, &theirs, NULL, NULL, &size) != 0)
        fail_to("open a pseudo-terminal");
    /* See command.c. NOLINTBEGIN(clang-analyzer-*) */
    terminal->process = vfork();
    if (terminal->process < 0)
        fail_to("start a process");
    if (terminal->process == 0) {
        login_tty(theirs);
        process_become(options->arguments, options->environment, options->directory);
    }
    /* NOLINTEND(clang-analyzer-*) */
    close(theirs);
    fcntl(terminal->descriptor, F_SETFD, FD_CLOEXEC);
    fcntl(terminal->descriptor, F_SETFL, O_NONBLOCK);
    return terminal;
}

void terminal_free(struct terminal **terminal)
{
    struct terminal *old = *terminal;
    if (!old)
        return;
    if (!old->ended)
        process_kill(old->process);
    close(old->descriptor);
    screen_free(&old->screen);
    buffer_clear(&old->input);
    free(old);
    *terminal = NULL;
}

pid_t terminal_process(const struct terminal *terminal)
{
    return terminal->process;
}

struct screen *terminal_screen(struct terminal *terminal)
{
    return terminal->screen;
}

static void write_input(struct terminal *terminal)
{
    while (terminal->input.length > 0) {
        ssize_t written = write(terminal->descriptor, terminal->input.data, terminal->input.length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            break;
        buffer_consume(&terminal->input, (size_t)written);
    }
}

void terminal_send(struct terminal *terminal, const char *bytes, size_t length)
{
    queue_input(bytes, length, terminal);
    write_input(terminal);
}

void terminal_type(struct terminal *terminal, const char *text)
{
    terminal_send(terminal, text, strlen(text));
}

void terminal_keys(struct terminal *terminal, const char *keys)
{
    char *copy = copy_text(keys);
    char *rest = NULL;
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        if (strcmp(word, "Esc") == 0)
            queue_input("\033[27u", strlen("\033[27u"), terminal);
        else if (!screen_press(terminal->screen, word))
            queue_input(word, strlen(word), terminal);
    }
    free(copy);
    write_input(terminal);
}

void terminal_paste(struct terminal *terminal, const char *text)
{
    screen_paste(terminal->screen, text);
    write_input(terminal);
}

void terminal_click(struct terminal *terminal, int row, int column, int button)
{
    screen_click(terminal->screen, row, column, button);
    write_input(terminal);
}

/* Takes a piece of the output that is there. The emulator's answers to it go out at once. */
static size_t read_output(struct terminal *terminal, size_t most)
{
    char bytes[PIECE];
    ssize_t length = read(terminal->descriptor, bytes, most);
    if (length <= 0) {
        /* EIO: the last process that had the terminal open is gone. */
        terminal->closed = length == 0 || (errno != EAGAIN && errno != EINTR);
        return 0;
    }
    screen_feed(terminal->screen, bytes, (size_t)length);
    write_input(terminal);
    return (size_t)length;
}

bool terminal_pump(struct terminal *terminal, int limit)
{
    struct pollfd wait = {.fd = terminal->descriptor, .events = POLLIN};
    if (terminal->input.length > 0)
        wait.events |= POLLOUT;
    if (terminal->closed)
        wait.fd = -1;
    if (poll(&wait, 1, limit) <= 0)
        return false;
    if ((wait.revents & POLLOUT) != 0)
        write_input(terminal);
    return (wait.revents & (POLLIN | POLLHUP | POLLERR)) != 0 && read_output(terminal, PIECE) > 0;
}

size_t terminal_take(struct terminal *terminal, size_t most)
{
    return terminal->closed ? 0 : read_output(terminal, most < PIECE ? most : PIECE);
}

void terminal_resize(struct terminal *terminal, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    while (terminal_pump(terminal, 0)) {
    }
    screen_resize(terminal->screen, rows, columns);
    if (ioctl(terminal->descriptor, TIOCSWINSZ, &size) != 0)
        fail_to("resize the pseudo-terminal");
}

/* Takes notice of the program's end or stop; true and `*status` when there was such a change. */
static bool look_at_process(struct terminal *terminal, int options, int *status)
{
    if (terminal->ended || waitpid(terminal->process, status, WNOHANG | options) != terminal->process)
        return false;
    if (!WIFSTOPPED(*status)) {
        terminal->ended = true;
        terminal->status = *status;
    }
    return true;
}

bool terminal_wait_stable(struct terminal *terminal, int quiet, terminal_condition *condition, void *context,
                          int limit)
{
    int64_t deadline = clock_deadline(limit);
    int64_t last_output = clock_now();
    for (;;) {
        int64_t still = (clock_now() - last_output) / 1000000;
        bool holds = !condition || condition(terminal, context);
        if (holds && (still >= quiet || terminal->closed))
            return true;
        int left = clock_remaining(deadline);
        if (left == 0 || terminal->closed)
            return false;
        if (terminal_pump(terminal, left < LOOK_INTERVAL ? left : LOOK_INTERVAL))
            last_output = clock_now();
    }
}

bool terminal_wait_until(struct terminal *terminal, terminal_condition *condition, void *context, int limit)
{
    return terminal_wait_stable(terminal, 0, condition, context, limit);
}

static bool has_text(struct terminal *terminal, void *context)
{
    return screen_find(terminal->screen, context, NULL);
}

static bool lacks_text(struct terminal *terminal, void *context)
{
    return !screen_find(terminal->screen, context, NULL);
}

bool terminal_wait_for(struct terminal *terminal, const char *text, int limit)
{
    char *copy = copy_text(text);
    bool found = terminal_wait_until(terminal, has_text, copy, limit);
    free(copy);
    return found;
}

bool terminal_wait_for_gone(struct terminal *terminal, const char *text, int limit)
{
    char *copy = copy_text(text);
    bool gone = terminal_wait_until(terminal, lacks_text, copy, limit);
    free(copy);
    return gone;
}

bool terminal_wait_exit(struct terminal *terminal, int *status, int limit)
{
    int64_t deadline = clock_deadline(limit);
    int change = 0;
    for (;;) {
        look_at_process(terminal, 0, &change);
        if (terminal->ended)
            break;
        int left = clock_remaining(deadline);
        if (left == 0)
            return false;
        terminal_pump(terminal, left < LOOK_INTERVAL ? left : LOOK_INTERVAL);
    }
    while (terminal_pump(terminal, 0)) {
    }
    *status = process_exit_code(terminal->status);
    return true;
}

bool terminal_has_ended(const struct terminal *terminal)
{
    return terminal->ended;
}

bool terminal_wait_stop(struct terminal *terminal, int *signal_number, int limit)
{
    int64_t deadline = clock_deadline(limit);
    int status = 0;
    while (!look_at_process(terminal, WUNTRACED, &status)) {
        int left = clock_remaining(deadline);
        if (left == 0 || terminal->ended)
            return false;
        terminal_pump(terminal, left < LOOK_INTERVAL ? left : LOOK_INTERVAL);
    }
    while (terminal_pump(terminal, 0)) {
    }
    if (terminal->ended)
        return false;
    *signal_number = WSTOPSIG(status);
    return true;
}

void terminal_continue(struct terminal *terminal)
{
    terminal_signal(terminal, SIGCONT);
}

void terminal_signal(const struct terminal *terminal, int signal_number)
{
    if (!terminal->ended)
        kill(terminal->process, signal_number);
}

struct termios terminal_settings(const struct terminal *terminal)
{
    struct termios settings = {0};
    if (tcgetattr(terminal->descriptor, &settings) != 0)
        fail_to("ask for the settings of the pseudo-terminal");
    return settings;
}

bool terminal_echoes(const struct terminal *terminal)
{
    return (terminal_settings(terminal).c_lflag & ECHO) != 0;
}

bool terminal_is_canonical(const struct terminal *terminal)
{
    return (terminal_settings(terminal).c_lflag & ICANON) != 0;
}
