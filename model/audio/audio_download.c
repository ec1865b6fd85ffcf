#include "model/audio/audio_download.h"

#include "net/api/api.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    OVERLAP = 512, /* bytes that are requested again when resuming, to see whether it is the same file */
    TRIES = 4,     /* requests in all; after a cut only if the last one brought bytes */
    RANGE_REFUSED = 416, /* HTTP status: range not satisfiable */
};

struct audio_download {
    struct audio_download_options options;
    char subject[60];
    struct http_transfer *transfer;
    enum audio_kind kind;
    uint64_t total;    /* bytes announced; 0: unknown */
    uint64_t from;     /* offset of the first byte requested */
    uint64_t at_start; /* bytes in the store when the request was made */
    size_t overlap;    /* bytes of the answer that are still to be compared with the store */
    unsigned tries;    /* requests so far */
    bool has_begun;    /* the answer has begun */
    bool is_anew;      /* the next request is for the whole file */
    bool has_end;      /* see struct http_head */
    bool is_begin;     /* the answer starts at the first byte, so that it shows the kind */
    struct failure failure;
    size_t length; /* bytes in `first`, until the kind is known */
    char first[AUDIO_KIND_BYTES];
};

static uint64_t size_of(const struct audio_download *download)
{
    const struct audio_buffer *buffer = audio_store_find(download->options.store, download->options.key);
    return buffer ? audio_buffer_size(buffer) : 0;
}

static void forget(struct audio_download *download)
{
    struct audio_buffer *buffer = audio_store_find(download->options.store, download->options.key);
    bool had_some = size_of(download) > 0;
    if (buffer)
        audio_buffer_clear(buffer);
    download->kind = AUDIO_UNDECIDED;
    download->total = 0;
    if (had_some)
        download->options.arrived(download->options.context);
}

static bool append(struct audio_download *download, const char *bytes, size_t length)
{
    const struct audio_download_options *options = &download->options;
    if (!audio_store_add(options->store, options->key, &download->failure))
        return false;
    audio_store_pin(options->store, options->key, true);
    if (!audio_store_append(options->store, options->key, bytes, length, &download->failure))
        return false;
    if (length)
        options->arrived(options->context);
    return true;
}

/* Takes the head of an answer: it goes on from where it was requested (206), or starts at the first byte. False if it
 * does neither. */
static bool take_head(struct audio_download *download, const struct http_head *head)
{
    bool is_part = head->status == 206;
    uint64_t total = is_part ? (uint64_t)(head->part_total > 0 ? head->part_total : 0)
                             : (uint64_t)(head->length > 0 ? head->length : 0);
    bool goes_on = is_part && download->from && head->part_from == (int64_t)download->from &&
                   (!total || !download->total || total == download->total);
    download->has_begun = true;
    download->has_end = head->has_end && (total || !is_part); /* a part may end before the file does */
    download->is_begin = !goes_on;
    if (!goes_on && is_part && head->part_from != 0)
        return false;
    if (goes_on)
        download->overlap = (size_t)(size_of(download) - download->from);
    else
        forget(download);
    download->total = total ? total : download->total;
    return true;
}

/* Consumes the bytes of the answer that the store already has. False if they differ. */
static bool compare(struct audio_download *download, const char **bytes, size_t *length)
{
    char there[OVERLAP];
    size_t count = *length < download->overlap ? *length : download->overlap;
    uint64_t at = size_of(download) - download->overlap;
    const struct audio_buffer *buffer = audio_store_find(download->options.store, download->options.key);
    if (audio_buffer_read(buffer, at, there, count) != count || memcmp(there, *bytes, count) != 0)
        return false;
    download->overlap -= count;
    *bytes += count;
    *length -= count;
    return true;
}

/* Collects the first bytes until they show their kind, and stores them if that is audio. False if they
 * are enough to tell that it is none, or cannot be stored. */
static bool find_kind(struct audio_download *download, const char *bytes, size_t length, bool is_all)
{
    size_t room = sizeof download->first - download->length, taken = length < room ? length : room;
    if (taken)
        memcpy(download->first + download->length, bytes, taken);
    download->length += taken;
    download->kind = audio_kind_of(download->first, download->length, is_all);
    if (!audio_kind_is_audio(download->kind))
        return is_all || download->length < sizeof download->first;
    return append(download, download->first, download->length) &&
           append(download, bytes + taken, length - taken);
}

/* The server has another file than the store: requests it from the first byte. */
static enum http_flow give_up_part(struct audio_download *download)
{
    download->is_anew = true;
    return HTTP_STOP;
}

static enum http_flow on_data(void *context, const struct http_head *head, const char *bytes, size_t length)
{
    struct audio_download *download = context;
    if (!download->has_begun && !take_head(download, head))
        return give_up_part(download);
    if (download->overlap && !compare(download, &bytes, &length))
        return give_up_part(download);
    bool taken = download->is_begin && !audio_kind_is_audio(download->kind)
                     ? find_kind(download, bytes, length, false)
                     : append(download, bytes, length);
    return taken ? HTTP_CONTINUE : HTTP_STOP;
}

