/* Recognises by its first bytes what the server gave as audio: neither the URL nor the Content-Type tells. Pure. */
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
    AUDIO_NOTHING, /* no bytes, or blanks only; this and the following are no audio */
    AUDIO_PAGE,    /* HTML or XML */
    AUDIO_JSON,
    AUDIO_TEXT,
    AUDIO_OTHER,
};

enum { AUDIO_KIND_BYTES = 8192 }; /* bytes that suffice to decide */

/* The kind by the first bytes; `is_all`: there are no more. */
enum audio_kind audio_kind_of(const char *bytes, size_t length, bool is_all);

static inline bool audio_kind_is_audio(enum audio_kind kind)
{
    return kind > AUDIO_UNDECIDED && kind < AUDIO_NOTHING;
}

/* "MP3", "WAV", "Ogg", "FLAC"; "" for what is no audio. */
const char *audio_kind_name(enum audio_kind kind);

/* Fills *failure for what is no audio, of which `bytes` are the first. `subject`: "the audio of call 47610". */
void audio_kind_explain(enum audio_kind kind, const char *subject, const char *bytes, size_t length,
                        struct failure *failure);

#endif
