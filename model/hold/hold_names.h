/* How the files in the folder of what is on hold are called. Pure. */
#ifndef MODEL_HOLD_HOLD_NAMES_H
#define MODEL_HOLD_HOLD_NAMES_H

#include "model/hold/hold_table.h"

#include <stdbool.h>
#include <stdint.h>

enum hold_kind {
    HOLD_FOREIGN,
    HOLD_FILE,
    HOLD_RELEASED, /* one that is released, until its row has left the archive */
    HOLD_AUDIO,
    HOLD_TEMPORARY, /* what a program writes, or was killed in writing */
};

/* What a name in the folder is of, and of which call. */
enum hold_kind hold_names_kind(const char *name, int64_t *call);

/* The paths of a hold, and of the same once it is released. The caller frees. */
char *hold_names_path(const char *folder, const struct hold *hold);
char *hold_names_released(const char *folder, const struct hold *hold);

/* How the files of audio are called, as a template for saving (recording_name.h). The caller frees. */
char *hold_names_audio_template(const char *folder);

#endif
