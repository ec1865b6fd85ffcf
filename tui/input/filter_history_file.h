/* The file of the filter history: lines of UTF-8, oldest first. Blocks. */
#ifndef TUI_INPUT_FILTER_HISTORY_FILE_H
#define TUI_INPUT_FILTER_HISTORY_FILE_H

#include "net/base/failure.h"
#include "net/base/name_list.h"

#include <stdbool.h>
#include <stddef.h>

enum { FILTER_HISTORY_MOST = 200 };

/* Whether the prompt can hold a line: UTF-8 without control characters, not empty, shorter than PROMPT_SIZE. */
bool filter_history_file_holds(const char *line, size_t length);

/* Adds the file's lines that the prompt can hold; none if there is no file. */
void filter_history_file_read(const char *path, struct name_list *lines);

/* Appends the filters to the file, each line only once, and drops the oldest beyond FILTER_HISTORY_MOST. Creates the
 * folder. False with *failure filled. */
bool filter_history_file_add(const char *path, const struct name_list *added, struct failure *failure);

#endif
