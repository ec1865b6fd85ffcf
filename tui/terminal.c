#include "tui/terminal.h"

#include "net/memory.h"
#include "tui/crash.h"
#include "tui/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

enum { ESCAPE_DELAY = 25 }; /* ms */

struct terminal {
    FILE *input; /* polled, so non-blocking; opened apart from the output, which is not */
    FILE *output;
    SCREEN *screen;
    struct termios modes; /* as they were */
    bool has_modes;
};

/* The terminal that the program was started on, or the controlling one. */
static FILE *open_terminal(int flags, const char *mode)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        char path[256];
        if (isatty(fd) == 0 || ttyname_r(fd, path, sizeof(path)) != 0)
            continue;
        int opened = open(path, flags | O_NOCTTY | O_CLOEXEC);
        if (opened >= 0)
            return fdopen(opened, mode);
    }
    int opened = open("/dev/tty", flags | O_NOCTTY | O_CLOEXEC);
    return opened < 0 ? NULL : fdopen(opened, mode);
}

static void write_sequence(const struct terminal *terminal, const char *sequence)
{
    ssize_t written = write(fileno(terminal->output), sequence, strlen(sequence));
    (void)written; /* a terminal that is gone is noticed by its input */
}

/* Sequences that terminals send whatever terminfo says of them. */
static void define_keys(void)
{
    static const struct {
        const char *sequence;
        int key;
    } sequences[] = {
        {"\033[A", KEY_UP},
        {"\033[B", KEY_DOWN},
        {"\033[C", KEY_RIGHT},
        {"\033[D", KEY_LEFT},
        {"\033OA", KEY_UP},
        {"\033OB", KEY_DOWN},
        {"\033OC", KEY_RIGHT},
        {"\033OD", KEY_LEFT},
        {"\033[H", KEY_HOME},
        {"\033[F", KEY_END},
        {"\033[1~", KEY_HOME},
        {"\033[4~", KEY_END},
        {"\033[7~", KEY_HOME},
        {"\033[8~", KEY_END},
        {"\033[3~", KEY_DC},
        {"\033[Z", KEY_BTAB},
        {"\033[5~", KEY_PPAGE},
        {"\033[6~", KEY_NPAGE},
        {"\033[200~", KEYS_PASTE_BEGIN},
        {"\033[201~", KEYS_PASTE_END},
    };
    for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++)
        if (key_defined(sequences[i].sequence) <= 0)
            define_key(sequences[i].sequence, sequences[i].key);
}

static void set_modes(void)
{
    raw(); /* Ctrl-C and Ctrl-Z come as keys, in order with the others */
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    meta(stdscr, TRUE);
    if (getenv("ESCDELAY") == NULL)
        set_escdelay(ESCAPE_DELAY);
    define_keys();
}

static bool refuse(struct failure *failure, const char *advice, const char *what)
{
    failure_set(failure, FAILURE_USAGE, advice, "%s", what);
    return false;
}

static bool start_curses(struct terminal *terminal, struct failure *failure)
{
    const char *type = getenv("TERM");
    int error = 0;
    /* setupterm tells what newterm would only end the program for. */
    if (type == NULL || setupterm(type, fileno(terminal->output), &error) != OK || cursor_address == NULL)
        return refuse(failure, "set TERM to the type of your terminal, for instance xterm-256color",
                      "this terminal cannot show a screen, or TERM does not name its type");
    del_curterm(cur_term);
    terminal->screen = newterm(type, terminal->output, terminal->input);
    if (terminal->screen == NULL)
        return refuse(failure, "set TERM to the type of your terminal", "the terminal cannot be set up");
    set_modes();
    write_sequence(terminal, PASTE_ON);
    return true;
}

struct terminal *terminal_open(struct failure *failure)
{
    struct terminal *terminal = memory_new(sizeof(*terminal));
    terminal->input = open_terminal(O_RDWR, "r+");
    terminal->output = open_terminal(O_WRONLY, "w");
    if (terminal->input == NULL || terminal->output == NULL) {
        refuse(failure, "start it in a terminal; `tapedeck list` and the other commands need none",
               "there is no terminal");
        terminal_close(&terminal);
        return NULL;
    }
    terminal->has_modes = tcgetattr(fileno(terminal->input), &terminal->modes) == 0;
    if (terminal->has_modes)
        crash_watch(fileno(terminal->output), &terminal->modes);
    if (!start_curses(terminal, failure)) {
        terminal_close(&terminal);
        return NULL;
    }
    return terminal;
}

void terminal_close(struct terminal **terminal_pointer)
{
    struct terminal *terminal = *terminal_pointer;
    if (terminal == NULL)
        return;
    if (terminal->screen != NULL) {
        write_sequence(terminal, PASTE_OFF);
        endwin();
        delscreen(terminal->screen);
    }
    crash_forget();
    if (terminal->has_modes)
        tcsetattr(fileno(terminal->input), TCSANOW, &terminal->modes);
    if (terminal->input != NULL)
        fclose(terminal->input);
    if (terminal->output != NULL)
        fclose(terminal->output);
    free(terminal);
    *terminal_pointer = NULL;
}

int terminal_input(const struct terminal *terminal)
{
    return fileno(terminal->input);
}

static bool is_ready(const struct terminal *terminal, short events)
{
    struct pollfd state = {.fd = fileno(terminal->input), .events = events};
    return poll(&state, 1, 0) > 0;
}

bool terminal_accepts_output(const struct terminal *terminal)
{
    return is_ready(terminal, POLLOUT);
}

bool terminal_is_gone(const struct terminal *terminal)
{
    struct pollfd state = {.fd = fileno(terminal->input), .events = POLLIN};
    return poll(&state, 1, 0) > 0 && (state.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

bool terminal_measure(struct terminal *terminal)
{
    struct winsize size;
    if (ioctl(fileno(terminal->output), TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
        return false;
    if (!is_term_resized(size.ws_row, size.ws_col))
        return false;
    resizeterm(size.ws_row, size.ws_col);
    return true;
}

void terminal_suspend(struct terminal *terminal)
{
    def_prog_mode();
    write_sequence(terminal, PASTE_OFF);
    endwin();
    raise(SIGSTOP);
    terminal_reclaim(terminal);
}

void terminal_reclaim(struct terminal *terminal)
{
    reset_prog_mode();
    write_sequence(terminal, PASTE_ON);
    clearok(curscr, TRUE);
}
