#include "tui/terminal/terminal.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/input/background_sequence.h"
#include "tui/terminal/crash.h"
#include "tui/terminal/frame.h"
#include "tui/terminal/job.h"
#include "tui/terminal/output_buffer.h"
#include "tui/terminal/pace.h"
#include "tui/terminal/title.h"

#include <fcntl.h>
#include <ncurses.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <uv.h>

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

/* Presses, releases and the wheel, but no motion; told in decimal numbers. */
#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

/* Milliseconds, when the terminal is given back: for a stalled line, and for an answer that is under way. */
enum { PATIENCE = 100, ANSWER_PATIENCE = 1000 }; /* ms */

enum { FIRST_ROWS = 8 };

#define MILLISECOND 1000000 /* ns */

struct terminal {
    FILE *tty; /* opened apart from fd 0 to 2, which stay blocking */
    struct output_buffer output;
    struct pace pace;
    SCREEN *screen;
    char remark[160];     /* why its type is not that of TERM, "" if it is */
    struct termios modes; /* as they were */
    struct termios ours;
    bool has_modes;
    bool has_new_size; /* which it has not been told yet */
    bool is_hurried;   /* a key has come before the last frame was sent whole */
    bool knows_mouse;
    bool has_mouse;
    struct title title;
    uint64_t background_asked; /* when, in ms; 0: it was not, or has answered something since */
    struct key_strings key_strings;
};

/* The terminal that the program was started on, or the controlling one. */
static FILE *open_tty(void)
{
    const int flags = O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK;
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        char path[256] = "";
        if (isatty(fd) == 0 || ttyname_r(fd, path, sizeof(path)) != 0)
            continue;
        int opened = open(path, flags);
        if (opened >= 0)
            return fdopen(opened, "r+");
    }
    int opened = open("/dev/tty", flags);
    return opened < 0 ? NULL : fdopen(opened, "r+");
}

/* Behind what curses has written. */
void terminal_write(struct terminal *terminal, const char *sequence)
{
    fputs(sequence, terminal->output.stream);
    fflush(terminal->output.stream);
}

/* Curses writes to no terminal, so the modes are ours to set. Ctrl-C and Ctrl-Z come as keys, in order with
 * the others; Enter is told from Ctrl-J. */
static void set_modes(struct terminal *terminal)
{
    terminal->ours = terminal->modes;
    terminal->ours.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | IXON | BRKINT | ISTRIP | PARMRK);
    terminal->ours.c_oflag &= ~(tcflag_t)OPOST;
    terminal->ours.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
    terminal->ours.c_cc[VMIN] = 1;
    terminal->ours.c_cc[VTIME] = 0;
    tcsetattr(fileno(terminal->tty), TCSANOW, &terminal->ours);
}

/* What ending curses takes back, and beginning it anew does not set. */
static void set_input(struct terminal *terminal)
{
    keypad(stdscr, TRUE); /* the terminal is told to send what terminfo says of its keys */
    terminal_write(terminal, terminal->has_mouse ? PASTE_ON MOUSE_ON : PASTE_ON);
}

/* Curses would ask the pipe for its size. */
static SCREEN *new_screen(struct terminal *terminal, const char *type)
{
    static const char *const names[] = {"LINES", "COLUMNS"};
    struct winsize size = {0};
    char *before[2], number[16];
    ioctl(fileno(terminal->tty), TIOCGWINSZ, &size);
    for (int i = 0; i < 2; i++) {
        unsigned cells = i == 0 ? size.ws_row : size.ws_col;
        const char *value = getenv(names[i]);
        before[i] = value == NULL ? NULL : memory_text(value);
        snprintf(number, sizeof(number), "%u", cells);
        if (cells > 0)
            setenv(names[i], number, 1);
    }
    SCREEN *screen = newterm(type, terminal->output.stream, terminal->tty);
    for (int i = 0; i < 2; i++) {
        if (before[i] == NULL)
            unsetenv(names[i]);
        else
            setenv(names[i], before[i], 1);
        free(before[i]);
    }
    return screen;
}

