/* What the program has stored of an account on this machine: its archive and all that belongs to it, the
 * filters that were kept and the last view. */
#ifndef TUI_COMMAND_STORED_H
#define TUI_COMMAND_STORED_H

#include "model/config/config.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was set aside, for it was damaged. */
enum stored_damage { STORED_SOUND, STORED_DAMAGED, STORED_DAMAGED_NOTES };

struct stored_file {
    const char *what; /* "the archive"; static */
    char *path;       /* owned */
    int64_t size;     /* bytes */
    enum stored_damage damage;
};

struct stored {
    char *base;       /* the account's address, normalised; owned, as are the others */
    char *label;      /* "greenbox@host" */
    char *archive;    /* where its archive is, or would be */
    bool has_archive; /* files of it are there, all before the others */
    struct stored_file *files;
    size_t count;
    size_t capacity;
};

/* Looks what there is, and makes nothing. False with *failure filled if the address is none, or nothing says
 * where the archive belongs; *stored is clear then. */
bool stored_find(struct stored *stored, const struct config *config, struct failure *failure);
void stored_clear(struct stored *stored);

int64_t stored_size(const struct stored *stored); /* of all files */

#endif
