/* Playback history: which parts of which recordings were played and where each was left, stored between runs in a
 * small file of numbers only. */
#ifndef MODEL_AUDIO_HEARD_CALLS_H
#define MODEL_AUDIO_HEARD_CALLS_H

#include "model/audio/heard.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

struct heard_calls;

enum { HEARD_CALLS = 500 /* at most, the last ones; in the file those of all accounts */ };

struct heard_call {
    int64_t call;
    int64_t file; /* a hash of its name, above 0; 0: versions before did not say which of the call's it is */
    int64_t position_ms; /* where it was left */
    struct heard heard;
    bool is_touched; /* in this run */
};

/* Copies `path` and `account` (a URL without white space). Path NULL: nothing is stored. */
struct heard_calls *heard_calls_open(const char *path, const char *account);

/* The entry of a recording, created if needed; `file` is "" if it has no name. It is not evicted while it is the
 * current one. An entry of the call that an earlier version wrote without a file serves if there is no other. */
struct heard_call *heard_calls_find(struct heard_calls *calls, int64_t call, const char *file);

/* Merges the history into the file and frees it. False with *failure filled if it cannot be written. */
bool heard_calls_close(struct heard_calls **calls, struct failure *failure);

#endif
