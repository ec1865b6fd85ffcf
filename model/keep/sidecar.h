/* What is known of a recording, in JSON, in a file beside its audio. */
#ifndef MODEL_KEEP_SIDECAR_H
#define MODEL_KEEP_SIDECAR_H

#include "model/audio/audio.h"
#include "model/keep/kept_file.h"
#include "model/recording/recording.h"

/* The caller frees the text. The same for the same recording and audio, whenever it is made. */
struct kept_content sidecar_content(const struct recording *recording, const struct audio_status *audio);

/* Puts it beside the audio: "call.mp3.json". Blocks. False with *failure filled. */
bool sidecar_put(const char *audio_path, const struct kept_content *content, struct failure *failure);

#endif
