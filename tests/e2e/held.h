/* A call on hold, for tests: made, deleted at the server, looked for in all files. */
#ifndef TESTS_E2E_HELD_H
#define TESTS_E2E_HELD_H

#include <stddef.h>

#include "tests/e2e/tapedeck.h"

#define HELD_REASON "complaint 4711"

enum { HELD_CALL_SIZE = 24, HELD_CALLER_SIZE = 40 };

/* The call under test: the newest of agent 101, its caller is nobody else's, and it is marked and has a note. */
struct held {
    char call[HELD_CALL_SIZE];
    char caller[HELD_CALLER_SIZE];
    char *audio; /* what the server gives for it; owned */
    size_t size;
};

/* Serves and syncs a history with it; held_make holds it, too, until 2099. */
struct held held_prepare(struct fixture *fixture);
struct held held_make(struct fixture *fixture);

/* The server has it no longer. */
void held_delete(struct fixture *fixture, const struct held *held);

/* How many files of the program have these bytes; why it was held, which only the access log goes on to say. */
size_t held_files_with(struct fixture *fixture, const char *bytes, size_t length);
size_t held_files_with_reason(struct fixture *fixture);

/* The recording, its note and its audio are all there; nothing of them is in any file. */
void held_expect_there(struct fixture *fixture, const struct held *held);
void held_expect_nowhere(struct fixture *fixture, const struct held *held);

/* Runs a line of shell for each archive, of which the name is $f, in their folder. */
void held_in_archives(struct fixture *fixture, const char *line);

/* Such a line: another byte in the copy of the only one that is held. */
#define HELD_FLIP "m=$(ls $f.held/*.mp3) && printf b | dd of=\"$m\" bs=1 seek=900 conv=notrunc 2>/dev/null"

void held_expect_says(const struct command *command, int status, const char *text);

#endif
