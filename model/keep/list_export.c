#include "model/keep/list_export.h"

#include "model/keep/kept_file.h"
#include "model/query/list_walk.h"
#include "model/recording/export.h"
#include "model/recording/spreadsheet.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* While is_busy is set a thread of the pool owns all from `page` on, and the loop does not touch it. */
struct list_export {
    struct list_export_options options;
    struct list_walk *walk;
    uint64_t rows;
    bool is_stopped, is_busy;
    bool is_last; /* the walk has ended: the file is to be finished */
    uv_work_t work;
    char *path;
    struct page *page; /* rows to be written from `first` on; owned; NULL for none */
    size_t first;
    struct kept_draft *draft;
    FILE *stream; /* on a duplicate of the draft's descriptor */
    struct record_writer writer;
    struct name_list notes; /* owned */
    size_t cut;
    char *kept_as;
    struct failure failure;
};

bool list_export_style(const char *path, struct record_style *style)
{
    static const struct {
        const char *end;
        enum record_format format;
    } rows[] = {{".json", RECORD_JSON}, {".jsonl", RECORD_JSONL}, {".xlsx", RECORD_XLSX}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof rows / sizeof *rows; i++)
        if (strcasecmp(dot, rows[i].end) == 0) {
            *style = record_style_plain(rows[i].format);
            return true;
        }
    if (!dot || strcasecmp(dot, ".csv") != 0)
        return false;
    *style = spreadsheet_style();
    return true;
}

static void export_free(struct list_export *export)
{
    record_drop(&export->writer);
    if (export->stream)
        fclose(export->stream);
    name_list_clear(&export->notes);
    page_free(&export->page);
    kept_draft_free(&export->draft);
    free(export->kept_as);
    free(export->path);
    free(export);
}

static bool fail(struct list_export *export)
{
    return failure_set_disk(&export->failure, tr("check the folder and its permissions"),
                            tr("the list cannot be written: %s"), strerror(errno));
}

static bool open_stream(struct list_export *export)
{
    export->draft = kept_draft_open(export->path, &export->failure);
    if (!export->draft)
        return false;
    int copy = dup(kept_draft_file(export->draft));
    export->stream = copy >= 0 ? fdopen(copy, "w") : NULL;
    if (!export->stream) {
        fail(export);
        if (copy >= 0)
            close(copy);
        return false;
    }
    export_begin(&export->writer, export->stream, &export->options.style);
    return true;
}

static bool finish(struct list_export *export)
{
    record_notes(&export->writer, &export->notes);
    export->cut = record_cut(&export->writer);
    return record_end(&export->writer);
}

/* On a thread of the pool. */
static void write_page(uv_work_t *work)
{
    struct list_export *export = work->data;
    if (!export->stream && !open_stream(export))
        return;
    for (size_t i = export->first; export->page && i < export->page->count; i++)
        export_recording(&export->writer, &export->page->rows[i].recording);
    if (export->writer.error || (export->is_last && !finish(export))) {
        errno = export->writer.error ? export->writer.error : errno;
        fail(export);
    } else if (export->is_last) {
        export->kept_as = kept_draft_keep(export->draft, &export->failure);
    }
}

static void end(struct list_export *export)
{
    list_walk_stop(&export->walk);
    export->options.ended(export->options.context, export->kept_as, &export->failure);
    export_free(export);
}

static void on_written(uv_work_t *work, int status)
{
    struct list_export *export = work->data;
    (void)status;
    export->is_busy = false;
    if (export->is_stopped) {
        if (export->kept_as) /* the file was finished before the export was stopped */
            unlink(export->kept_as);
        export_free(export);
        return;
    }
    export->rows += export->page ? export->page->count - export->first : 0;
    page_free(&export->page);
    if (export->is_last || export->failure.kind != FAILURE_NONE)
        end(export);
    else
        list_walk_go_on(export->walk);
}

static void start_work(struct list_export *export)
{
    export->is_busy = true;
    export->work.data = export;
    int code = uv_queue_work(export->options.loop, &export->work, write_page, on_written);
    if (code)
        die("cannot write beside the loop: %s", uv_strerror(code));
}

static void take_page(void *context, struct page *page, size_t first)
{
    struct list_export *export = context;
    export->page = page;
    export->first = first;
    start_work(export);
}

static void on_walked(void *context, const struct failure *failure)
{
    struct list_export *export = context;
    export->walk = NULL;
    if (failure) {
        export->failure = *failure;
        end(export);
        return;
    }
    export->is_last = true;
    start_work(export);
}

struct list_export *list_export_start(const struct list_export_options *options)
{
    struct list_export *export = memory_new(sizeof *export);
    const struct list_walk_options walk = {.queries = options->queries,
                                           .slot = QUERY_EXPORT,
                                           .query = options->query,
                                           .hand = take_page,
                                           .ended = on_walked,
                                           .context = export};
    export->options = *options;
    export->path = memory_text(options->path);
    for (size_t i = 0; options->notes && i < options->notes->count; i++)
        name_list_add(&export->notes, options->notes->names[i]);
    export->walk = list_walk_start(&walk);
    return export;
}

void list_export_stop(struct list_export **export_pointer)
{
    struct list_export *export = *export_pointer;
    *export_pointer = NULL;
    if (!export)
        return;
    list_walk_stop(&export->walk);
    export->is_stopped = true;
    if (!export->is_busy)
        export_free(export);
}

uint64_t list_export_rows(const struct list_export *export)
{
    return export->rows;
}

size_t list_export_cut(const struct list_export *export)
{
    return export->cut;
}
