#include "model/config/config_columns.h"

#include <string.h>

static const char *const names[CONFIG_COLUMNS_MOST] = {"start", "length", "caller", "agent", "queue", "type"};

static const char separators[] = ", \t";

const char *config_columns_name(enum config_column column)
{
    return names[column];
}

/* The column of that name, which is not among those already; CONFIG_COLUMNS_MOST if there is none. */
static enum config_column find(const struct config_columns *columns, const char *name, size_t length)
{
    int found = 0;
    while (found < CONFIG_COLUMNS_MOST &&
           (strlen(names[found]) != length || strncmp(names[found], name, length) != 0))
        found++;
    for (size_t i = 0; i < columns->count; i++)
        if ((int)columns->at[i] == found)
            return CONFIG_COLUMNS_MOST;
    return (enum config_column)found;
}

bool config_columns_read(struct config_columns *columns, const char *text)
{
    struct config_columns read = {.count = 0};
    for (const char *at = text + strspn(text, separators); *at; at += strspn(at, separators)) {
        size_t length = strcspn(at, separators);
        enum config_column column = find(&read, at, length);
        if (column == CONFIG_COLUMNS_MOST)
            return false;
        read.at[read.count++] = column;
        at += length;
    }
    if (read.count)
        *columns = read;
    return read.count > 0;
}

bool config_columns_are_usual(const struct config_columns *columns)
{
    size_t i = 0;
    while (i < columns->count && columns->at[i] == (enum config_column)i)
        i++;
    return i == CONFIG_COLUMNS_MOST;
}
