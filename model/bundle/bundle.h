/* The content of a case bundle: recordings with their details, notes and holds. Only bundle_write blocks. */
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

/* All arguments are copied. `coverage` describes in words how complete the recordings are; `log_folder` is that of
 * the access log or NULL; `account` is the label of the recordings' account in it. */
struct bundle *bundle_new(const char *case_name, const char *coverage, const char *log_folder,
                          const char *account);
void bundle_free(struct bundle **bundle);

/* Appends a recording; all arguments are copied. `agent` is its reference; note and hold may be NULL. Returns its
 * index. */
size_t bundle_add(struct bundle *bundle, const struct recording *recording, const char *agent,
                  const struct note *note, const struct hold *hold);
size_t bundle_count(const struct bundle *bundle);

const struct recording *bundle_recording(const struct bundle *bundle, size_t place);

/* Whether its audio is not what the server gives for its call: it is held, with a copy of its own or deleted by the
 * server. */
bool bundle_is_apart(const struct bundle *bundle, size_t place);

struct bundle_audio {
    const char *path;    /* path of the file; NULL: none */
    const char *origin;  /* "hold" or "server" */
    const char *missing; /* why there is none */
};

/* Sets the audio of a recording and, unless it is apart, of all recordings of its call that are not. */
void bundle_set_audio(struct bundle *bundle, const struct recording *recording,
                      const struct bundle_audio *audio);
void bundle_set_missing(struct bundle *bundle,
                        const char *why); /* sets the reason for all that have neither audio nor a reason */
size_t bundle_missing(const struct bundle *bundle); /* number of recordings without audio */

/* See bag_write. May be called once. */
char *bundle_write(struct bundle *bundle, const char *path, const char *key, struct failure *failure);

#endif
