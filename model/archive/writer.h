/* The writer writes the archive: rows, what the server no longer has, and the coverage that they justify, always
 * together in one transaction. Runs on the worker thread, which alone uses the writing connection. Here it is
 * opened and closed. */
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
    int64_t settle;             /* ticks; ids of so long ago are never final */
    struct database_wait *wait; /* until writer_on_wait: see database_wait_by */
};

/* See archive_open; `set_aside` NULL: archive_open_again. */
struct writer *writer_open(const struct writer_options *options, char *set_aside, size_t set_aside_size,
                           struct failure *failure);
/* One that only reads, until it is left: see archive_open_to_read. NULL also if something would have to be settled. */
struct writer *writer_open_to_read(const struct writer_options *options, struct failure *failure);
void writer_close(struct writer **writer);

/* Closes it but for its connection, which is the caller's. */
sqlite3 *writer_leave(struct writer **writer);

/* Tells, on the writer's thread, that another program holds the archive and is waited for. */
void writer_on_wait(struct writer *writer, void (*waiting)(void *context), void *context);
bool writer_is_read_only(const struct writer *writer); /* the archive cannot be written to */
const struct server_traits *writer_traits(const struct writer *writer);

#endif
