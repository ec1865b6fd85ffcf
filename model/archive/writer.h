/* The only writer of the archive: rows, deletions, and the coverage that they justify are always committed in one
 * transaction. Runs on the worker thread, which alone uses the writing connection. This header opens and closes it. */
#ifndef MODEL_ARCHIVE_WRITER_H
#define MODEL_ARCHIVE_WRITER_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct database_wait;
struct failure;
struct writer;
struct server_traits;

struct writer_options {
    const char *path;
    const char *base;           /* the account's address */
    int64_t settle;             /* ticks; recordings younger than this are not final */
    struct database_wait *wait; /* used until writer_on_wait, see database_wait_by */
};

/* Opens the archive with archive_open or, if `set_aside` is NULL, archive_open_again. NULL with *failure filled. */
struct writer *writer_open(const struct writer_options *options, char *set_aside, size_t set_aside_size,
                           struct failure *failure);
/* A read-only writer, for reading agents until writer_leave: see archive_open_to_read. NULL with *failure filled,
 * also if something would have to be settled. */
struct writer *writer_open_to_read(const struct writer_options *options, struct failure *failure);
void writer_close(struct writer **writer);

/* Frees the writer and returns its connection, which the caller owns. */
sqlite3 *writer_leave(struct writer **writer);

/* Sets a callback, on the writer's thread, for waiting on another program's lock. */
void writer_on_wait(struct writer *writer, void (*waiting)(void *context), void *context);
bool writer_is_read_only(const struct writer *writer); /* the archive is read-only */
const struct server_traits *writer_traits(const struct writer *writer);

#endif
