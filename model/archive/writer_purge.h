/* Deletes old recordings; the coverage is reduced to what is left. */
#ifndef MODEL_ARCHIVE_WRITER_PURGE_H
#define MODEL_ARCHIVE_WRITER_PURGE_H

#include <stdbool.h>
#include <stdint.h>

struct failure;
struct writer;

/* Deletes an agent's recordings that started before a time, one part per call until `done`. Recordings without a
 * start are kept as long as any other of the agent is. Not while answers about the agent are under way, nor between
 * the answers of a fetch. */
struct writer_purge {
    int64_t call;  /* only what was on hold of that, see writer_release.h; 0: by time */
    uint64_t file; /* and that had this name, see writer_purge_file */
    int64_t agent;
    int64_t before; /* ticks */
    bool dry_run;   /* only counts */
    bool done;      /* this and the following begin as 0 */
    bool begun;
    int64_t from;     /* the id to go on from */
    uint64_t dated;   /* looked at so far */
    uint64_t undated; /* likewise */
    uint64_t unread;  /* likewise: with a start that cannot be read; they stay */
    int64_t greatest_undated;
    uint64_t expired; /* deleted so far, or to be deleted */
    int64_t oldest;   /* start that is left; 0: none */
    uint64_t held;    /* that would have been deleted, but are on hold */
};

uint64_t writer_purge_file(const char *file); /* "" where it has none */

bool writer_purge(struct writer *writer, struct writer_purge *purge, struct failure *failure);

/* Tells who has released what it was of that it is committed. */
void writer_purge_tell(struct writer *writer, const struct writer_purge *purge);

#endif
