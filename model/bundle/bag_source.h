/* Reads the files of a foreign bag: a zip or the folder it was unpacked into. Writes nothing. Blocks. */
#ifndef MODEL_BUNDLE_BAG_SOURCE_H
#define MODEL_BUNDLE_BAG_SOURCE_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct bag_source;

/* NULL with *failure filled if it is neither or cannot be read. */
struct bag_source *bag_source_open(const char *path, struct failure *failure);
void bag_source_close(struct bag_source **source);

/* The names sorted by strcmp, without the folder that encloses them in a zip. Duplicates are possible. Entries that
 * are not regular files, such as links, are listed but cannot be read. Names are untrusted. */
size_t bag_source_count(const struct bag_source *source);
const char *bag_source_name(const struct bag_source *source, size_t index);

/* Delivers a file's content in blocks. False if it cannot be read or its checksum in the zip is wrong; some blocks
 * may have been delivered then. */
bool bag_source_read(struct bag_source *source, size_t index,
                     void (*take)(void *context, const char *bytes, size_t length), void *context);

#endif
