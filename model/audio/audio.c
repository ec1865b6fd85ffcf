#include "model/audio/audio.h"

#include "model/audio/audio_analysis.h"
#include "model/audio/audio_download.h"
#include "model/audio/audio_held.h"
#include "model/audio/audio_store.h"
#include "net/base/hash.h"
#include "net/base/log.h"
#include "net/base/memory.h"
#include "net/base/number_map.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <string.h>

/* The audio of a recording. */
struct audio_call {
    struct audio *audio;
    int64_t call;
    char *file;  /* of the recording, owned; "": it has none; NULL: any recording of the call */
    int64_t key; /* audio_key of both, in `calls` and in the store */
    enum audio_state state;
    enum audio_kind kind;
    uint64_t total;
    struct audio_download *download; /* owned: while it arrives from the server */
    struct audio_held *held;         /* owned: while the held copy is loaded */
    bool is_held;                    /* the bytes are those of the held copy */
    bool has_spare;                  /* a held copy is to be used if the server has nothing */
    struct failure *damage;          /* owned: why the held copy is not used; NULL: it is, or there is none */
    struct audio_analysis *analysis; /* owned; NULL while there are no bytes */
    struct failure failure;
};

struct audio {
    struct audio_options options;
    char *held_folder; /* NULL: none */
    struct audio_store *store;
    struct number_map calls; /* struct audio_call, owned */
    unsigned downloads;      /* under way, also of held copies */
};

static void tell(struct audio_call *call)
{
    call->audio->options.changed(call->audio->options.context, call->call);
}

int64_t audio_key(int64_t call, const char *file)
{
    uint64_t hash = hash_on(HASH_BEGIN, &call, sizeof call);
    return (int64_t)(file ? hash_on(hash, file, strlen(file) + 1) : hash);
}

static void on_left(void *context, int64_t key)
{
    struct audio *audio = context;
    struct audio_call *call = number_map_find(&audio->calls, key);
    audio_analysis_end(&call->analysis);
    call->state = AUDIO_ABSENT;
    call->kind = AUDIO_UNDECIDED;
    call->total = 0;
    call->is_held = false;
    tell(call);
}

struct audio *audio_open(const struct audio_options *options)
{
    struct audio *audio = memory_new(sizeof *audio);
    audio->options = *options;
    audio->held_folder = options->held ? memory_text(options->held) : NULL;
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
        audio_held_cancel(&call->held);
        audio_analysis_end(&call->analysis);
        free(call->damage);
        free(call->file);
        free(call);
    }
    number_map_clear(&audio->calls);
    audio_store_free(&audio->store);
    free(audio->held_folder);
    free(audio);
}

static bool seems_whole(const struct audio_call *call)
{
    return call->state == AUDIO_COMPLETE || call->state == AUDIO_UNPROVED;
}

/* Audio that the server calls complete counts as cut if its own headers say that something is missing. */
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

/* Analyses the bytes that have arrived; is_end: there will be no more. */
static void analyse(struct audio_call *call, bool is_end)
{
    struct failure failure;
    const struct audio_buffer *buffer = audio_store_find(call->audio->store, call->key);
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
    call->kind = call->held ? audio_held_kind(call->held) : audio_download_kind(call->download);
    call->total = call->held ? audio_held_total(call->held) : audio_download_total(call->download);
    analyse(call, false);
    tell(call);
}

/* An entry without bytes is removed from the store, where it would occupy a descriptor. */
static void drop_if_empty(const struct audio_call *call)
{
    const struct audio_buffer *buffer = audio_store_find(call->audio->store, call->key);
    if (buffer && audio_buffer_size(buffer) == 0)
        audio_store_remove(call->audio->store, call->key);
}

static void end(struct audio_call *call, enum audio_state state, const struct failure *failure)
{
    call->audio->downloads--;
    call->state = state;
    call->failure = *failure;
    drop_if_empty(call);
    analyse(call, true);
    tell(call);
}

static struct audio_call *find(const struct audio *audio, int64_t number, const char *file)
{
    return number_map_find(&audio->calls, audio_key(number, file));
}

static struct audio_call *call_of(struct audio *audio, int64_t number, const char *file)
{
    struct audio_call *call = find(audio, number, file);
    if (call)
        return call;
    call = memory_new(sizeof *call);
    call->audio = audio;
    call->call = number;
    call->file = file ? memory_text(file) : NULL;
    call->key = audio_key(number, file);
    number_map_add(&audio->calls, call->key, call);
    return call;
}

static void on_ended(void *context, enum audio_end how, const struct failure *failure);

static void ask_server(struct audio_call *call)
{
    struct audio *audio = call->audio;
    const struct audio_download_options options = {
        .http = audio->options.http,
        .base = audio->options.base,
        .store = audio->store,
        .key = call->key,
        .call = call->call,
        .kind = call->kind,
        .total = call->total,
        .arrived = on_arrived,
        .ended = on_ended,
        .context = call,
    };
    call->download = audio_download_start(&options);
}

