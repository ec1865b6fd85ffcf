/* A table for people: a header and aligned columns. The widths come from the first block of rows and only grow, so
 * that a long table can be written while it is read. */
#ifndef TUI_COMMAND_COMMAND_TABLE_H
#define TUI_COMMAND_COMMAND_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { COMMAND_TABLE_MOST = 8 };

struct command_column {
    const char *title;
    bool right; /* aligned to the right, as numbers are */
};

struct command_table {
    FILE *stream; /* not owned */
    const struct command_column *columns;
    size_t column_count;
    unsigned widths[COMMAND_TABLE_MOST];
    char **cells; /* of the rows not yet written; owned */
    size_t cell_count;
    size_t capacity;
    bool has_head;
};

void command_table_begin(struct command_table *table, FILE *stream, const struct command_column *columns,
                         size_t column_count);

/* Adds a row of column_count texts. They are copied and escaped; NULL and "" become a dash. */
void command_table_add(struct command_table *table, const char *const *cells);

/* Writes the rows that were added since the last time. */
void command_table_flush(struct command_table *table);

/* Writes what is left and frees what is owned. */
void command_table_end(struct command_table *table);

#endif
