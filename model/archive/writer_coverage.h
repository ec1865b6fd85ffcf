/* The coverage of agents in the archive, with the times of verification. */
#ifndef MODEL_ARCHIVE_WRITER_COVERAGE_H
#define MODEL_ARCHIVE_WRITER_COVERAGE_H

#include <stdbool.h>
#include <stdint.h>

struct failure;
struct writer;
struct seen;
struct seen_range;

bool writer_read_all_seen(struct writer *writer, int64_t agent, struct seen *seen, struct failure *failure);
bool writer_cover(struct writer *writer, int64_t agent, bool whole, const struct seen_range *range,
                  struct failure *failure);

/* Removes a range from the coverage of whole and of cut answers. */
bool writer_uncover(struct writer *writer, int64_t agent, int64_t lo, int64_t hi, struct failure *failure);
bool writer_is_covered(struct writer *writer, int64_t agent, int64_t id, bool *is_covered,
                       struct failure *failure);

#endif
