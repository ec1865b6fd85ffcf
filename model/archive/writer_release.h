/* The end of a hold: what is gone from the server goes here, too. */
#ifndef MODEL_ARCHIVE_WRITER_RELEASE_H
#define MODEL_ARCHIVE_WRITER_RELEASE_H

#include <stdbool.h>
#include <stdint.h>

struct failure;
struct writer;

/* Deletes what was held of a call (of any agent) under a file name (see writer_purge_file), unless it is held again; counts
 * it. Where something goes the server is asked again. */
bool writer_release(struct writer *writer, int64_t call, uint64_t file, uint64_t *deleted,
                    struct failure *failure);

#endif
