/* Agents that turned out to be the same and were merged into one. */
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

/* Whether, since the last call, agents were merged or data of another agent than the answer's changed: all agents
 * must be read again then. */
bool writer_take_others(struct writer *writer);

/* All merges ever made; the caller frees. */
struct writer_merged *writer_merged(const struct writer *writer, size_t *count);

/* note: agents were merged by this writer; read: loads all merges, also of other programs. */
bool writer_note_merge(struct writer *writer, struct failure *failure);
bool writer_read_merged(struct writer *writer, struct failure *failure);

/* The agent into which an agent was merged, or itself. */
int64_t writer_merged_agent(const struct writer *writer, int64_t agent);

#endif