static void end(struct audio_download *download, enum audio_end how)
{
    struct audio_download_options options = download->options;
    struct failure failure = download->failure;
    audio_store_pin(options.store, options.key, false);
    free(download);
    options.ended(options.context, how, &failure);
}

static void ask(struct audio_download *download);

/* Replaces the advice of two statuses: that of http.h is about lists, not about the audio of one call. */
static void advise(struct failure *failure)
{
    const char *advice = failure->status == 404 ? N_("it is not there yet, or the server has deleted it")
                         : failure->status == 403
                             ? N_("this account may have no access to the audio of calls, or of this "
                                  "one: ask the server's administrator")
                             : NULL;
    if (advice)
        snprintf(failure->advice, sizeof failure->advice, "%s", tr(advice));
}

static void explain_short(struct audio_download *download)
{
    failure_set(&download->failure, FAILURE_NETWORK,
                tr("try again; if it stays, tell the server's administrator"),
                tr("%s: only %llu of %llu bytes came"), download->subject,
                (unsigned long long)size_of(download), (unsigned long long)download->total);
}

/* The answer has ended properly: compares the bytes with the announced length. */
static void take_end(struct audio_download *download)
{
    uint64_t size = size_of(download);
    if (download->total && size != download->total) {
        explain_short(download);
        end(download, AUDIO_END_CUT);
    } else {
        end(download, download->total || download->has_end ? AUDIO_END_WHOLE : AUDIO_END_UNSURE);
    }
}

/* The response was successful, but its content is no audio. */
static void refuse(struct audio_download *download)
{
    audio_kind_explain(download->kind, download->subject, download->first, download->length,
                       &download->failure);
    download->failure.status = 200;
    http_tell_words(download->options.http, download->first, download->length, &download->failure);
    end(download, AUDIO_END_FAILED);
}

/* Whether to make another request at once: for the rest of what was cut, or for the whole file. */
static bool asks_again(struct audio_download *download, bool failed)
{
    bool is_refused = failed && download->from && download->failure.status == RANGE_REFUSED;
    bool is_cut = failed && download->failure.kind == FAILURE_NETWORK && !download->failure.is_lasting &&
                  size_of(download) > download->at_start;
    if (download->is_anew)
        failure_set(&download->failure, FAILURE_ANSWER, tr("tell the server's administrator"),
                    tr("%s: the server gives another part than it was asked for"), download->subject);
    if (download->tries >= TRIES)
        return false;
    if (is_refused || download->is_anew)
        forget(download);
    return is_refused || is_cut || download->is_anew;
}

static void on_end(void *context, enum http_outcome outcome, const struct http_head *head,
                   const struct failure *failure)
{
    struct audio_download *download = context;
    bool failed = outcome == HTTP_FAILED;
    download->transfer = NULL;
    if (failed) {
        download->failure = *failure;
        advise(&download->failure);
    }
    if (outcome == HTTP_COMPLETE &&
        ((!download->has_begun && !take_head(download, head)) || download->overlap))
        download->is_anew = true; /* an empty part, or one that ends within the overlap */
    bool is_open = download->is_begin && !audio_kind_is_audio(download->kind);
    bool is_kept = download->failure.kind == FAILURE_NONE || failed;
    if (is_open && download->has_begun && !download->is_anew && is_kept)
        is_kept = find_kind(download, "", 0, !failed);
    if (asks_again(download, failed))
        ask(download);
    else if (size_of(download) && (failed || !is_kept || download->is_anew))
        end(download, AUDIO_END_CUT);
    else if (failed || !is_kept)
        end(download, AUDIO_END_FAILED);
    else if (!audio_kind_is_audio(download->kind))
        refuse(download);
    else
        take_end(download);
}

static void ask(struct audio_download *download)
{
    static const struct http_callbacks callbacks = {on_data, on_end};
    uint64_t size = size_of(download);
    char *url = api_audio_url(download->options.base, download->options.call);
    audio_store_pin(download->options.store, download->options.key, true);
    download->at_start = size;
    download->from = size > OVERLAP ? size - OVERLAP : 0;
    download->overlap = download->length = 0;
    download->has_begun = download->is_anew = download->is_begin = false;
    download->failure = (struct failure){.kind = FAILURE_NONE};
    download->tries++;
    const struct http_request request = {.url = url,
                                         .subject = download->subject,
                                         .is_urgent = true,
                                         .is_bytes = true,
                                         .from = download->from};
    download->transfer = http_ask(download->options.http, &request, &callbacks, download);
    free(url);
}

struct audio_download *audio_download_start(const struct audio_download_options *options)
{
    struct audio_download *download = memory_new(sizeof *download);
    download->options = *options;
    download->kind = options->kind;
    download->total = options->total;
    snprintf(download->subject, sizeof download->subject, tr("the audio of call %lld"),
             (long long)options->call);
    ask(download);
    return download;
}

void audio_download_cancel(struct audio_download **download)
{
    if (!*download)
        return;
    http_cancel(&(*download)->transfer);
    audio_store_pin((*download)->options.store, (*download)->options.key, false);
    free(*download);
    *download = NULL;
}

enum audio_kind audio_download_kind(const struct audio_download *download)
{
    return download->kind;
}

uint64_t audio_download_total(const struct audio_download *download)
{
    return download->total;
}
