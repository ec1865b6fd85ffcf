/* A manifest: for each file its SHA-512, as sha512sum writes and reads it. */
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
    struct bag_line *lines; /* owned; in the order of their names once read */
    size_t count, capacity;
};

/* False if some line is none: it is left out. */
bool bag_manifest_read(struct bag_manifest *manifest, const char *text, size_t length);
void bag_manifest_clear(struct bag_manifest *manifest);

/* NULL if there is none of that name. */
const struct bag_line *bag_manifest_find(const struct bag_manifest *manifest, const char *name);

#endif
