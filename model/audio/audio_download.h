/* Fetches the audio of one call into the store: one request, and others for the rest where that was cut. All
 * calls on the loop's thread. */
#ifndef MODEL_AUDIO_AUDIO_DOWNLOAD_H
#define MODEL_AUDIO_AUDIO_DOWNLOAD_H

#include "model/audio/audio_kind.h"
#include "model/audio/audio_store.h"
#include "net/http/http.h"

struct audio_download;

enum audio_end {
    AUDIO_END_WHOLE,  /* as many bytes as the server announced, or it said itself that this is the end */
    AUDIO_END_UNSURE, /* the server closed the connection, and never said how many there are */
    AUDIO_END_CUT,    /* what came is kept; the failure says why it is not all */
    AUDIO_END_FAILED, /* there is no audio */
};

struct audio_download_options {
    struct http *http;
    const char *base;          /* address of the account */
    struct audio_store *store; /* what it has of the call from an answer that was cut is gone on with */
    int64_t key;               /* of it in the store */
    int64_t call;
    enum audio_kind kind; /* of that */
    uint64_t total;       /* bytes of all, as the server said then; 0: it did not */
    /* There is more of it, or, if it has to come anew, nothing. */
    void (*arrived)(void *context);
    /* Once, not from inside audio_download_start; the download is gone after it. */
    void (*ended)(void *context, enum audio_end end, const struct failure *failure);
    void *context;
};

/* All must outlive the download. */
struct audio_download *audio_download_start(const struct audio_download_options *options);

/* Ends it now; what has come stays in the store. Nothing is called any more. */
void audio_download_cancel(struct audio_download **download);

enum audio_kind audio_download_kind(const struct audio_download *download);
uint64_t audio_download_total(const struct audio_download *download); /* bytes; 0 while unknown */

#endif
