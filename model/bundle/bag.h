/* A bag that is being put together (BagIt 1.0, RFC 8493), and its zip. Blocks. */
#ifndef MODEL_BUNDLE_BAG_H
#define MODEL_BUNDLE_BAG_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

struct bag;

/* `name` is that of the case, as somebody writes it; the folder in the zip is called after it. */
char *bag_name(const char *title); /* that folder; the caller frees */
struct bag *bag_new(const char *name);
void bag_free(struct bag **bag);

/* Adds a file of the payload, "recordings.csv". The text is taken over; a file is read when the bag is written. The
 * name has nothing but letters, digits, and - _ . / of ASCII. */
void bag_add_text(struct bag *bag, const char *name, char *text, size_t length);
void bag_add_file(struct bag *bag, const char *name, const char *path);

/* Writes the zip, signed where `key` is not NULL, as `path`, or "NAME (2).zip" where another file stands. Returns the
 * path that it has, the caller's to free; NULL with *failure filled. */
char *bag_write(struct bag *bag, const char *path, const char *key, struct failure *failure);

#endif
