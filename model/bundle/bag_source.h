/* The files of a bag that somebody has given us: a zip, or the folder that it was unpacked into. Nothing of it is
 * written anywhere. Blocks. */
#ifndef MODEL_BUNDLE_BAG_SOURCE_H
#define MODEL_BUNDLE_BAG_SOURCE_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct bag_source;

/* NULL with *failure filled if it is neither. */
struct bag_source *bag_source_open(const char *path, struct failure *failure);
void bag_source_close(struct bag_source **source);

/* The names in their order (strcmp), without that of the folder that is around all of them in a zip; a name can be
 * there twice. What is no file, such as a link, is among them and cannot be read. */
size_t bag_source_count(const struct bag_source *source);
const char *bag_source_name(const struct bag_source *source, size_t index);

/* False, and perhaps not all was taken, if it cannot be read, or is not what its checksum says. */
bool bag_source_read(struct bag_source *source, size_t index,
                     void (*take)(void *context, const char *bytes, size_t length), void *context);

#endif
