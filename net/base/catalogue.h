/* A message catalogue compiled by msgfmt (GNU MO, "The Format of GNU MO Files" in the gettext manual). The system's
 * gettext is not used because it reads no catalogue in the locale C.UTF-8 (glibc 2.39 and later), whatever LANGUAGE
 * says, and that is the locale where no other is installed. */
#ifndef NET_BASE_CATALOGUE_H
#define NET_BASE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue {
    char *bytes; /* the whole file; owned; NULL if none is loaded */
    size_t size;
    uint32_t count;
};

/* Loads a file in this machine's byte order with sorted messages, as msgfmt writes it. False, and *catalogue is
 * empty, if it cannot be read or any offset in it is invalid. */
bool catalogue_read(struct catalogue *catalogue, const char *path);
void catalogue_clear(struct catalogue *catalogue);

/* The translation of a message, owned by the catalogue; NULL if there is none. For a message with plural forms
 * `form` is the index of the form, from 0; an index beyond the last form gives the last one. */
const char *catalogue_find(const struct catalogue *catalogue, const char *text, unsigned form);

#endif
