/* The recordings on hold, for the loop: in memory, read and written by libuv's threads in the order of the calls. All
 * calls and callbacks on the loop's thread. */
#ifndef MODEL_HOLD_HOLDS_H
#define MODEL_HOLD_HOLDS_H

#include "model/hold/hold_table.h"
#include "net/base/failure.h"

#include <uv.h>

struct holds;

struct holds_events {
    void (*changed)(void *context); /* what holds_find gives is out of date */
    void (*gone)(void *context,
                 const struct hold *hold); /* the server no longer has it, since the last look */
    void (*put)(void *context, const struct hold *hold, bool is_written);    /* or it failed */
    void (*ended)(void *context, const struct hold *hold, bool is_released); /* or its end was reached */
    /* Released by a program that was killed before its row was gone: at the first look. */
    void (*leaving)(void *context, const struct hold *hold);
    void (*failed)(void *context, const struct failure *failure);
    void *context;
};

/* Reads the folder, which need not be there. */
struct holds *holds_open(uv_loop_t *loop, const char *folder, const struct holds_events *events);

/* Does what it was told, and tells what has ended or failed; then calls `closed`, which may be at once. */
void holds_close(struct holds **holds, void (*closed)(void *context), void *context);

/* NULL if it is not held; "" where it has no file name. Valid until the next return to the loop, as is the table. */
const struct hold *holds_find(const struct holds *holds, int64_t call, const char *file);
const struct hold_table *holds_table(const struct holds *holds);
const char *holds_folder(const struct holds *holds);

/* How many of a call are kept although the server no longer has them. */
size_t holds_gone(const struct holds *holds, int64_t call);

bool holds_is_busy(const struct holds *holds); /* something is being read or written */
bool holds_is_read(const struct holds *holds); /* it was, once */

/* Why something could not be, last; NULL if all went well. */
const struct failure *holds_failure(const struct holds *holds);

void holds_put(struct holds *holds, const struct hold *hold); /* copied */

/* Its audio is in the file `audio` in the folder, proved or not; the rest is found out. Copied. */
void holds_put_audio(struct holds *holds, const struct hold *hold);
void holds_release(struct holds *holds, const struct hold *hold);

/* Reads again, and lets go of what has reached its end. */
void holds_look(struct holds *holds);

#endif
