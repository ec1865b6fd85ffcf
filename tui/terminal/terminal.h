/* The terminal that the screen is on: its modes, its size, its output, and that it is restored whatever happens. It
 * is opened by its name, so that fd 0 to 2 stay blocking. One at a time; all calls on the loop's thread. */
#ifndef TUI_TERMINAL_TERMINAL_H
#define TUI_TERMINAL_TERMINAL_H

#include "net/base/failure.h"
#include "tui/input/key_strings.h"

#include <stdbool.h>
#include <stdint.h>

struct terminal;

/* Sets raw mode and the alternate screen. SIGINT, SIGTERM, SIGTSTP and SIGWINCH must have handlers already, since
 * curses installs its own for those that have none. NULL with *failure filled if there is no usable terminal. */
struct terminal *terminal_open(struct failure *failure);

/* Restores the terminal as it was, and frees. Safe on NULL. */
void terminal_close(struct terminal **terminal);

/* Whether terminfo knows `type` (which may be NULL) and that can address the cursor; `fd` is an open terminal. False
 * with *failure filled. */
bool terminal_knows_type(const char *type, int fd, struct failure *failure);

/* A sentence for the user if another type than that of TERM is used; "" if not. */
const char *terminal_remark(const struct terminal *terminal);

/* The descriptor to poll for input, and for room for output. */
int terminal_input(const struct terminal *terminal);

/* What its keys send by terminfo. Owned by the terminal. */
const struct key_strings *terminal_key_strings(const struct terminal *terminal);

/* Passes on what curses has written, as far as the terminal takes it. False if something is left. */
bool terminal_flush(struct terminal *terminal);

/* Clears the screen for the first frame, so that the terminal does it while the frame is composed. */
void terminal_begin(struct terminal *terminal);

/* Sends what has changed in stdscr, as much of it as the line takes (pace.h, frame.h), and behind it the question
 * whose answer says that the terminal has read it. False if the terminal does not take it all. terminal_has_rest:
 * some rows are still to be sent. terminal_is_behind: that, or the next frame, has to wait for an answer. */
bool terminal_send_frame(struct terminal *terminal);
bool terminal_has_rest(const struct terminal *terminal);
bool terminal_is_behind(const struct terminal *terminal);

/* A key has come: if a frame has not been sent whole by then, less is sent of the next. */
void terminal_typed_at(struct terminal *terminal);

/* The answer has come; it has not for terminal_patience, in ms. */
void terminal_answered(struct terminal *terminal);
void terminal_gives_no_answer(struct terminal *terminal);
uint64_t terminal_patience(const struct terminal *terminal);

/* Writes a sequence that does not move the cursor, between frames; it is passed on with the next one. */
void terminal_write(struct terminal *terminal, const char *sequence);

/* Sets the title of its window, if it can; see title.h. */
void terminal_set_title(struct terminal *terminal, const char *text);

/* Asks for its background colour if it is like xterm. The answer comes as an event of input.h, if it comes. */
void terminal_ask_background(struct terminal *terminal);

/* Whether it can report its mouse; whether it does (else it selects text by the mouse itself). */
bool terminal_knows_mouse(const struct terminal *terminal);
bool terminal_has_mouse(const struct terminal *terminal);
void terminal_set_mouse(struct terminal *terminal, bool has_mouse); /* nothing happens if it cannot */

/* True if the other end was closed. */
bool terminal_is_gone(const struct terminal *terminal);

/* Tells curses the present size of the window. True if it has changed. */
bool terminal_measure(struct terminal *terminal);

/* Restores the terminal, stops the process group (job.h), and returns when it is continued, with our modes set again. */
void terminal_suspend(struct terminal *terminal);

/* Gives the terminal back for another program, until it is reclaimed: our modes are set again then, and everything
 * must be drawn anew. */
void terminal_lend(struct terminal *terminal);
void terminal_reclaim(struct terminal *terminal);

#endif
