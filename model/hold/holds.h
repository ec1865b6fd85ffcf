/* The holds for the loop: a copy in memory, with reads and writes on a thread of the pool in the order of the
 * calls. All calls and callbacks on the loop's thread. */
#ifndef MODEL_HOLD_HOLDS_H
#define MODEL_HOLD_HOLDS_H

#include "model/hold/hold_table.h"
#include "net/base/failure.h"

#include <uv.h>

struct holds;

struct holds_events {
    void (*changed)(void *context); /* results of holds_find and holds_table are stale */
    void (*gone)(void *context,
                 const struct hold *hold); /* found since the last read: the server has deleted it */
    void (*put)(void *context, const struct hold *hold, bool is_written); /* is_written false: it failed */
    void (*ended)(void *context, const struct hold *hold,
                  bool is_released); /* is_released false: its end was reached */
    /* At the first read: released by a program that was killed before it deleted the row from the archive. */
    void (*leaving)(void *context, const struct hold *hold);
    void (*failed)(void *context, const struct failure *failure);
    void *context;
};

/* Starts reading the folder, which need not exist. */
struct holds *holds_open(uv_loop_t *loop, const char *folder, const struct holds_events *events);

/* Completes pending operations with their callbacks; then calls `closed`, possibly before it returns. */
void holds_close(struct holds **holds, void (*closed)(void *context), void *context);

/* The hold of a recording, NULL if it is not held; `file` is "" if it has no file name. Valid, like the table,
 * until the next return to the loop. */
const struct hold *holds_find(const struct holds *holds, int64_t call, const char *file);
const struct hold_table *holds_table(const struct holds *holds);
const char *holds_folder(const struct holds *holds);

/* The number of held recordings of a call that the server has deleted. */
size_t holds_gone(const struct holds *holds, int64_t call);

bool holds_is_busy(const struct holds *holds); /* an operation is pending */
bool holds_is_read(const struct holds *holds); /* the folder has been read at least once */

/* The last failure since holds_open; NULL if there was none. */
const struct failure *holds_failure(const struct holds *holds);

void holds_put(struct holds *holds, const struct hold *hold); /* copies the hold */

/* See hold_files_put_audio. Copies the hold. */
void holds_put_audio(struct holds *holds, const struct hold *hold);
void holds_release(struct holds *holds, const struct hold *hold);

/* Reads the folder again and releases expired holds. */
void holds_look(struct holds *holds);

#endif
