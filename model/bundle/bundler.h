/* Makes a bundle on the loop: gathers the audio, from what is on hold or from the server, and has it all written beside
 * the loop. All calls and callbacks on the loop's thread. */
#ifndef MODEL_BUNDLE_BUNDLER_H
#define MODEL_BUNDLE_BUNDLER_H

#include "model/audio/audio.h"
#include "model/hold/holds.h"
#include "model/keep/saver.h"
#include "model/notes/notes.h"

#include <uv.h>

struct bundler;

struct bundler_result {
    const char *path; /* NULL: it failed, for the reason in `failure` */
    const struct failure *failure;
    size_t recordings, missing; /* without audio */
};

struct bundler_options {
    uv_loop_t *loop;
    struct audio *audio; /* NULL: the server is not asked; outlives it, as do the two that follow */
    struct holds *holds; /* NULL: there are none */
    struct notes *notes;
    const char *case_name; /* this and the following are copied */
    const char *coverage;
    const char *log_folder;
    const char *account; /* see bundle_new */
    const char *path;
    const char *key;
    unsigned retries;
    void (*damaged)(void *context,
                    const struct failure *damage); /* a copy on hold is; the server's was taken */
    void (*ended)(void *context, const struct bundler_result *result); /* once */
    void *context;
};

/* "CASE.zip", of what is safe of it; the caller frees. */
char *bundler_default_path(const char *case_name);

struct bundler *bundler_open(const struct bundler_options *options);

/* Without a callback. What is being written appears, or does not, while the loop runs. */
void bundler_close(struct bundler **bundler);

/* `agent` is its reference. After the last one `bundler_begin`. */
void bundler_add(struct bundler *bundler, const struct recording *recording, const char *agent);
void bundler_begin(struct bundler *bundler);

/* Goes on, as saver_turn. */
void bundler_turn(struct bundler *bundler);
struct saver_counts bundler_counts(const struct bundler *bundler); /* of the audio that is fetched */

#endif
