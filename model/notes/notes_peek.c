#include "model/notes/notes_peek.h"

#include "model/notes/notes_file.h"
#include "model/notes/notes_place.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <sys/stat.h>

struct notes_peek {
    char *path;
    struct notes_file *file; /* NULL if there was none at the last look */
    dev_t device;            /* these two tell when another file has its name */
    ino_t number;
    bool is_read; /* the table has what was in the file at the last read */
    struct note_table table;
    uint64_t version;
};

struct notes_peek *notes_peek_open(const char *path)
{
    struct notes_peek *peek = memory_new(sizeof *peek);
    peek->path = memory_text(path);
    return peek;
}

void notes_peek_close(struct notes_peek **peek_pointer)
{
    struct notes_peek *peek = *peek_pointer;
    *peek_pointer = NULL;
    if (!peek)
        return;
    notes_file_close(&peek->file);
    note_table_clear(&peek->table);
    free(peek->path);
    free(peek);
}

static void forget(struct notes_peek *peek)
{
    note_table_clear(&peek->table);
    peek->is_read = false;
    peek->version++;
}

/* Whether the file must not be opened: it has lost its bytes, and SQLite would then delete its log, which may still
 * have all notes; or another program is mending it under another name. */
static bool is_lost(const char *path, struct failure *failure)
{
    bool is_lost = notes_place_is_mending(path) || notes_place_is_emptied(path);
    if (is_lost)
        failure_set(failure, FAILURE_DISK, tr("start again to have it set aside"),
                    tr("the file of marks and notes is damaged: %s"), path);
    return is_lost;
}

/* Opens the file that has the name now, unless it is open already. False with *failure filled. */
static bool follow(struct notes_peek *peek, struct failure *failure)
{
    struct stat status;
    bool is_there = stat(peek->path, &status) == 0;
    if (peek->file && (!is_there || status.st_dev != peek->device || status.st_ino != peek->number)) {
        notes_file_close(&peek->file);
        forget(peek);
    }
    if (peek->file)
        return true;
    if (is_lost(peek->path, failure))
        return false;
    if (!is_there && !notes_place_has_some(peek->path))
        return true;
    peek->device = status.st_dev;
    peek->number = status.st_ino;
    peek->file = notes_file_open_to_read(peek->path, failure);
    return peek->file != NULL;
}

const struct note_table *notes_peek_read(struct notes_peek *peek, uint64_t *version, struct failure *failure)
{
    if (!follow(peek, failure))
        return NULL;
    if (peek->file && (notes_file_has_changed(peek->file) || !peek->is_read)) {
        forget(peek);
        peek->is_read = notes_file_read(peek->file, &peek->table, failure);
        if (!peek->is_read) {
            forget(peek);
            return NULL;
        }
    }
    *version = peek->version;
    return &peek->table;
}
