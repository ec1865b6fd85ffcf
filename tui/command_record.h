/* Small records written for other programs: a JSON array, JSON lines or CSV. */
#ifndef TUI_COMMAND_RECORD_H
#define TUI_COMMAND_RECORD_H

#include "tui/options.h"

#include <stddef.h>
#include <stdio.h>

struct command_field {
    const char *name;
    const char *text;   /* NULL: absent, or it is a number */
    const char *number; /* NULL: absent, or it is a text */
};

/* Writes record `index` of a row of them, with what stands before it. */
void command_record_write(FILE *stream, enum options_format format, size_t index,
                          const struct command_field *fields, size_t count);

/* Writes what stands behind the last of `written` records. */
void command_record_end(FILE *stream, enum options_format format, size_t written);

#endif
