/* Saves the audio of what is on hold and has none yet, or none that is as it was, beside its hold. Each is tried once, with what the saver
 * tries again by itself. All calls and callbacks on the loop's thread. */
#ifndef MODEL_KEEP_HOLD_SAVER_H
#define MODEL_KEEP_HOLD_SAVER_H

#include "model/hold/holds.h"
#include "model/keep/saver.h"

struct hold_saver;

struct hold_saver_options {
    uv_loop_t *loop;
    struct audio *audio; /* outlives it, as do the holds */
    struct holds *holds;
    unsigned retries;
    void (*took)(void *context, const struct saver_result *result); /* once for each that has none yet */
    void *context;
};

struct hold_saver *hold_saver_open(const struct hold_saver_options *options);
void hold_saver_close(struct hold_saver **saver);

/* Adds what lacks its audio now, unless the server no longer has it. */
void hold_saver_add(struct hold_saver *saver);

/* Goes on, as saver_turn. */
void hold_saver_turn(struct hold_saver *saver);
bool hold_saver_is_done(const struct hold_saver *saver);
struct saver_counts hold_saver_counts(const struct hold_saver *saver);

#endif
