/* A catalogue of sentences as msgfmt compiles it (GNU MO, "The Format of GNU MO Files" in the manual of gettext). The
 * gettext of the system reads none where the locale is C.UTF-8, as it is where no other is installed (glibc from 2.39
 * on), whatever LANGUAGE says. */
#ifndef NET_BASE_CATALOGUE_H
#define NET_BASE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue {
    char *bytes; /* owned; NULL: there is none */
    size_t size;
    uint32_t count;
};

/* Reads a file, of this machine's byte order and sorted, as msgfmt writes it. False if there is none, or it is no such
 * catalogue in every respect. */
bool catalogue_read(struct catalogue *catalogue, const char *path);
void catalogue_clear(struct catalogue *catalogue);

/* What stands for a text, owned by the catalogue; NULL if nothing does. Where there are several forms, by number, each
 * ends by a NUL, and `form` chooses; the last one is that of all others. */
const char *catalogue_find(const struct catalogue *catalogue, const char *text, unsigned form);

#endif
