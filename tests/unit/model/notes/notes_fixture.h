/* Notes on a loop, in a folder of their own. */
#ifndef TESTS_UNIT_MODEL_NOTES_NOTES_FIXTURE_H
#define TESTS_UNIT_MODEL_NOTES_NOTES_FIXTURE_H

#include "model/notes/notes.h"
#include "model/notes/notes_file.h"
#include "tests/unit/model/keep/kept_folder.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct notes_fixture {
    struct kept_folder folder;
    char path[100]; /* of the file */
    uv_loop_t loop;
    struct failure failed;              /* the last one */
    unsigned changes, failures, asides; /* how often which was told */
    unsigned closed;
    int64_t committed; /* see notes_open */
};

void notes_fixture_set_up(struct notes_fixture *fixture);
void notes_fixture_tear_down(struct notes_fixture *fixture);

struct notes *notes_fixture_open(struct notes_fixture *fixture, bool is_patient);
void notes_fixture_close(struct notes_fixture *fixture, struct notes **notes);

/* The file itself, which is sound. */
struct notes_file *notes_fixture_file(const struct notes_fixture *fixture);

/* Until nothing is being read or written. The test fails if something could not be. */
void notes_fixture_settle(struct notes_fixture *fixture, const struct notes *notes);
void notes_fixture_turn(struct notes_fixture *fixture); /* of the loop, once */

#endif
