/* Files that appear under their names at once and whole, never in the place of others: a file without a name is
 * written and synced, then linked. Only their owner can read them. Blocks: for threads beside the loop. */
#ifndef MODEL_KEEP_KEPT_FILE_H
#define MODEL_KEEP_KEPT_FILE_H

#include "net/base/failure.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file on its way: to be written through its descriptor, or a stream on a copy of that, and then kept. */
struct kept_draft;

/* Makes the folders that the path needs. NULL with *failure filled. */
struct kept_draft *kept_draft_open(const char *path, struct failure *failure);
int kept_draft_file(const struct kept_draft *draft);

/* Syncs it and gives it its name, or "NAME (2).END" and so on where another file stands; that is the caller's to
 * free. NULL with *failure filled. */
char *kept_draft_keep(struct kept_draft *draft, struct failure *failure);
void kept_draft_free(struct kept_draft **draft); /* without it, nothing is left of one that was not kept */

/* Writes all bytes to an open file. False with errno set. */
bool kept_file_write(int file, const char *bytes, size_t length);

/* What is kept: a file's bytes, or a text's. */
struct kept_content {
    int file;         /* read from its beginning on; not owned */
    const char *text; /* NULL: the file */
    uint64_t size;
    const atomic_bool *is_unwanted; /* true: what has no name yet gets none any more; NULL: it is wanted */
};

enum kept_outcome {
    KEPT_NEW,
    KEPT_SAME, /* a file with the same bytes was there */
    KEPT_FAILED,
};

/* Keeps it as `path`, or as "NAME (2).END" and so on where another file stands; makes the folders that it needs.
 * *kept_as is the path that it has, the caller's to free; NULL with *failure filled if it failed. */
enum kept_outcome kept_file_put(const char *path, const struct kept_content *content, char **kept_as,
                                struct failure *failure);

/* Whether anything can be written into a folder ("": the one that the program runs in), which is made: something is, and
 * leaves nothing. False with *failure filled. */
bool kept_folder_takes(const char *folder, struct failure *failure);

/* The same as on file systems that cannot make files without a name. */
enum kept_outcome kept_file_put_named(const char *path, const struct kept_content *content, char **kept_as,
                                      struct failure *failure);

#endif
