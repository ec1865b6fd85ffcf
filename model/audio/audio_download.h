/* Downloads the audio of one call into the store, resuming with further requests after a truncated response. All
 * calls on the loop's thread. */
#ifndef MODEL_AUDIO_AUDIO_DOWNLOAD_H
#define MODEL_AUDIO_AUDIO_DOWNLOAD_H

#include "model/audio/audio_kind.h"
#include "model/audio/audio_store.h"
#include "net/http/http.h"

struct audio_download;

enum audio_end {
    AUDIO_END_WHOLE,  /* the announced number of bytes, or an explicitly delimited body */
    AUDIO_END_UNSURE, /* the server closed the connection without having announced a length */
    AUDIO_END_CUT,    /* truncated; received bytes are kept; the failure says why */
    AUDIO_END_FAILED, /* there is no audio */
};

struct audio_download_options {
    struct http *http;
    const char *base;          /* base URL of the account */
    struct audio_store *store; /* its bytes of a truncated download are resumed */
    int64_t key;               /* its key in the store */
    int64_t call;
    enum audio_kind kind; /* kind of those bytes */
    uint64_t total;       /* announced length in bytes; 0: none was */
    /* Bytes were appended, or cleared because the download starts anew. */
    void (*arrived)(void *context);
    /* Called once, not from inside audio_download_start; the download is freed afterwards. */
    void (*ended)(void *context, enum audio_end end, const struct failure *failure);
    void *context;
};

/* Everything in the options must outlive the download. */
struct audio_download *audio_download_start(const struct audio_download_options *options);

/* Cancels without a callback; received bytes stay in the store. */
void audio_download_cancel(struct audio_download **download);

enum audio_kind audio_download_kind(const struct audio_download *download);
uint64_t audio_download_total(const struct audio_download *download); /* bytes; 0 while unknown */

#endif
