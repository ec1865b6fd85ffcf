/* What is noted, heard and held of random recordings, changed at random beside an archive that others read. */
#ifndef TESTS_UNIT_MODEL_QUERY_RANDOM_NOTED_H
#define TESTS_UNIT_MODEL_QUERY_RANDOM_NOTED_H

#include "model/notes/notes_file.h"
#include "tests/unit/model/archive/archive_fixture.h"

struct random_noted {
    struct archive_fixture *archive; /* that it lies beside */
    struct notes_file *file;
    char *path, *folder; /* of the notes, and of what is held */
};

void random_noted_open(struct random_noted *noted, struct archive_fixture *archive);
void random_noted_close(struct random_noted *noted);

/* Some changes at once: each of a call with an id from `first` up to so many more, of the file f0 or f1, and of an agent id:100 to
 * id:102. */
void random_noted_change(struct random_noted *noted, unsigned first, unsigned many);

#endif
