/* Exports a whole list of recordings to a file: read block by block, written on a thread of the pool. The file
 * appears when it is complete and overwrites nothing. All calls and callbacks on the loop's thread. */
#ifndef MODEL_KEEP_LIST_EXPORT_H
#define MODEL_KEEP_LIST_EXPORT_H

#include "model/query/queries.h"
#include "model/recording/record_writer.h"
#include "net/base/name_list.h"

#include <uv.h>

struct list_export;

struct list_export_options {
    uv_loop_t *loop;
    struct queries *queries; /* must outlive it */
    struct list_query query;
    const char *path; /* copied */
    struct record_style style;
    const struct name_list *notes; /* for record_notes; copied */

    /* Called once; the export is freed afterwards. `kept_as` is the path of the file, or NULL with *failure filled. */
    void (*ended)(void *context, const char *kept_as, const struct failure *failure);
    void *context;
};

/* The style by a path's extension: ".xlsx", ".json", ".jsonl", or ".csv" (for spreadsheets of the locale). False
 * for any other. */
bool list_export_style(const char *path, struct record_style *style);

struct list_export *list_export_start(const struct list_export_options *options);
void list_export_stop(struct list_export **export); /* cancels without a callback and leaves no file */
uint64_t list_export_rows(const struct list_export *export); /* rows written so far */
size_t list_export_cut(const struct list_export *export);    /* number of truncated texts; valid at the end */

#endif
