/* A recording's details as a JSON file beside its audio. */
#ifndef MODEL_KEEP_SIDECAR_H
#define MODEL_KEEP_SIDECAR_H

#include "model/audio/audio.h"
#include "model/keep/kept_file.h"
#include "model/recording/recording.h"

/* The content; the caller frees its text. Deterministic for the same recording and audio. */
struct kept_content sidecar_content(const struct recording *recording, const struct audio_status *audio);

/* Writes it as "AUDIO_PATH.json". Blocks. False with *failure filled. */
bool sidecar_put(const char *audio_path, const struct kept_content *content, struct failure *failure);

#endif
