/* What lies in a folder into which the product has saved audio. */
#ifndef TESTS_E2E_SAVED_H
#define TESTS_E2E_SAVED_H

#include <stddef.h>

#include "tests/e2e/tapedeck.h"

/* How many files are in it, and in the folders in it; those with hidden names count. */
size_t saved_count(const char *folder);

/* Whether the file has the bytes that the server gives for the call. */
bool saved_is_audio(struct server *server, const char *path, const char *id);

/* Calls `each` for every file; the test fails if the folder cannot be read. */
void saved_each(const char *folder, void (*each)(void *context, const char *path), void *context);

#endif
