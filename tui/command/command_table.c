#include "tui/command/command_table.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"

#include <stdlib.h>

void command_table_begin(struct command_table *table, FILE *stream, const struct command_column *columns,
                         size_t column_count)
{
    *table = (struct command_table){.stream = stream, .columns = columns, .column_count = column_count};
    for (size_t i = 0; i < column_count; i++)
        table->widths[i] = text_width(tr(columns[i].title));
}

void command_table_add(struct command_table *table, const char *const *cells)
{
    table->cells = memory_grow(table->cells, &table->capacity, table->cell_count + table->column_count,
                               sizeof *table->cells);
    for (size_t i = 0; i < table->column_count; i++) {
        char *cell = text_escaped(cells[i] && *cells[i] ? cells[i] : "–");
        unsigned width = text_width(cell);
        if (width > table->widths[i])
            table->widths[i] = width;
        table->cells[table->cell_count++] = cell;
    }
}

static void put_blanks(FILE *stream, unsigned count)
{
    fprintf(stream, "%*s", (int)count, "");
}

static void put_cell(struct command_table *table, size_t column, const char *text)
{
    bool last = column + 1 == table->column_count;
    unsigned blanks = table->widths[column] - text_width(text);
    if (table->columns[column].right)
        put_blanks(table->stream, blanks);
    fputs(text, table->stream);
    if (!table->columns[column].right && !last)
        put_blanks(table->stream, blanks);
    fputs(last ? "\n" : "  ", table->stream);
}

static void put_head(struct command_table *table)
{
    if (table->has_head)
        return;
    table->has_head = true;
    for (size_t i = 0; i < table->column_count; i++)
        put_cell(table, i, tr(table->columns[i].title));
}

void command_table_flush(struct command_table *table)
{
    if (table->cell_count == 0)
        return;
    put_head(table);
    for (size_t i = 0; i < table->cell_count; i++) {
        put_cell(table, i % table->column_count, table->cells[i]);
        free(table->cells[i]);
    }
    table->cell_count = 0;
}

void command_table_end(struct command_table *table)
{
    command_table_flush(table);
    free(table->cells);
    table->cells = NULL;
    table->capacity = 0;
}
