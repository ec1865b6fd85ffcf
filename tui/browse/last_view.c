#include "tui/browse/last_view.h"

#include "net/base/folders.h"
#include "net/base/state_file.h"
#include "net/base/translate.h"
#include "tui/input/filter_history_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_SIZE = 2048 };

struct contents {
    const struct last_view *view;
    const char *account;
};

/* What stands behind "name " in a line; NULL if it is another one. */
static const char *value_of(const char *line, const char *name)
{
    size_t length = strlen(name);
    return strncmp(line, name, length) == 0 && line[length] == ' ' ? line + length + 1 : NULL;
}

/* "CALL PLACE AGENT". */
static void read_selected(struct last_view *view, const char *value)
{
    char *end = NULL, *start = NULL;
    view->call = strtoll(value, &end, 10);
    view->place = *end == ' ' ? strtoll(end + 1, &start, 10) : 0;
    view->has_selected =
        end != value && start != NULL && *start == ' ' && agent_reference_parse(&view->of, start + 1);
}

/* "LENGTH NAME". */
static void read_rank(struct last_view *view, const char *value)
{
    char *end = NULL;
    view->length = strtoll(value, &end, 10);
    view->has_rank = end != value && *end == ' ';
    if (view->has_rank)
        snprintf(view->name, sizeof(view->name), "%s", end + 1);
}

static void read_line(struct last_view *view, const char *line)
{
    const char *value = value_of(line, "agent");
    if (value != NULL)
        view->has_agent = agent_reference_parse(&view->agent, value);
    value = value_of(line, "filter");
    if (value != NULL && filter_history_file_holds(value, strlen(value)))
        snprintf(view->filter, sizeof(view->filter), "%s", value);
    value = value_of(line, "selected");
    if (value != NULL)
        read_selected(view, value);
    value = value_of(line, "file");
    if (value != NULL)
        snprintf(view->file, sizeof(view->file), "%s", value);
    value = value_of(line, "rank");
    if (value != NULL)
        read_rank(view, value);
    value = value_of(line, "order");
    if (value != NULL)
        view->oldest_first = strcmp(value, "oldest") == 0;
    value = value_of(line, "sort");
    if (value != NULL)
        list_sorting_read(&view->sorting, value);
}

bool last_view_read(struct last_view *view, const char *account)
{
    char line[LINE_SIZE], *path = folders_path(FOLDERS_STATE, "view");
    FILE *file = path != NULL ? state_file_open(path) : NULL;
    bool ours = false;
    *view = (struct last_view){0};
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        const char *of = value_of(line, "account");
        if (of != NULL)
            ours = strcmp(of, account) == 0;
        else if (ours)
            read_line(view, line);
    }
    if (file != NULL)
        fclose(file);
    free(path);
    return ours;
}

static void write_view(FILE *file, const void *context)
{
    const struct contents *contents = context;
    const struct last_view *view = contents->view;
    char sorting[LIST_SORTING_SIZE];
    char agent[sizeof(view->agent.identification) + 20];
    fprintf(file, "account %s\n", contents->account);
    if (view->has_agent)
        fprintf(file, "agent %s\n", agent_reference_text(agent, sizeof(agent), &view->agent));
    if (view->filter[0] != '\0')
        fprintf(file, "filter %s\n", view->filter);
    if (view->has_selected) {
        fprintf(file, "selected %" PRId64 " %" PRId64 " %s\n", view->call, view->place,
                agent_reference_text(agent, sizeof(agent), &view->of));
        fprintf(file, "file %s\n", view->file);
        if (view->has_rank)
            fprintf(file, "rank %" PRId64 " %s\n", view->length, view->name);
    }
    fprintf(file, "order %s\n", view->oldest_first ? "oldest" : "newest");
    if (view->sorting.by != LIST_SORT_START)
        fprintf(file, "sort %s\n", list_sorting_text(sorting, &view->sorting));
}

bool last_view_write(const struct last_view *view, const char *account, struct failure *failure)
{
    const struct contents contents = {view, account};
    char *path = folders_path(FOLDERS_STATE, "view");
    bool written = path == NULL || state_file_replace(path, tr("the view"), write_view, &contents, failure);
    free(path);
    return written;
}
