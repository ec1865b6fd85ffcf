/* The file of the filters that have been kept: lines of UTF-8, oldest first. */
#ifndef TUI_INPUT_FILTER_HISTORY_FILE_H
#define TUI_INPUT_FILTER_HISTORY_FILE_H

#include "net/base/failure.h"
#include "net/base/name_list.h"

#include <stdbool.h>
#include <stddef.h>

enum { FILTER_HISTORY_MOST = 200 };

/* Whether a line is one that the prompt can hold. */
bool filter_history_file_holds(const char *line, size_t length);

/* Adds the lines that can be filters; none if there is no file. */
void filter_history_file_read(const char *path, struct name_list *lines);

/* Makes the filters of `added` the newest of the file and leaves out what is too old. The folder is made. */
bool filter_history_file_add(const char *path, const struct name_list *added, struct failure *failure);

#endif
