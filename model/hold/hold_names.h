/* File names in the folder of holds. Pure. */
#ifndef MODEL_HOLD_HOLD_NAMES_H
#define MODEL_HOLD_HOLD_NAMES_H

#include "model/hold/hold_table.h"

#include <stdbool.h>
#include <stdint.h>

enum hold_kind {
    HOLD_FOREIGN,
    HOLD_FILE,
    HOLD_RELEASED, /* a released hold whose row in the archive is not deleted yet */
    HOLD_AUDIO,
    HOLD_TEMPORARY, /* being written, or left by a killed program */
};

/* The kind of a file name, and the call that it belongs to (not set for FOREIGN and TEMPORARY). */
enum hold_kind hold_names_kind(const char *name, int64_t *call);

/* The path of a hold, and of the same after its release. The caller frees. */
char *hold_names_path(const char *folder, const struct hold *hold);
char *hold_names_released(const char *folder, const struct hold *hold);

/* The template for the paths of audio copies (recording_name.h). The caller frees. */
char *hold_names_audio_template(const char *folder);

#endif
