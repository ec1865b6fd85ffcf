#include "tui/browse/view_lines.h"

#include "tui/input/filter_history_file.h"

#include <string.h>

const char *view_lines_value(const char *line, const char *name)
{
    size_t length = strlen(name);
    return strncmp(line, name, length) == 0 && line[length] == ' ' ? line + length + 1 : NULL;
}

const char *view_lines_text(const char *line, const char *name)
{
    const char *value = view_lines_value(line, name);
    return value != NULL && filter_history_file_holds(value, strlen(value)) ? value : NULL;
}

bool view_lines_read(struct view_lines *view, const char *line)
{
    const char *value;
    if ((value = view_lines_value(line, "agent")) != NULL)
        view->has_agent = agent_reference_parse(&view->agent, value);
    else if ((value = view_lines_text(line, "filter")) != NULL)
        snprintf(view->filter, sizeof(view->filter), "%s", value);
    else if ((value = view_lines_text(line, "order")) != NULL)
        view->oldest_first = strcmp(value, "oldest") == 0;
    else if ((value = view_lines_text(line, "sort")) != NULL)
        list_sorting_read(&view->sorting, value);
    return value != NULL;
}

void view_lines_write(FILE *file, const struct view_lines *view)
{
    char agent[AGENT_REFERENCE_SIZE], sorting[LIST_SORTING_SIZE];
    if (view->has_agent)
        fprintf(file, "agent %s\n", agent_reference_text(agent, sizeof(agent), &view->agent));
    if (view->filter[0] != '\0')
        fprintf(file, "filter %s\n", view->filter);
    fprintf(file, "order %s\n", view->oldest_first ? "oldest" : "newest");
    if (view->sorting.by != LIST_SORT_START)
        fprintf(file, "sort %s\n", list_sorting_text(sorting, &view->sorting));
}
