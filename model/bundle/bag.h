/* Creates a bag (BagIt 1.0, RFC 8493) as a zip. Blocks. */
#ifndef MODEL_BUNDLE_BAG_H
#define MODEL_BUNDLE_BAG_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct bag;

/* bag_name turns a case's title into a safe folder name. */
char *bag_name(const char *title); /* the caller frees */
struct bag *bag_new(const char *name);
void bag_free(struct bag **bag);

/* Adds a payload file, such as "recordings.csv". Takes ownership of the text; a file is read by bag_write. Names
 * consist of ASCII letters, digits and - _ . / only. */
void bag_add_text(struct bag *bag, const char *name, char *text, size_t length);
void bag_add_file(struct bag *bag, const char *name, const char *path);

/* Writes the zip, signed if `key` is not NULL, as `path` or "NAME (2).zip" if that exists. Returns the path, which
 * the caller frees; NULL with *failure filled. */
char *bag_write(struct bag *bag, const char *path, const char *key, struct failure *failure);

#endif
