/* Writes a whole list of recordings into a file: read block by block, and written beside the loop. The file appears
 * when all of it is there, and in nobody's place. All calls and callbacks on the loop's thread. */
#ifndef MODEL_KEEP_LIST_EXPORT_H
#define MODEL_KEEP_LIST_EXPORT_H

#include "model/query/queries.h"
#include "model/recording/record_writer.h"
#include "net/base/name_list.h"

#include <uv.h>

struct list_export;

struct list_export_options {
    uv_loop_t *loop;
    struct queries *queries; /* outlives it */
    struct list_query query;
    const char *path; /* copied */
    struct record_style style;
    const struct name_list *notes; /* as of record_notes; copied */

    /* Once; it is gone after that. `kept_as` is the name of the file, or NULL with *failure filled. */
    void (*ended)(void *context, const char *kept_as, const struct failure *failure);
    void *context;
};

/* How a file of that name is written: ".xlsx", ".json", ".jsonl", and ".csv" for the spreadsheets of the locale. False if it
 * ends otherwise. */
bool list_export_style(const char *path, struct record_style *style);

struct list_export *list_export_start(const struct list_export_options *options);
void list_export_stop(struct list_export **export);          /* without a callback; nothing is left of it */
uint64_t list_export_rows(const struct list_export *export); /* so far */
size_t list_export_cut(const struct list_export *export);    /* texts that were too long, at the end */

#endif
