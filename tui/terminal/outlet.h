/* What curses writes, on its way to the terminal: curses writes to a pipe of ours, which is emptied into the
 * terminal as far as that takes it. So a stalled line never keeps the program from fetching, or from ending.
 */
#ifndef TUI_TERMINAL_OUTLET_H
#define TUI_TERMINAL_OUTLET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { OUTLET_SIZE = 1 << 16 };

struct outlet {
    int terminal; /* non-blocking; not owned */
    int pipe;     /* the end that is read */
    FILE *stream; /* the end that curses writes to */
    size_t from;  /* bytes of the buffer that are still to be written */
    size_t to;
    char bytes[OUTLET_SIZE];
};

bool outlet_open(struct outlet *outlet, int terminal);
void outlet_close(struct outlet *outlet);

/* Bytes that curses has written and nobody has taken out yet. */
size_t outlet_waiting(const struct outlet *outlet);

/* Writes what the terminal takes now; true if nothing is left. What cannot be written because nobody is there
 * any more is forgotten. */
bool outlet_flush(struct outlet *outlet);

/* As outlet_flush, waiting at most `limit` ms for the terminal. */
bool outlet_drain(struct outlet *outlet, int limit);

#endif
