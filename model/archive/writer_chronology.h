/* Samples ids and starts of the whole archive, to relate the server's ids to time. */
#ifndef MODEL_ARCHIVE_WRITER_CHRONOLOGY_H
#define MODEL_ARCHIVE_WRITER_CHRONOLOGY_H

#include <stdbool.h>
#include <stdint.h>

struct chronology;
struct failure;
struct writer;

/* Adds samples of the whole archive, denser for the days before `now` (ticks). False with *failure filled. */
bool writer_read_chronology(struct writer *writer, int64_t now, struct chronology *chronology,
                            struct failure *failure);

#endif
