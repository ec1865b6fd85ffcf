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
    int64_t call;  /* deletes only the released recording of this call, see writer_release.h; 0: by time */
    uint64_t file; /* its file name, as writer_purge_file gives it */
    int64_t agent;
    int64_t before; /* ticks */
    bool dry_run;   /* only counts */
    bool done;      /* this and the following start zeroed */
    bool begun;
    int64_t from;             /* id from which the next part begins */
    uint64_t dated;           /* recordings with a start, so far */
    uint64_t undated;         /* without a start, and not on hold */
    uint64_t unread;          /* with a start that cannot be parsed; they stay */
    int64_t greatest_undated; /* id */
    uint64_t expired;         /* deleted so far, or to be deleted */
    int64_t oldest;           /* ticks: earliest start that is left; 0: none */
    uint64_t held;            /* expired, but on hold */
};

uint64_t writer_purge_file(const char *file); /* a hash of a file name, "" if there is none */

/* Runs one part. False with *failure filled. */
bool writer_purge(struct writer *writer, struct writer_purge *purge, struct failure *failure);

/* After the commit: reports the deletion of a released recording to the holder. */
void writer_purge_tell(struct writer *writer, const struct writer_purge *purge);

#endif
