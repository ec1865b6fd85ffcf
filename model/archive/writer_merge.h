/* Agents that turned out to be another one, which has everything of them now. */
#ifndef MODEL_ARCHIVE_WRITER_MERGE_H
#define MODEL_ARCHIVE_WRITER_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct failure;
struct writer;

struct writer_merged {
    int64_t agent;
    int64_t other;
};

/* Whether this writer has merged agents since the last call, or has changed what is known of others than the
 * one whose answer it filed: then all are to be read. */
bool writer_take_others(struct writer *writer);

/* All that ever were, *count of them; the caller frees. */
struct writer_merged *writer_merged(const struct writer *writer, size_t *count);

/* Agents have been merged, by this program or another: the numbers of those that are gone are read. */
bool writer_note_merge(struct writer *writer, struct failure *failure);
bool writer_read_merged(struct writer *writer, struct failure *failure);

/* The agent that has an agent's recordings now: itself, mostly. */
int64_t writer_merged_agent(const struct writer *writer, int64_t agent);

#endif