/* Curses only writes: keys are read by tui/terminal/input.h. One that has never been ended sends each move of
 * the cursor by itself, so it is ended once and begun anew: before there are colours, which it would have the
 * terminal forget. */
static void set_curses(struct terminal *terminal)
{
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    meta(stdscr, TRUE);
    typeahead(-1); /* a frame is finished whatever is typed meanwhile */
    endwin();
    output_buffer_forget(&terminal->output);
    doupdate();
    set_input(terminal);
}

static bool refuse(struct failure *failure, const char *advice, const char *what)
{
    return failure_set(failure, FAILURE_USAGE, advice, "%s", what);
}

/* Whether terminfo knows a type; `can_show` says whether it can show a screen. setupterm tells what newterm
 * would only end the program for. */
static bool is_known(const char *type, int fd, bool *can_show)
{
    int error = 0;
    *can_show = false;
    if (setupterm(type, fd, &error) != OK)
        return error == 1; /* known, but it prints on paper */
    *can_show = cursor_address != NULL;
    del_curterm(cur_term);
    return true;
}

static bool refuse_type(struct failure *failure, bool known, const char *type)
{
    char quoted[64];
    failure_quote(quoted, sizeof(quoted), type == NULL ? "" : type);
    return failure_set(failure, FAILURE_USAGE,
                       tr("set TERM to the type of your terminal, for instance xterm-256color"),
                       known ? tr("a terminal of the type that TERM names, '%s', cannot show a screen")
                             : tr("the type of terminal that TERM names, '%s', is not known here"),
                       quoted);
}

bool terminal_knows_type(const char *type, int fd, struct failure *failure)
{
    bool can_show = false;
    bool known = type != NULL && *type != '\0' && is_known(type, fd, &can_show);
    return can_show || refuse_type(failure, known, type);
}

/* The type to use: that of TERM or, where terminfo does not know it, one that most terminals resemble, of
 * which terminal->remark says so. NULL with *failure filled if there is none. */
static const char *choose_type(struct terminal *terminal, struct failure *failure)
{
    static const char *const others[] = {"xterm-256color", "xterm", "ansi"};
    const char *type = getenv("TERM");
    char quoted[64];
    bool can_show = false;
    int fd = fileno(terminal->output.stream);
    failure_quote(quoted, sizeof(quoted), type == NULL ? "" : type);
    bool known = type != NULL && *type != '\0' && is_known(type, fd, &can_show);
    if (can_show)
        return type;
    for (size_t i = 0; !known && i < sizeof(others) / sizeof(others[0]); i++) {
        is_known(others[i], fd, &can_show);
        if (!can_show)
            continue;
        snprintf(terminal->remark, sizeof(terminal->remark),
                 tr("TERM is '%s', which is not known here: the screen is that of %s."), quoted, others[i]);
        return others[i];
    }
    refuse_type(failure, known, type);
    return NULL;
}

/* What output may be shortened by. */
static bool knows_columns(void)
{
    char glitch[] = "xenl";
    const char *address = key_strings_capability("hpa");
    return tigetflag(glitch) > 0 && address != NULL && strcmp(address, "\033[%i%p1%dG") == 0;
}

static bool start_curses(struct terminal *terminal, struct failure *failure)
{
    const char *type = choose_type(terminal, failure);
    if (type == NULL)
        return false;
    set_modes(terminal);
    terminal->screen = new_screen(terminal, type);
    if (terminal->screen == NULL)
        return refuse(failure, tr("set TERM to the type of your terminal"),
                      tr("the terminal cannot be set up"));
    terminal->output.shorten.knows_columns = knows_columns();
    set_curses(terminal);
    key_strings_read(&terminal->key_strings);
    title_open(&terminal->title);
    terminal->knows_mouse =
        key_strings_capability("kmous") != NULL && strcmp(type, "linux") != 0; /* that one's is gpm's */
    return true;
}

