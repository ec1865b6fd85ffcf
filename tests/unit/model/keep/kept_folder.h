/* A folder of a test into which files are saved. */
#ifndef TESTS_UNIT_MODEL_KEEP_KEPT_FOLDER_H
#define TESTS_UNIT_MODEL_KEEP_KEPT_FOLDER_H

#include <stddef.h>

struct kept_folder {
    char root[40];
};

void kept_folder_make(struct kept_folder *folder);
void kept_folder_remove(struct kept_folder *folder);

/* The path of a name in it; one of the last eight that were asked for. */
const char *kept_folder_path(const struct kept_folder *folder, const char *name);

/* Terminated; the caller frees. The test fails if it cannot be read. */
char *kept_folder_read(const struct kept_folder *folder, const char *name);
int kept_folder_mode(const struct kept_folder *folder, const char *name);

/* How many files are in it and the folders below it, those with hidden names counted, too. */
size_t kept_folder_count(const struct kept_folder *folder);

#endif
