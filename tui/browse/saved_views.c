#include "tui/browse/saved_views.h"

#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/name_list.h"
#include "net/base/state_file.h"
#include "net/base/translate.h"
#include "tui/input/filter_history_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands behind "name " in a line; NULL if it is another one. */
static const char *value_of(const char *line, const char *name)
{
    size_t length = strlen(name);
    const char *value = strncmp(line, name, length) == 0 && line[length] == ' ' ? line + length + 1 : NULL;
    return value != NULL && filter_history_file_holds(value, strlen(value)) ? value : NULL;
}

/* Lines "view NAME" and behind each "account …", "agent …", "filter …", "order …", "sort …"; comments and others where
 * anybody likes. */
static struct name_list read_lines(const char *path)
{
    char *line = NULL;
    size_t size = 0;
    struct name_list lines = {NULL, 0, 0};
    FILE *file = path != NULL ? state_file_open(path) : NULL;
    while (file != NULL && getline(&line, &size, file) >= 0) {
        line[strcspn(line, "\n")] = '\0';
        name_list_add(&lines, line);
    }
    if (file != NULL)
        fclose(file);
    free(line);
    return lines;
}

static bool is_of_view(const char *line)
{
    static const char *const names[] = {"account", "agent", "filter", "order", "sort"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (value_of(line, names[i]) != NULL)
            return true;
    return false;
}

/* Reads the view whose lines begin at *at, which goes behind them. False if it is of another account. */
static bool read_view(struct saved_view *view, const struct name_list *lines, size_t *at, const char *account)
{
    bool is_ours = true;
    const char *value;
    *view = (struct saved_view){.has_agent = false};
    snprintf(view->name, sizeof(view->name), "%s", value_of(lines->names[(*at)++], "view"));
    for (; *at < lines->count && is_of_view(lines->names[*at]); ++*at) {
        const char *line = lines->names[*at];
        if ((value = value_of(line, "account")) != NULL)
            is_ours = strcmp(value, account) == 0;
        else if ((value = value_of(line, "agent")) != NULL)
            view->has_agent = agent_reference_parse(&view->agent, value);
        else if ((value = value_of(line, "filter")) != NULL)
            snprintf(view->filter, sizeof(view->filter), "%s", value);
        else if ((value = value_of(line, "order")) != NULL)
            view->oldest_first = strcmp(value, "oldest") == 0;
        else if ((value = value_of(line, "sort")) != NULL)
            list_sorting_read(&view->sorting, value);
    }
    return is_ours;
}

void saved_views_read(struct saved_views *views, const char *account)
{
    char *path = folders_path(FOLDERS_STATE, "views");
    struct name_list lines = read_lines(path);
    struct saved_view view;
    for (size_t at = 0; at < lines.count;) {
        if (value_of(lines.names[at], "view") == NULL)
            at++;
        else if (read_view(&view, &lines, &at, account) && saved_views_find(views, view.name) == NULL) {
            views->views =
                memory_grow(views->views, &views->capacity, views->count + 1, sizeof(*views->views));
            views->views[views->count++] = view;
        }
    }
    name_list_clear(&lines);
    free(path);
}

void saved_views_clear(struct saved_views *views)
{
    free(views->views);
    *views = (struct saved_views){NULL, 0, 0};
}

const struct saved_view *saved_views_find(const struct saved_views *views, const char *name)
{
    for (size_t i = 0; i < views->count; i++)
        if (strcmp(views->views[i].name, name) == 0)
            return &views->views[i];
    return NULL;
}

char *saved_views_name(const char *typed)
{
    const char *begin = typed + strspn(typed, " ");
    size_t length = strlen(begin);
    while (length > 0 && begin[length - 1] == ' ')
        length--;
    return filter_history_file_holds(begin, length) ? memory_text_part(begin, length) : NULL;
}

/* A change of the file: the view of `name` gives way to `view`, or to none; all else stays as it is. */
struct change {
    const char *account;
    const char *name;
    const struct saved_view *view; /* NULL: none, */
    const char *to;                /* unless it is to be called so */
    const struct name_list *lines;
};

static void write_view(FILE *file, const char *account, const struct saved_view *view)
{
    char agent[sizeof(view->agent.identification) + 20], sorting[LIST_SORTING_SIZE];
    fprintf(file, "view %s\n", view->name);
    fprintf(file, "account %s\n", account);
    if (view->has_agent)
        fprintf(file, "agent %s\n", agent_reference_text(agent, sizeof(agent), &view->agent));
    if (view->filter[0] != '\0')
        fprintf(file, "filter %s\n", view->filter);
    fprintf(file, "order %s\n", view->oldest_first ? "oldest" : "newest");
    if (view->sorting.by != LIST_SORT_START)
        fprintf(file, "sort %s\n", list_sorting_text(sorting, &view->sorting));
}

static void write_lines(FILE *file, const void *context)
{
    const struct change *change = context;
    const struct name_list *lines = change->lines;
    bool is_done = change->view == NULL || change->to != NULL;
    for (size_t at = 0; at < lines->count;) {
        struct saved_view view;
        size_t begin = at;
        const char *name = value_of(lines->names[at], "view");
        if (name == NULL || !read_view(&view, lines, &at, change->account) ||
            strcmp(view.name, change->name) != 0) {
            at = begin + 1;
            fprintf(file, "%s\n", lines->names[begin]);
            continue;
        }
        if (change->to != NULL)
            snprintf(view.name, sizeof(view.name), "%s", change->to);
        if (change->to != NULL || !is_done)
            write_view(file, change->account, change->to != NULL ? &view : change->view);
        is_done = true;
    }
    if (!is_done)
        write_view(file, change->account, change->view);
}

static bool write_change(const struct change *wanted, struct failure *failure)
{
    char *path = folders_path(FOLDERS_STATE, "views");
    if (path == NULL)
        return failure_set(failure, FAILURE_DISK, tr("set HOME"), "%s",
                           tr("nothing says where searches are kept"));
    int lock = state_file_lock(path);
    struct name_list lines = read_lines(path);
    const struct change change = {.account = wanted->account,
                                  .name = wanted->name,
                                  .to = wanted->to,
                                  .view = wanted->view,
                                  .lines = &lines};
    bool written = state_file_replace(path, tr("the saved searches"), write_lines, &change, failure);
    state_file_unlock(lock);
    name_list_clear(&lines);
    free(path);
    return written;
}

bool saved_views_put(const char *account, const struct saved_view *view, struct failure *failure)
{
    return write_change(&(struct change){.account = account, .name = view->name, .view = view}, failure);
}

bool saved_views_remove(const char *account, const char *name, struct failure *failure)
{
    return write_change(&(struct change){.account = account, .name = name}, failure);
}

bool saved_views_rename(const char *account, const char *name, const char *to, struct failure *failure)
{
    return write_change(&(struct change){.account = account, .name = name, .to = to}, failure);
}