struct terminal *terminal_open(struct failure *failure)
{
    struct terminal *terminal = memory_new(sizeof(*terminal));
    terminal->output.pipe = -1;
    pace_open(&terminal->pace);
    terminal->tty = open_tty();
    terminal->has_modes = terminal->tty != NULL && tcgetattr(fileno(terminal->tty), &terminal->modes) == 0;
    if (!terminal->has_modes || !output_buffer_open(&terminal->output, fileno(terminal->tty))) {
        refuse(failure, tr("start it in a terminal; `tapedeck list` and the other commands need none"),
               tr("there is no terminal"));
        terminal_close(&terminal);
        return NULL;
    }
    crash_watch(fileno(terminal->tty), &terminal->modes);
    if (!start_curses(terminal, failure))
        terminal_close(&terminal);
    return terminal;
}

static uint64_t now(void)
{
    return uv_hrtime() / MILLISECOND;
}

/* Whether the first answer may still come. */
static bool owes_background(const struct terminal *terminal)
{
    return terminal->background_asked > 0 && now() - terminal->background_asked < ANSWER_PATIENCE;
}

/* No other program is to take the answer for keys. What was typed before it goes with it. Waits ANSWER_PATIENCE
 * at the most, whatever keys come. */
static void await_answer(struct terminal *terminal)
{
    static const char sign[] = "\033[0n";
    struct pollfd state = {.fd = fileno(terminal->tty), .events = POLLIN};
    size_t matched = 0;
    const uint64_t begin = now();
    uint64_t waited = 0;
    bool answers = terminal->pace.answers || owes_background(terminal);
    while (terminal->pace.asked > 0 && answers && waited < ANSWER_PATIENCE &&
           poll(&state, 1, (int)(ANSWER_PATIENCE - waited)) > 0) {
        waited = now() - begin;
        char byte = 0;
        if (read(state.fd, &byte, 1) != 1)
            return;
        matched = byte == sign[matched] ? matched + 1 : byte == *sign;
        if (sign[matched] != '\0')
            continue;
        pace_answered(&terminal->pace, now());
        matched = 0;
    }
}

static void ask(struct terminal *terminal)
{
    pace_ask(&terminal->pace, now());
    terminal_write(terminal, PACE_QUESTION);
}

/* What a stalled line does not take is given up. */
void terminal_lend(struct terminal *terminal)
{
    terminal_write(terminal, terminal->has_mouse ? MOUSE_OFF PASTE_OFF : PASTE_OFF);
    if (owes_background(terminal) && terminal->pace.asked == 0)
        ask(terminal);
    title_give_back(&terminal->title, terminal->output.stream);
    endwin();
    if (output_buffer_drain(&terminal->output, PATIENCE))
        await_answer(terminal);
    else
        crash_reset();
    pace_forget(&terminal->pace);
    crash_also(NULL);
    tcsetattr(fileno(terminal->tty), TCSANOW, &terminal->modes);
}

void terminal_close(struct terminal **terminal_pointer)
{
    struct terminal *terminal = *terminal_pointer;
    if (terminal == NULL)
        return;
    if (terminal->screen != NULL) {
        terminal_lend(terminal);
        delscreen(terminal->screen);
    }
    crash_forget();
    if (terminal->has_modes)
        tcsetattr(fileno(terminal->tty), TCSANOW, &terminal->modes);
    output_buffer_close(&terminal->output);
    if (terminal->tty != NULL)
        fclose(terminal->tty);
    free(terminal);
    *terminal_pointer = NULL;
}

const char *terminal_remark(const struct terminal *terminal)
{
    return terminal->remark;
}

int terminal_input(const struct terminal *terminal)
{
    return fileno(terminal->tty);
}

const struct key_strings *terminal_key_strings(const struct terminal *terminal)
{
    return &terminal->key_strings;
}

void terminal_set_title(struct terminal *terminal, const char *text)
{
    title_set(&terminal->title, terminal->output.stream, text);
    if (terminal->title.is_ours)
        crash_also(TITLE_GIVE_BACK);
}

