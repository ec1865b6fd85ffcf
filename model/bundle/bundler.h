/* Creates a bundle from the loop: collects the audio from held copies or the server, and writes on a thread of the
 * pool. All calls and callbacks on the loop's thread. */
#ifndef MODEL_BUNDLE_BUNDLER_H
#define MODEL_BUNDLE_BUNDLER_H

#include "model/audio/audio.h"
#include "model/hold/holds.h"
#include "model/keep/saver.h"
#include "model/notes/notes.h"

#include <uv.h>

struct bundler;

struct bundler_result {
    const char *path; /* of the bundle; NULL: it failed, see `failure` */
    const struct failure *failure;
    size_t recordings, missing; /* `missing` have no audio */
};

struct bundler_options {
    uv_loop_t *loop;
    struct audio *audio; /* NULL: no requests; must outlive the bundler, as must holds and notes */
    struct holds *holds; /* may be NULL */
    struct notes *notes;
    const char *case_name; /* this and the following texts are copied */
    const char *coverage;
    const char *log_folder;
    const char *account; /* see bundle_new */
    const char *path;
    const char *key;
    unsigned retries;
    void (*damaged)(
        void *context,
        const struct failure *damage); /* a held copy is damaged and the server's audio was used */
    void (*ended)(void *context, const struct bundler_result *result); /* called once */
    void *context;
};

/* "CASE.zip" with a safe name; the caller frees. */
char *bundler_default_path(const char *case_name);

struct bundler *bundler_open(const struct bundler_options *options);

/* Cancels without a callback. A bundle that is being written may still appear while the loop runs. */
void bundler_close(struct bundler **bundler);

/* Adds a recording; `agent` is its reference. Call bundler_begin after the last one. */
void bundler_add(struct bundler *bundler, const struct recording *recording, const char *agent);
void bundler_begin(struct bundler *bundler);

/* Continues, see saver_turn. */
void bundler_turn(struct bundler *bundler);
struct saver_counts bundler_counts(const struct bundler *bundler); /* progress of fetching audio */

#endif
