/* Columns of the lists of recordings, as they are chosen: some of them, in an order. Pure. */
#ifndef MODEL_CONFIG_CONFIG_COLUMNS_H
#define MODEL_CONFIG_CONFIG_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

enum config_column {
    CONFIG_COLUMN_START,
    CONFIG_COLUMN_LENGTH,
    CONFIG_COLUMN_CALLER,
    CONFIG_COLUMN_AGENT,
    CONFIG_COLUMN_QUEUE,
    CONFIG_COLUMN_TYPE,
    CONFIG_COLUMNS_MOST
};

struct config_columns {
    enum config_column at[CONFIG_COLUMNS_MOST];
    size_t count;
};

#define CONFIG_COLUMNS_USUAL "start, length, caller, agent, queue, type"

const char *config_columns_name(enum config_column column);

/* Reads names with commas or blanks between them, at least one and none twice. False otherwise: *columns is as it was
 * then. */
bool config_columns_read(struct config_columns *columns, const char *text);

/* Whether they are all, in the usual order. */
bool config_columns_are_usual(const struct config_columns *columns);

#endif
