#include "tui/input/filter_history.h"

#include "net/base/folders.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* What is being written, until it has been. */
struct job {
    struct filter_history *history;
    char *path;
    struct name_list added;
    bool done;
    struct failure failure;
};

static void remove_entry(struct filter_history *history, size_t place)
{
    free(history->entries[place]);
    history->count--;
    memmove(history->entries + place, history->entries + place + 1,
            (history->count - place) * sizeof(*history->entries));
}

/* Makes an entry the newest; the oldest goes where there is no room. */
static void add(struct filter_history *history, const char *filter)
{
    for (size_t i = 0; i < history->count; i++) {
        if (strcmp(history->entries[i], filter) == 0) {
            remove_entry(history, i);
            break;
        }
    }
    if (history->count == FILTER_HISTORY_MOST)
        remove_entry(history, 0);
    history->entries[history->count++] = memory_text(filter);
}

void filter_history_open(struct filter_history *history, bool uses_file,
                         void (*failed)(void *context, const struct failure *failure), void *context)
{
    struct name_list lines = {NULL, 0, 0};
    memset(history, 0, sizeof(*history));
    history->failed = failed;
    history->context = context;
    history->path = uses_file ? folders_path(FOLDERS_STATE, "filters") : NULL;
    if (history->path)
        filter_history_file_read(history->path, &lines);
    for (size_t i = 0; i < lines.count; i++)
        add(history, lines.names[i]);
    name_list_clear(&lines);
    filter_history_rewind(history);
}

void filter_history_close(struct filter_history *history)
{
    while (history->count > 0)
        remove_entry(history, history->count - 1);
    free(history->path);
    history->path = NULL;
}

void filter_history_rewind(struct filter_history *history)
{
    history->place = history->count;
}

bool filter_history_older(struct filter_history *history, struct prompt *prompt)
{
    size_t place = history->place;
    while (place > 0 && strcmp(history->entries[place - 1], prompt->text) == 0)
        place--; /* it is there already */
    if (place == 0)
        return false;
    if (history->place == history->count)
        memcpy(history->typed, prompt->text, sizeof(history->typed));
    history->place = place - 1;
    prompt_start(prompt, history->entries[history->place]);
    return true;
}

bool filter_history_newer(struct filter_history *history, struct prompt *prompt)
{
    if (history->place == history->count)
        return false;
    history->place++;
    prompt_start(prompt, history->place < history->count ? history->entries[history->place] : history->typed);
    return true;
}

static void start_saving(struct filter_history *history, uv_loop_t *loop);

static void on_work(uv_work_t *work)
{
    struct job *job = work->data;
    job->done = filter_history_file_add(job->path, &job->added, &job->failure);
}

static void on_worked(uv_work_t *work, int status)
{
    struct job *job = work->data;
    struct filter_history *history = job->history;
    history->saving = false;
    if (status == 0 && !job->done) {
        free(history->path); /* it will not do the next time either */
        history->path = NULL;
        history->failed(history->context, &job->failure);
    }
    start_saving(history, work->loop);
    name_list_clear(&job->added);
    free(job->path);
    free(job);
}

static void start_saving(struct filter_history *history, uv_loop_t *loop)
{
    if (!history->path || history->saving || history->unsaved == 0)
        return;
    struct job *job = memory_new(sizeof(*job));
    job->history = history;
    job->path = memory_text(history->path);
    for (size_t i = history->count - history->unsaved; i < history->count; i++)
        name_list_add(&job->added, history->entries[i]);
    history->unsaved = 0;
    history->saving = true;
    history->work.data = job;
    uv_queue_work(loop, &history->work, on_work, on_worked);
}

void filter_history_keep(struct filter_history *history, uv_loop_t *loop, const char *filter)
{
    if (filter[0] == '\0')
        return;
    add(history, filter);
    history->unsaved += history->unsaved < history->count;
    filter_history_rewind(history);
    start_saving(history, loop);
}
