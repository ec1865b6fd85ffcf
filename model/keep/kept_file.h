/* Creates files atomically and never overwrites: the data are written to an unnamed or temporary file, synced, and
 * linked under the final name. Readable by their owner only. Blocks: for threads other than the loop's. */
#ifndef MODEL_KEEP_KEPT_FILE_H
#define MODEL_KEEP_KEPT_FILE_H

#include "net/base/failure.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file being written, through its descriptor or a stream on a duplicate of it, before it has its name. */
struct kept_draft;

/* Creates missing parent folders. NULL with *failure filled. */
struct kept_draft *kept_draft_open(const char *path, struct failure *failure);
int kept_draft_file(const struct kept_draft *draft);

/* Syncs the file and links it under its name, or "NAME (2).END" and so on if that is taken. Returns the path, which
 * the caller frees; NULL with *failure filled. */
char *kept_draft_keep(struct kept_draft *draft, struct failure *failure);
void kept_draft_free(struct kept_draft **draft); /* removes a file that was not kept */

/* Writes all bytes to an open file. False with errno set. */
bool kept_file_write(int file, const char *bytes, size_t length);

/* The content to keep: of a file or a text. */
struct kept_content {
    int file;         /* read with pread from offset 0; not owned */
    const char *text; /* NULL: the file */
    uint64_t size;
    const atomic_bool
        *is_unwanted; /* set by another thread to cancel before the file gets its name; may be NULL */
};

enum kept_outcome {
    KEPT_NEW,
    KEPT_SAME, /* a file with the same content existed */
    KEPT_FAILED,
};

/* Writes the content as `path`, or "NAME (2).END" and so on if another file has that name; creates missing folders.
 * *kept_as is the path, which the caller frees; NULL with *failure filled on KEPT_FAILED. */
enum kept_outcome kept_file_put(const char *path, const struct kept_content *content, char **kept_as,
                                struct failure *failure);

/* Tests whether files can be written in a folder ("": the current one), which is created; leaves nothing behind.
 * False with *failure filled. */
bool kept_folder_takes(const char *folder, struct failure *failure);

/* For tests: kept_file_put as on file systems without O_TMPFILE. */
enum kept_outcome kept_file_put_named(const char *path, const struct kept_content *content, char **kept_as,
                                      struct failure *failure);

#endif
