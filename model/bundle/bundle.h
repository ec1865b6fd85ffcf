/* What goes into a bundle: recordings with what is known of them, and its writing. `bundle_write` blocks; all else is
 * cheap. */
#ifndef MODEL_BUNDLE_BUNDLE_H
#define MODEL_BUNDLE_BUNDLE_H

#include "model/hold/hold_table.h"
#include "model/notes/note_table.h"
#include "model/recording/recording.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bundle;

/* Copied. `coverage` is how complete what is bundled was known to be, in words; `log_folder` is that of the access log,
 * NULL for none; `account` is the label by which its lines name the one of the recordings. */
struct bundle *bundle_new(const char *case_name, const char *coverage, const char *log_folder,
                          const char *account);
void bundle_free(struct bundle **bundle);

/* All copied; `agent` is its reference. NULL where there is no note, no hold. Returns its place. */
size_t bundle_add(struct bundle *bundle, const struct recording *recording, const char *agent,
                  const struct note *note, const struct hold *hold);
size_t bundle_count(const struct bundle *bundle);

const struct recording *bundle_recording(const struct bundle *bundle, size_t place);

/* Its audio is not that which the server gives for its call: it is on hold, with that or without. */
bool bundle_is_apart(const struct bundle *bundle, size_t place);

struct bundle_audio {
    const char *path;    /* its file; NULL: there is none */
    const char *origin;  /* where it is from: "hold", "server" */
    const char *missing; /* why there is none */
};

/* Of a recording; if that is not apart, of all such ones of its call. */
void bundle_set_audio(struct bundle *bundle, const struct recording *recording,
                      const struct bundle_audio *audio);
void bundle_set_missing(struct bundle *bundle,
                        const char *why);           /* of all that have none, and no reason for it */
size_t bundle_missing(const struct bundle *bundle); /* recordings without audio */

/* See bag_write. Once. */
char *bundle_write(struct bundle *bundle, const char *path, const char *key, struct failure *failure);

#endif