void terminal_ask_background(struct terminal *terminal)
{
    if (!terminal->knows_mouse) /* as those do that are like xterm */
        return;
    terminal->background_asked = now();
    terminal_write(terminal, BACKGROUND_QUESTION);
}

bool terminal_knows_mouse(const struct terminal *terminal)
{
    return terminal->knows_mouse;
}

bool terminal_has_mouse(const struct terminal *terminal)
{
    return terminal->has_mouse;
}

void terminal_set_mouse(struct terminal *terminal, bool has_mouse)
{
    has_mouse = has_mouse && terminal->knows_mouse;
    if (has_mouse != terminal->has_mouse)
        terminal_write(terminal, has_mouse ? MOUSE_ON : MOUSE_OFF);
    terminal->has_mouse = has_mouse;
}

/* Curses has set the margins for the size that terminfo gives, and many terminals delete characters between
 * them only. To set them moves the cursor: all is drawn anew. */
static void set_margins(struct terminal *terminal)
{
    if (terminal->has_new_size && change_scroll_region != NULL) {
        terminal_write(terminal, tparm(change_scroll_region, 0, LINES - 1));
        clearok(curscr, TRUE);
    }
    terminal->has_new_size = false;
}

void terminal_begin(struct terminal *terminal)
{
    frame_begin();
    terminal_flush(terminal);
}

bool terminal_send_frame(struct terminal *terminal)
{
    size_t begun = 0;
    set_margins(terminal);
    if (terminal->pace.sent == 0) { /* to know the round trip before the first frame has arrived */
        ask(terminal);
        frame_send_top(FIRST_ROWS);
        begun = output_buffer_waiting(&terminal->output);
        terminal_flush(terminal);
    }
    pace_hurry(&terminal->pace, terminal->is_hurried);
    terminal->is_hurried = false;
    bool is_taken = true;
    do {
        frame_send(&terminal->output, pace_room(&terminal->pace));
        if (pace_send(&terminal->pace, begun + output_buffer_waiting(&terminal->output), now()))
            terminal_write(terminal, PACE_QUESTION);
        begun = 0;
        is_taken = terminal_flush(terminal);
    } while (is_taken && frame_has_rest() && !pace_is_behind(&terminal->pace));
    return is_taken;
}

void terminal_typed_at(struct terminal *terminal)
{
    terminal->is_hurried = terminal->is_hurried || frame_has_rest();
}

void terminal_answered(struct terminal *terminal)
{
    terminal->background_asked = 0;
    pace_answered(&terminal->pace, now());
}

void terminal_gives_no_answer(struct terminal *terminal)
{
    pace_give_up(&terminal->pace);
}

bool terminal_is_behind(const struct terminal *terminal)
{
    return pace_is_behind(&terminal->pace);
}

uint64_t terminal_patience(const struct terminal *terminal)
{
    return pace_patience(&terminal->pace);
}

bool terminal_has_rest(const struct terminal *terminal)
{
    (void)terminal; /* curses knows one screen */
    return frame_has_rest();
}

bool terminal_flush(struct terminal *terminal)
{
    return output_buffer_flush(&terminal->output);
}

bool terminal_is_gone(const struct terminal *terminal)
{
    struct pollfd state = {.fd = fileno(terminal->tty), .events = POLLIN};
    return poll(&state, 1, 0) > 0 && (state.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

bool terminal_measure(struct terminal *terminal)
{
    struct winsize size;
    if (ioctl(fileno(terminal->tty), TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
        return false;
    if (!is_term_resized(size.ws_row, size.ws_col))
        return false;
    resizeterm(size.ws_row, size.ws_col);
    terminal->has_new_size = true;
    return true;
}

void terminal_suspend(struct terminal *terminal)
{
    terminal_lend(terminal);
    job_stop();
    terminal_reclaim(terminal);
}

void terminal_reclaim(struct terminal *terminal)
{
    tcsetattr(fileno(terminal->tty), TCSANOW, &terminal->ours);
    set_input(terminal);
    clearok(curscr, TRUE);
}