/* The held copy is loaded, or unusable: then the server is asked, if it may be and has not deleted the recording. */
static void on_held(void *context, enum audio_held_end how, const struct failure *failure)
{
    struct audio_call *call = context;
    struct failure missing = *failure;
    bool is_whole = how == AUDIO_HELD_WHOLE || how == AUDIO_HELD_UNSURE;
    call->held = NULL;
    call->is_held = is_whole;
    call->has_spare = how == AUDIO_HELD_SPARE;
    if (failure->kind != FAILURE_NONE) {
        log_line("%s", failure->what);
        call->kind = AUDIO_UNDECIDED;
        call->total = 0;
    }
    if (failure->kind == FAILURE_DISK) { /* not if it is only missing, or too large for memory */
        call->damage = memory_new(sizeof *call->damage);
        *call->damage = *failure;
    }
    if (!is_whole && how != AUDIO_HELD_GONE && call->audio->options.http) {
        audio_analysis_end(&call->analysis);
        ask_server(call);
        return;
    }
    if (how == AUDIO_HELD_NONE)
        failure_set(&missing, FAILURE_USAGE, tr("start without --offline"),
                    tr("the audio of call %lld is not on hold, and the server was not asked"),
                    (long long)call->call);
    end(call, how == AUDIO_HELD_WHOLE ? AUDIO_COMPLETE : is_whole ? AUDIO_UNPROVED : AUDIO_FAILED, &missing);
}

static void look_for_copy(struct audio_call *call)
{
    struct audio *audio = call->audio;
    call->held = audio_held_start(&(struct audio_held_options){
        .loop = audio->options.loop,
        .store = audio->store,
        .key = call->key,
        .folder = audio->held_folder,
        .call = call->call,
        .file = call->file,
        .server_first = audio->options.http && !call->has_spare,
        .arrived = on_arrived,
        .ended = on_held,
        .context = call,
    });
}

static void on_ended(void *context, enum audio_end how, const struct failure *failure)
{
    static const enum audio_state states[] = {
        [AUDIO_END_WHOLE] = AUDIO_COMPLETE,
        [AUDIO_END_UNSURE] = AUDIO_UNPROVED,
        [AUDIO_END_CUT] = AUDIO_CUT,
        [AUDIO_END_FAILED] = AUDIO_FAILED,
    };
    struct audio_call *call = context;
    call->download = NULL;
    if (how == AUDIO_END_FAILED && call->has_spare) {
        log_line("%s", failure->what);
        look_for_copy(call);
        return;
    }
    end(call, states[how], failure);
}

void audio_fetch(struct audio *audio, int64_t number, const char *file)
{
    struct audio_call *call = call_of(audio, number, file);
    if (call->download || call->held || call->state == AUDIO_COMPLETE)
        return;
    audio_analysis_end(&call->analysis); /* it was told that there were no more bytes */
    call->state = AUDIO_ARRIVING;
    call->failure = (struct failure){.kind = FAILURE_NONE};
    free(call->damage);
    call->damage = NULL;
    call->has_spare = false;
    audio->downloads++;
    if (audio->held_folder)
        look_for_copy(call);
    else
        ask_server(call);
}

void audio_stop(struct audio *audio, int64_t number, const char *file)
{
    struct audio_call *call = find(audio, number, file);
    if (!call || (!call->download && !call->held))
        return;
    audio_download_cancel(&call->download);
    audio_held_cancel(&call->held);
    audio->downloads--;
    drop_if_empty(call);
    call->state = audio_store_find(audio->store, call->key) ? AUDIO_CUT : AUDIO_ABSENT;
    failure_set(&call->failure, FAILURE_CANCELLED, "", tr("the audio of call %lld was stopped"),
                (long long)number);
    analyse(call, true);
    tell(call);
}

void audio_forget_copy(struct audio *audio, int64_t number, const char *file)
{
    const struct audio_call *call = find(audio, number, file);
    if (!call || !call->is_held || call->held || call->download)
        return;
    audio_store_remove(audio->store, call->key);
    on_left(audio, call->key);
}

bool audio_is_arriving(const struct audio *audio)
{
    return audio->downloads > 0;
}

struct audio_status audio_status(struct audio *audio, int64_t number, const char *file)
{
    struct audio_status status = {.state = AUDIO_ABSENT};
    const struct audio_call *call = find(audio, number, file);
    const struct audio_buffer *buffer = audio_store_find(audio->store, audio_key(number, file));
    if (!call)
        return status;
    status.state = call->state;
    status.kind = call->kind;
    status.bytes = buffer ? audio_buffer_size(buffer) : 0;
    status.total = call->total;
    status.failure = call->failure;
    status.is_held = call->is_held;
    status.damage = call->damage;
    if (call->analysis) {
        status.shape = audio_analysis_shape(call->analysis);
        status.sound = audio_analysis_sound(call->analysis);
        status.facts = audio_analysis_facts(call->analysis);
        status.is_analysed = status.facts->is_over;
        if (seems_whole(call) && !status.is_analysed)
            status.state = AUDIO_ARRIVING; /* the analysis may still find it to be cut */
    }
    return status;
}

const struct audio_buffer *audio_bytes(struct audio *audio, int64_t number, const char *file)
{
    const int64_t key = audio_key(number, file);
    audio_store_hear(audio->store, key);
    return audio_store_find(audio->store, key);
}

const int *audio_files(struct audio *audio)
{
    return audio_store_files(audio->store);
}
