/* Saves the audio of recordings into files: fetches it, a few at a time, and writes it beside the loop. What is cut
 * is never saved. All calls and callbacks on the loop's thread. */
#ifndef MODEL_KEEP_SAVER_H
#define MODEL_KEEP_SAVER_H

#include "model/audio/audio.h"
#include "model/keep/kept_file.h"
#include "model/recording/recording.h"

#include <uv.h>

struct saver;

/* What became of one. */
struct saver_result {
    const struct recording *recording;
    enum kept_outcome outcome;
    const char *purpose;           /* of the saver */
    const char *path;              /* that it has; NULL where it failed */
    bool is_unproved;              /* the server never said how much there is: it may be more */
    bool is_held;                  /* it is the copy that is on hold, */
    const struct failure *damage;  /* or why it is not, though there is one; NULL: nothing is wrong */
    uint64_t bytes;                /* of audio */
    const struct failure *failure; /* NULL where it went well */
};

struct saver_options {
    uv_loop_t *loop;
    struct audio *audio;       /* outlives the saver */
    const char *name_template; /* see recording_name.h; copied */
    const char *purpose;       /* why it is saved; copied; NULL: nobody has said */
    bool utc;                  /* its times */
    bool has_sidecar;          /* beside each a file of what is known of the recording, in JSON */
    unsigned retries;          /* so often in a row what failed is tried again */
    bool tells_untried;        /* what is left when it gives up has failed, too, for the same reason */
    /* Once for each that was tried; nothing may be closed from inside. */
    void (*took)(void *context, const struct saver_result *result);
    void *context;
};

struct saver_counts {
    size_t total;
    size_t saved; /* anew, */
    size_t same;  /* or it was there already */
    size_t failed;
    size_t unproved; /* of those that are there, */
    size_t held;     /* or copies that are on hold */
    size_t damaged;  /* copies on hold that could not be taken */
    uint64_t bytes;  /* of them, and of what is arriving */
};

struct saver *saver_open(const struct saver_options *options);

/* Drops what waits, ends what is fetched for it, and what is being written: only a file that is being named at this moment
 * still appears. Nothing is called any more; the loop has to run on. */
void saver_close(struct saver **saver);

void saver_add(struct saver *saver, const struct recording *recording); /* a copy, behind the others */

/* Goes on: to be called, not from inside of what the audio calls, when something of it has changed. */
void saver_turn(struct saver *saver);

bool saver_is_done(const struct saver *saver);
struct saver_counts saver_counts(const struct saver *saver);
const char *saver_purpose(const struct saver *saver); /* NULL: nobody has said */

/* How many have not been tried; and why what is left of them never is, nor fetched to its end: it would fail, too. NULL if
 * nothing is left for that. */
size_t saver_untried(const struct saver *saver);
const struct failure *saver_given_up(const struct saver *saver);

#endif
