/* Ids and times of recordings all over the archive: what they tell about the server's ids. */
#ifndef MODEL_ARCHIVE_WRITER_CHRONOLOGY_H
#define MODEL_ARCHIVE_WRITER_CHRONOLOGY_H

#include <stdbool.h>
#include <stdint.h>

struct chronology;
struct failure;
struct writer;

/* Adds ids and times of recordings all over the archive, and closer ones of the days before `now` (ticks). */
bool writer_read_chronology(struct writer *writer, int64_t now, struct chronology *chronology,
                            struct failure *failure);

#endif
