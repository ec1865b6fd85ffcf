/* What of which recordings was played, and where each was left; from one run to the next in a small file, which holds
 * nothing but numbers. */
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

/* `path` and `account`, an address without blanks, are copied. NULL for the path: nothing is kept. */
struct heard_calls *heard_calls_open(const char *path, const char *account);

/* Of a recording that is being played now, "" where its file has no name: it stays while others leave for it. What a version
 * before has noted of the call may be that of any of its recordings, and is where nothing else is known of this one. */
struct heard_call *heard_calls_find(struct heard_calls *calls, int64_t call, const char *file);

/* Adds it all to what the file has by now, and closes. False with *failure filled if it cannot be kept. */
bool heard_calls_close(struct heard_calls **calls, struct failure *failure);

#endif
