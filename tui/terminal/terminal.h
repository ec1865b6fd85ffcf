/* The terminal: opened apart from fd 0 to 2, its modes on and off, its size, and its rescue when the program
 * crashes. There is one at a time. */
#ifndef TUI_TERMINAL_TERMINAL_H
#define TUI_TERMINAL_TERMINAL_H

#include "net/base/failure.h"
#include "tui/input/key_strings.h"

#include <stdbool.h>
#include <stdint.h>

struct terminal;

/* Switches to the alternate screen in raw mode. Handlers of SIGINT, SIGTERM, SIGTSTP and SIGWINCH must be
 * there already (curses takes over those that are not). NULL with *failure filled if there is no usable
 * terminal. */
struct terminal *terminal_open(struct failure *failure);

/* Gives the terminal back as it was. Safe on NULL. */
void terminal_close(struct terminal **terminal);

/* Whether terminfo has a type (NULL for none) that can show a screen; `fd` is of a terminal. False with *failure
 * filled. */
bool terminal_knows_type(const char *type, int fd, struct failure *failure);

/* What is to be said of its type, "" if nothing is. */
const char *terminal_remark(const struct terminal *terminal);

/* The descriptor to poll for keys, and for room for output. */
int terminal_input(const struct terminal *terminal);

/* What its keys send, by terminfo. */
const struct key_strings *terminal_key_strings(const struct terminal *terminal);

/* Passes on what curses has written; false while the terminal does not take it all (a stalled line). */
bool terminal_flush(struct terminal *terminal);

/* Has it clear itself for the first frame, as soon as there will be one: it does so while that is made. */
void terminal_begin(struct terminal *terminal);

/* The same for what is drawn in stdscr, as much of it as the line takes, with the question behind it whose answer
 * says that the terminal has shown it. terminal_is_behind says whether the next frame, or the rest of this one, has
 * to wait for that; see tui/terminal/pace.h and frame.h. */
bool terminal_send_frame(struct terminal *terminal);
bool terminal_has_rest(const struct terminal *terminal);
bool terminal_is_behind(const struct terminal *terminal);
void terminal_typed_at(struct terminal *terminal); /* what it was sent is soon out of date */
void terminal_answered(struct terminal *terminal);
uint64_t terminal_patience(const struct terminal *terminal); /* ms */
void terminal_gives_no_answer(struct terminal *terminal);    /* after its patience */

/* Writes a sequence that moves nothing, between frames; it is passed on with the next of them. */
void terminal_write(struct terminal *terminal, const char *sequence);

/* Names its window, if it knows how to; see title.h. */
void terminal_set_title(struct terminal *terminal, const char *text);

/* Asks it for its background where it is like xterm. The answer comes when it pleases. */
void terminal_ask_background(struct terminal *terminal);

/* Whether the terminal knows how to tell of its mouse; whether it does, or selects text by it. */
bool terminal_knows_mouse(const struct terminal *terminal);
bool terminal_has_mouse(const struct terminal *terminal);
void terminal_set_mouse(struct terminal *terminal, bool has_mouse); /* no more than it knows */

/* True when nobody is at the other end any more. */
bool terminal_is_gone(const struct terminal *terminal);

/* Tells curses the size that the terminal has now; true if it changed. */
bool terminal_measure(struct terminal *terminal);

/* Stops the process group, with the terminal as it was; returns when it goes on. See job.h. */
void terminal_suspend(struct terminal *terminal);

/* Gives the terminal back for another program, until it is reclaimed: our modes are set again then, and everything must be
 * drawn anew. */
void terminal_lend(struct terminal *terminal);
void terminal_reclaim(struct terminal *terminal);

#endif
