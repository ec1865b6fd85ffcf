/* Saves the audio of recordings as files: fetches a few at a time and writes them on a thread of the pool.
 * Truncated audio is never saved. All calls and callbacks on the loop's thread. */
#ifndef MODEL_KEEP_SAVER_H
#define MODEL_KEEP_SAVER_H

#include "model/audio/audio.h"
#include "model/keep/kept_file.h"
#include "model/recording/recording.h"

#include <uv.h>

struct saver;

/* The result for one recording. */
struct saver_result {
    const struct recording *recording;
    enum kept_outcome outcome;
    const char *purpose;           /* as in the options */
    const char *path;              /* of the file; NULL if it failed */
    bool is_unproved;              /* the server announced no length: it may be truncated */
    bool is_held;                  /* it is the held copy */
    const struct failure *damage;  /* why an existing held copy was not used; NULL: nothing is wrong */
    uint64_t bytes;                /* of audio */
    const struct failure *failure; /* NULL on success */
};

struct saver_options {
    uv_loop_t *loop;
    struct audio *audio;       /* outlives the saver */
    const char *name_template; /* see recording_name.h; copied */
    const char *purpose;       /* why it is saved, for the access log; copied; may be NULL */
    bool utc;                  /* times in file names are UTC */
    bool has_sidecar;          /* writes the recording's details as JSON beside each file */
    unsigned retries;          /* number of retries in a row */
    bool
        tells_untried; /* when it gives up, the remaining recordings are reported as failed for the same reason */
    /* Called once per recording that was tried. Nothing may be closed from inside. */
    void (*took)(void *context, const struct saver_result *result);
    void *context;
};

struct saver_counts {
    size_t total;
    size_t saved; /* newly written */
    size_t same;  /* already there with the same content */
    size_t failed;
    size_t unproved; /* of the saved, with unannounced length */
    size_t held;     /* of the saved, held copies */
    size_t damaged;  /* held copies that could not be used */
    uint64_t bytes;  /* saved, and received of those in progress */
};

struct saver *saver_open(const struct saver_options *options);

/* Cancels everything; only a file that is being linked at this moment may still appear. No callbacks follow; the
 * loop must run on. */
void saver_close(struct saver **saver);

void saver_add(struct saver *saver,
               const struct recording *recording); /* copies the recording and appends it */

/* Continues. To be called after audio's `changed`, but not from inside it. */
void saver_turn(struct saver *saver);

bool saver_is_done(const struct saver *saver);
struct saver_counts saver_counts(const struct saver *saver);
const char *saver_purpose(const struct saver *saver); /* as in the options */

/* How many recordings have not been tried; and why the saver gave up on them, because they would fail for the same
 * reason. NULL if it has not given up. */
size_t saver_untried(const struct saver *saver);
const struct failure *saver_given_up(const struct saver *saver);

#endif
