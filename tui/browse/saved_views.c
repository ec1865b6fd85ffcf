#include "tui/browse/saved_views.h"

#include "net/base/folders.h"
#include "net/base/memory.h"
#include "net/base/state_file.h"
#include "net/base/translate.h"
#include "tui/input/filter_history_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The file has lines "view NAME", behind each "account …" and what view_lines.h has, and comments anywhere. Reads the view whose
 * lines begin at *at, which goes behind them. False if it is of another account. */
static bool read_view(struct saved_view *view, const struct name_list *lines, size_t *at, const char *account)
{
    bool is_ours = true;
    *view = (struct saved_view){.name = ""};
    snprintf(view->name, sizeof(view->name), "%s", view_lines_text(lines->names[(*at)++], "view"));
    for (; *at < lines->count; ++*at) {
        const char *of = view_lines_text(lines->names[*at], "account");
        if (of != NULL)
            is_ours = strcmp(of, account) == 0;
        else if (!view_lines_read(&view->shown, lines->names[*at]))
            break;
    }
    return is_ours;
}

void saved_views_read(struct saved_views *views, const char *account)
{
    char *path = folders_path(FOLDERS_STATE, "views");
    struct name_list lines = {NULL, 0, 0};
    struct saved_view view;
    if (path != NULL)
        state_file_lines(path, &lines);
    for (size_t at = 0; at < lines.count;) {
        if (view_lines_text(lines.names[at], "view") == NULL)
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
    fprintf(file, "view %s\n", view->name);
    fprintf(file, "account %s\n", account);
    view_lines_write(file, &view->shown);
}

static void write_lines(FILE *file, const void *context)
{
    const struct change *change = context;
    const struct name_list *lines = change->lines;
    bool is_done = change->view == NULL || change->to != NULL;
    for (size_t at = 0; at < lines->count;) {
        struct saved_view view;
        size_t begin = at;
        const char *name = view_lines_text(lines->names[at], "view");
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
    struct name_list lines = {NULL, 0, 0};
    state_file_lines(path, &lines);
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
