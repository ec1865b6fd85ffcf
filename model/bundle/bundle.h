/* What goes into a bundle: recordings with what is known of them, and its writing. `bundle_write` blocks; all else is
 * cheap. */
#ifndef MODEL_BUNDLE_BUNDLE_H
#define MODEL_BUNDLE_BUNDLE_H

#include "model/hold/hold_table.h"
#include "model/notes/note_table.h"
#include "model/recording/recording.h"
#include "net/base/failure.h"

#include <stddef.h>
#include <stdint.h>

struct bundle;

/* Copied. `coverage` is how complete what is bundled was known to be, in words; `log_folder` is that of the access log,
 * NULL for none. */
struct bundle *bundle_new(const char *case_name, const char *coverage, const char *log_folder);
void bundle_free(struct bundle **bundle);

/* All copied; `agent` is its reference. NULL where there is no note, no hold. Returns its place. */
size_t bundle_add(struct bundle *bundle, const struct recording *recording, const char *agent,
                  const struct note *note, const struct hold *hold);
size_t bundle_count(const struct bundle *bundle);

/* Of all recordings of a call: the file of its audio, or why there is none. */
void bundle_set_audio(struct bundle *bundle, int64_t call, const char *path);
void bundle_set_missing(struct bundle *bundle, int64_t call, const char *why);
size_t bundle_missing(const struct bundle *bundle); /* recordings without audio */

/* See bag_write. Once. */
char *bundle_write(struct bundle *bundle, const char *path, const char *key, struct failure *failure);

#endif
