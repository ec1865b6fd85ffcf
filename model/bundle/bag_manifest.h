/* A manifest: the SHA-512 of each file, in the format of sha512sum. */
#ifndef MODEL_BUNDLE_BAG_MANIFEST_H
#define MODEL_BUNDLE_BAG_MANIFEST_H

#include "model/audit/digest_stream.h"

#include <stdbool.h>
#include <stddef.h>

struct bag_line {
    char *name; /* owned */
    char digest[DIGEST_LONG_TEXT];
};

struct bag_manifest {
    struct bag_line *lines; /* owned; sorted by name */
    size_t count, capacity;
};

/* Parses a manifest. False if a line is malformed; such lines are skipped. */
bool bag_manifest_read(struct bag_manifest *manifest, const char *text, size_t length);
void bag_manifest_clear(struct bag_manifest *manifest);

/* The line of a file; NULL if it has none. */
const struct bag_line *bag_manifest_find(const struct bag_manifest *manifest, const char *name);

#endif
