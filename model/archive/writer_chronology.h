/* Ids and times of recordings all over the archive: what they tell about the server's ids. */
#ifndef MODEL_ARCHIVE_WRITER_CHRONOLOGY_H
#define MODEL_ARCHIVE_WRITER_CHRONOLOGY_H

#include <stdbool.h>

struct chronology;
struct failure;
struct writer;

/* Adds ids and times of recordings all over the archive. */
bool writer_read_chronology(struct writer *writer, struct chronology *chronology, struct failure *failure);

#endif
