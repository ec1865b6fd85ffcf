/* Curses writes to a pipe; from there its output goes to the terminal, as much as that takes without blocking. So a
 * stalled line stops neither the loop nor the end of the program. */
#ifndef TUI_TERMINAL_OUTPUT_BUFFER_H
#define TUI_TERMINAL_OUTPUT_BUFFER_H

#include "tui/terminal/shorten.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { OUTPUT_BUFFER_SIZE = 1 << 16 };

struct output_buffer {
    int terminal; /* non-blocking; not owned */
    int pipe;     /* the read end; owned */
    FILE *stream; /* the write end, for curses; owned */
    size_t from;  /* bytes[from] to bytes[to - 1] are still to be written */
    size_t to;
    struct shorten shorten;
    char bytes[OUTPUT_BUFFER_SIZE];
};

/* False if there is no pipe; output_buffer_close is to be called in any case. */
bool output_buffer_open(struct output_buffer *output, int terminal);
void output_buffer_close(struct output_buffer *output);

/* Drops what curses has written. */
void output_buffer_forget(struct output_buffer *output);

/* Bytes that curses has written and that are still in the pipe. */
size_t output_buffer_waiting(const struct output_buffer *output);

/* Writes as much as the terminal takes now. True if nothing is left. Output for a terminal that was closed is
 * dropped. */
bool output_buffer_flush(struct output_buffer *output);

/* As output_buffer_flush, but waits up to `limit` ms for the terminal to take it all. */
bool output_buffer_drain(struct output_buffer *output, int limit);

#endif
