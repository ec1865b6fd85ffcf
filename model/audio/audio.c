#include "model/audio/audio.h"

#include "model/audio/audio_analysis.h"
#include "model/audio/audio_download.h"
#include "model/audio/audio_store.h"
#include "net/base/memory.h"
#include "net/base/number_map.h"
#include "net/base/translate.h"

#include <stdlib.h>

struct audio_call {
    struct audio *audio;
    int64_t call;
    enum audio_state state;
    enum audio_kind kind;
    uint64_t total;
    struct audio_download *download; /* while it is coming */
    struct audio_analysis *analysis; /* NULL while there is nothing of it */
    struct failure failure;
};

struct audio {
    struct audio_options options;
    struct audio_store *store;
    struct number_map calls; /* struct audio_call, owned */
    unsigned downloads;      /* under way */
};

static void tell(struct audio_call *call)
{
    call->audio->options.changed(call->audio->options.context, call->call);
}

static void on_left(void *context, int64_t number)
{
    struct audio *audio = context;
    struct audio_call *call = number_map_find(&audio->calls, number);
    audio_analysis_end(&call->analysis);
    call->state = AUDIO_ABSENT;
    call->kind = AUDIO_UNDECIDED;
    call->total = 0;
    tell(call);
}

struct audio *audio_open(const struct audio_options *options)
{
    struct audio *audio = memory_new(sizeof *audio);
    audio->options = *options;
    audio->store = audio_store_new(options->memory, on_left, audio);
    return audio;
}

void audio_close(struct audio **audio_pointer)
{
    struct audio *audio = *audio_pointer;
    *audio_pointer = NULL;
    if (!audio)
        return;
    for (size_t i = 0; i < audio->calls.capacity; i++) {
        struct audio_call *call = audio->calls.entries[i].value;
        if (!call)
            continue;
        audio_download_cancel(&call->download);
        audio_analysis_end(&call->analysis);
        free(call);
    }
    number_map_clear(&audio->calls);
    audio_store_free(&audio->store);
    free(audio);
}

static bool seems_whole(const struct audio_call *call)
{
    return call->state == AUDIO_COMPLETE || call->state == AUDIO_UNPROVED;
}

/* By its own word something may be missing where the server says that it is all. */
static void note_cut(struct audio_call *call)
{
    if (!seems_whole(call) || !call->analysis || !audio_analysis_facts(call->analysis)->is_cut)
        return;
    call->state = AUDIO_CUT;
    failure_set(&call->failure, FAILURE_ANSWER, tr("try again; if it stays, tell the server's administrator"),
                tr("the audio of call %lld ends in the middle, though the server calls it all"),
                (long long)call->call);
}

static void on_analysed(void *context)
{
    struct audio_call *call = context;
    note_cut(call);
    tell(call);
}

/* There is more of it, or an end. */
static void analyse(struct audio_call *call, bool is_end)
{
    struct failure failure;
    const struct audio_buffer *buffer = audio_store_find(call->audio->store, call->call);
    if (!buffer || audio_buffer_size(buffer) == 0) {
        audio_analysis_end(&call->analysis);
        return;
    }
    int file = call->analysis ? -1 : audio_buffer_open(buffer, &failure);
    if (file >= 0)
        call->analysis = audio_analysis_start(call->audio->options.loop, call->kind, file, on_analysed, call);
    if (call->analysis)
        audio_analysis_go_on(call->analysis, audio_buffer_size(buffer), is_end);
}

static void on_arrived(void *context)
{
    struct audio_call *call = context;
    call->kind = audio_download_kind(call->download);
    call->total = audio_download_total(call->download);
    analyse(call, false);
    tell(call);
}

/* What nothing came of takes no descriptor. */
static void drop_if_empty(const struct audio_call *call)
{
    const struct audio_buffer *buffer = audio_store_find(call->audio->store, call->call);
    if (buffer && audio_buffer_size(buffer) == 0)
        audio_store_remove(call->audio->store, call->call);
}

static void on_ended(void *context, enum audio_end end, const struct failure *failure)
{
    static const enum audio_state states[] = {
        [AUDIO_END_WHOLE] = AUDIO_COMPLETE,
        [AUDIO_END_UNSURE] = AUDIO_UNPROVED,
        [AUDIO_END_CUT] = AUDIO_CUT,
        [AUDIO_END_FAILED] = AUDIO_FAILED,
    };
    struct audio_call *call = context;
    call->download = NULL;
    call->audio->downloads--;
    call->state = states[end];
    call->failure = *failure;
    drop_if_empty(call);
    analyse(call, true);
    tell(call);
}

static struct audio_call *call_of(struct audio *audio, int64_t number)
{
    struct audio_call *call = number_map_find(&audio->calls, number);
    if (call)
        return call;
    call = memory_new(sizeof *call);
    call->audio = audio;
    call->call = number;
    number_map_add(&audio->calls, number, call);
    return call;
}

void audio_fetch(struct audio *audio, int64_t number)
{
    struct audio_call *call = call_of(audio, number);
    if (call->download || call->state == AUDIO_COMPLETE)
        return;
    const struct audio_download_options options = {
        .http = audio->options.http,
        .base = audio->options.base,
        .store = audio->store,
        .call = number,
        .kind = call->kind,
        .total = call->total,
        .arrived = on_arrived,
        .ended = on_ended,
        .context = call,
    };
    audio_analysis_end(&call->analysis); /* it took what there was for all */
    call->state = AUDIO_ARRIVING;
    call->failure = (struct failure){.kind = FAILURE_NONE};
    call->download = audio_download_start(&options);
    audio->downloads++;
}

void audio_stop(struct audio *audio, int64_t number)
{
    struct audio_call *call = number_map_find(&audio->calls, number);
    if (!call || !call->download)
        return;
    audio_download_cancel(&call->download);
    audio->downloads--;
    drop_if_empty(call);
    call->state = audio_store_find(audio->store, number) ? AUDIO_CUT : AUDIO_ABSENT;
    failure_set(&call->failure, FAILURE_CANCELLED, "", tr("the audio of call %lld was stopped"),
                (long long)number);
    analyse(call, true);
    tell(call);
}

bool audio_is_arriving(const struct audio *audio)
{
    return audio->downloads > 0;
}

struct audio_status audio_status(struct audio *audio, int64_t number)
{
    struct audio_status status = {.state = AUDIO_ABSENT};
    const struct audio_call *call = number_map_find(&audio->calls, number);
    const struct audio_buffer *buffer = audio_store_find(audio->store, number);
    if (!call)
        return status;
    status.state = call->state;
    status.kind = call->kind;
    status.bytes = buffer ? audio_buffer_size(buffer) : 0;
    status.total = call->total;
    status.failure = call->failure;
    if (call->analysis) {
        status.shape = audio_analysis_shape(call->analysis);
        status.sound = audio_analysis_sound(call->analysis);
        status.facts = audio_analysis_facts(call->analysis);
        status.is_analysed = status.facts->is_over;
        if (seems_whole(call) && !status.is_analysed)
            status.state = AUDIO_ARRIVING; /* it may still be found to be cut */
    }
    return status;
}

const struct audio_buffer *audio_bytes(struct audio *audio, int64_t number)
{
    audio_store_hear(audio->store, number);
    return audio_store_find(audio->store, number);
}

const int *audio_files(struct audio *audio)
{
    return audio_store_files(audio->store);
}
