/* Saves the audio of held recordings that have no copy, or a damaged one, beside their holds. Each is tried once,
 * with the saver's retries. All calls and callbacks on the loop's thread. */
#ifndef MODEL_KEEP_HOLD_SAVER_H
#define MODEL_KEEP_HOLD_SAVER_H

#include "model/hold/holds.h"
#include "model/keep/saver.h"

struct hold_saver;

struct hold_saver_options {
    uv_loop_t *loop;
    struct audio *audio; /* must outlive it, as must the holds */
    struct holds *holds;
    unsigned retries;
    void (*took)(void *context, const struct saver_result *result); /* once per recording */
    void *context;
};

struct hold_saver *hold_saver_open(const struct hold_saver_options *options);
void hold_saver_close(struct hold_saver **saver);

/* Adds all holds that lack their audio, except of recordings deleted by the server. */
void hold_saver_add(struct hold_saver *saver);

/* Continues, see saver_turn. */
void hold_saver_turn(struct hold_saver *saver);
bool hold_saver_is_done(const struct hold_saver *saver);
struct saver_counts hold_saver_counts(const struct hold_saver *saver);

#endif
