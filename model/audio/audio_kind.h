/* What came where audio was asked for, by its first bytes: neither the address nor the Content-Type says.
 * Pure. */
#ifndef MODEL_AUDIO_AUDIO_KIND_H
#define MODEL_AUDIO_AUDIO_KIND_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>

enum audio_kind {
    AUDIO_UNDECIDED, /* more bytes are needed */
    AUDIO_MP3,
    AUDIO_WAV,
    AUDIO_OGG,
    AUDIO_FLAC,
    AUDIO_NOTHING, /* from here on: no audio */
    AUDIO_PAGE,
    AUDIO_JSON,
    AUDIO_TEXT,
    AUDIO_OTHER,
};

enum { AUDIO_KIND_BYTES = 8192 }; /* so many are enough to decide */

/* `is_all`: there are no more bytes. */
enum audio_kind audio_kind_of(const char *bytes, size_t length, bool is_all);

static inline bool audio_kind_is_audio(enum audio_kind kind)
{
    return kind > AUDIO_UNDECIDED && kind < AUDIO_NOTHING;
}

/* "MP3", "WAV", "Ogg", "FLAC"; "" for what is none. */
const char *audio_kind_name(enum audio_kind kind);

/* Fills *failure for what is no audio. `subject`: "the audio of call 47610". */
void audio_kind_explain(enum audio_kind kind, const char *subject, const char *bytes, size_t length,
                        struct failure *failure);

#endif
