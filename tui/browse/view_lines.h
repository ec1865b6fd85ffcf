/* What a list shows, as files of state have it, a line for each thing: "agent REF", "filter TEXT", "order newest" or
 * "oldest", "sort BY". Lines of other names are those of the file that has them. */
#ifndef TUI_BROWSE_VIEW_LINES_H
#define TUI_BROWSE_VIEW_LINES_H

#include "model/query/list_sort.h"
#include "model/recording/agent.h"
#include "tui/input/prompt.h"

#include <stdbool.h>
#include <stdio.h>

/* Plain data; all zeroes: all agents, newest first, without a filter. */
struct view_lines {
    bool has_agent; /* else all agents */
    struct agent_reference agent;
    char filter[PROMPT_SIZE]; /* "" for none */
    struct list_sorting sorting;
    bool oldest_first;
};

/* What stands behind "NAME " in a line; NULL if it is another line. Points into it. */
const char *view_lines_value(const char *line, const char *name);

/* The same of a value that a prompt can hold: UTF-8 without controls, not empty, shorter than PROMPT_SIZE. */
const char *view_lines_text(const char *line, const char *name);

/* Takes a line; false if it is none of these. */
bool view_lines_read(struct view_lines *view, const char *line);

void view_lines_write(FILE *file, const struct view_lines *view);

#endif
