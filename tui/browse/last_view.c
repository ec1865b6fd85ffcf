#include "tui/browse/last_view.h"

#include "net/base/folders.h"
#include "net/base/state_file.h"
#include "net/base/translate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct contents {
    const struct last_view *view;
    const char *account;
};

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
    const char *value;
    if (view_lines_read(&view->shown, line))
        return;
    if ((value = view_lines_value(line, "selected")) != NULL)
        read_selected(view, value);
    else if ((value = view_lines_value(line, "file")) != NULL)
        snprintf(view->file, sizeof(view->file), "%s", value);
    else if ((value = view_lines_value(line, "rank")) != NULL)
        read_rank(view, value);
}

bool last_view_read(struct last_view *view, const char *account)
{
    char *path = folders_path(FOLDERS_STATE, "view");
    struct name_list lines = {NULL, 0, 0};
    bool is_ours = false;
    *view = (struct last_view){.has_selected = false};
    if (path != NULL)
        state_file_lines(path, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        const char *of = view_lines_value(lines.names[i], "account");
        if (of != NULL)
            is_ours = strcmp(of, account) == 0;
        else if (is_ours)
            read_line(view, lines.names[i]);
    }
    name_list_clear(&lines);
    free(path);
    return is_ours;
}

static void write_view(FILE *file, const void *context)
{
    const struct contents *contents = context;
    const struct last_view *view = contents->view;
    char agent[AGENT_REFERENCE_SIZE];
    fprintf(file, "account %s\n", contents->account);
    view_lines_write(file, &view->shown);
    if (!view->has_selected)
        return;
    fprintf(file, "selected %" PRId64 " %" PRId64 " %s\n", view->call, view->place,
            agent_reference_text(agent, sizeof(agent), &view->of));
    fprintf(file, "file %s\n", view->file);
    if (view->has_rank)
        fprintf(file, "rank %" PRId64 " %s\n", view->length, view->name);
}

bool last_view_write(const struct last_view *view, const char *account, struct failure *failure)
{
    const struct contents contents = {view, account};
    char *path = folders_path(FOLDERS_STATE, "view");
    bool written = path == NULL || state_file_replace(path, tr("the view"), write_view, &contents, failure);
    free(path);
    return written;
}
