/* What the program has stored of an account on this machine: its archive with what belongs to it, and the files of
 * state. */
#ifndef TUI_COMMAND_STORED_H
#define TUI_COMMAND_STORED_H

#include "model/config/config.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a file is one that was set aside because it was damaged; notes whose contents have still to be taken over
 * (notes_place.h). */
enum stored_damage { STORED_SOUND, STORED_DAMAGED, STORED_DAMAGED_NOTES, STORED_MENDING };

struct stored_file {
    const char *what; /* "the archive"; static, untranslated */
    char *path;       /* owned */
    int64_t size;     /* bytes */
    enum stored_damage damage;
};

struct stored {
    char *base;       /* the account's address, normalised; owned, as are the others */
    char *label;      /* "greenbox@host" */
    char *archive;    /* path of its archive, which need not exist */
    bool has_archive; /* there are files of the archive; they come first in `files` */
    struct stored_file *files;
    size_t count;
    size_t capacity;
};

/* Lists the files; creates nothing. False with *failure filled if the address is invalid, or there is no folder for
 * the archive; *stored is cleared then. */
bool stored_find(struct stored *stored, const struct config *config, struct failure *failure);
void stored_clear(struct stored *stored);

int64_t stored_size(const struct stored *stored); /* of all files, in bytes */

#endif
