/* After the release of a hold: deletes its rows that the server has already deleted. */
#ifndef MODEL_ARCHIVE_WRITER_RELEASE_H
#define MODEL_ARCHIVE_WRITER_RELEASE_H

#include <stdbool.h>
#include <stdint.h>

struct failure;
struct writer;

/* Deletes the rows of a call (of any agent) with a file name (see writer_purge_file) unless it is held again, and
 * counts them. Where rows are deleted the coverage is removed, so that the server is asked again. False with
 * *failure filled. */
bool writer_release(struct writer *writer, int64_t call, uint64_t file, uint64_t *deleted,
                    struct failure *failure);

#endif
