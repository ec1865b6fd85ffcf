/* What curses writes, on its way to the terminal: curses writes to a pipe of ours, which is emptied into the
 * terminal as far as that takes it. So a stalled line never keeps the program from fetching, or from ending.
 */
#ifndef TUI_TERMINAL_OUTPUT_BUFFER_H
#define TUI_TERMINAL_OUTPUT_BUFFER_H

#include "tui/terminal/shorten.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { OUTPUT_BUFFER_SIZE = 1 << 16 };

struct output_buffer {
    int terminal; /* non-blocking; not owned */
    int pipe;     /* the end that is read */
    FILE *stream; /* the end that curses writes to */
    size_t from;  /* bytes of the buffer that are still to be written */
    size_t to;
    struct shorten shorten;
    char bytes[OUTPUT_BUFFER_SIZE];
};

bool output_buffer_open(struct output_buffer *output, int terminal);
void output_buffer_close(struct output_buffer *output);

/* What curses has written is not for the terminal. */
void output_buffer_forget(struct output_buffer *output);

/* Bytes that curses has written and nobody has taken out yet. */
size_t output_buffer_waiting(const struct output_buffer *output);

/* Writes what the terminal takes now; true if nothing is left. What cannot be written because nobody is there
 * any more is forgotten. */
bool output_buffer_flush(struct output_buffer *output);

/* As output_buffer_flush, waiting at most `limit` ms for the terminal. */
bool output_buffer_drain(struct output_buffer *output, int limit);

#endif
