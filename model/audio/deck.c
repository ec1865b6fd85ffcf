#include "model/audio/deck.h"

#include "model/audio/audio_command.h"
#include "model/audio/audio_player.h"
#include "model/audio/heard_calls.h"
#include "net/base/log.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    AHEAD_MS = 2000,   /* decoded audio needed after the position to start playing */
    AT_END_MS = 1000,  /* a recording left so near to its end is played from the start */
    BACK_MS = 1000,    /* a step back leads to the start of this sound if it began so long ago */
    SKIPPED_MS = 1000, /* longer silences are skipped, */
    WORTH_MS = 300,    /* unless no more than this is left of them */
    NOTED_MS = 500,    /* tolerance for the time played between two positions: more is a jump */
};

static const double speeds[] = {0.5, 0.75, 1, 1.25, 1.5, 2, 3};
enum { SPEEDS = sizeof speeds / sizeof *speeds, NORMAL_SPEED = 2 };

struct deck {
    struct deck_options options;
    struct audio_player *player;   /* owned; NULL if a command plays */
    struct audio_command *command; /* owned; NULL if mpv plays */
    struct heard_calls *calls;     /* owned */
    int64_t call;                  /* 0: none */
    char *file;                    /* of the recording, owned; "": it has none */
    struct heard_call *history;    /* its entry in `calls`; NULL without a call */
    int64_t position_ms;
    int64_t heard_ms;  /* played of it since it was loaded into the deck */
    int64_t noted_ms;  /* position up to which playing was noted; -1: nothing was played just before */
    uint64_t noted_ns; /* uv_hrtime when that position was asked for: it was reached then or later */
    bool is_resumed;   /* the position is where it was left, maybe its end */
    bool is_loaded;    /* the player has it */
    struct audio_buffer *given_bytes; /* owned reference to the buffer that the player has; NULL: none */
    uint64_t given;                   /* bytes in it when the player was last given some */
    bool is_fetching;                 /* the deck has requested the audio, and is to cancel that */
    bool is_paused;
    bool skips_silences;
    bool is_updating; /* within update(), which the player's callbacks must not enter again */
    unsigned speed;   /* index in `speeds` */
};

static void tell(struct deck *deck)
{
    deck->options.changed(deck->options.context);
}

static struct audio_player_status player_of(const struct deck *deck)
{
    return deck->command ? audio_command_status(deck->command) : audio_player_status(deck->player);
}

static int64_t length_of(const struct audio_status *audio)
{
    return audio->shape ? audio_shape_length_ms(audio->shape) : 0;
}

static bool is_coming(const struct audio_status *audio)
{
    return audio->state == AUDIO_ARRIVING && (!audio->shape || !audio->is_analysed);
}

/* Whether enough has been decoded after the position to play. Kinds that are not decoded here are played when they have
 * arrived as a whole. */
static bool is_enough(const struct deck *deck, const struct audio_status *audio)
{
    bool is_refused = deck->options.refusal.kind != FAILURE_NONE;
    bool may_start = audio->bytes && !is_refused && !(deck->command && deck->is_paused);
    return may_start && (!is_coming(audio) || length_of(audio) >= deck->position_ms + AHEAD_MS);
}

/* Feeds a command the bytes that it does not have yet; mpv reads them from the buffer by itself. */
static void give(struct deck *deck, const struct audio_status *audio, const struct audio_buffer *bytes)
{
    if (deck->command)
        audio_command_give(deck->command, bytes, !is_coming(audio));
    deck->given = audio->bytes > deck->given ? audio->bytes : deck->given;
}

static void load(struct deck *deck, const struct audio_status *audio, const struct audio_buffer *bytes)
{
    if (deck->is_resumed && !is_coming(audio) && deck->position_ms + AT_END_MS > length_of(audio))
        deck->position_ms = 0;
    deck->is_loaded = true;
    deck->is_resumed = false;
    deck->given = audio->bytes;
    deck->noted_ms = -1;
    if (deck->command) {
        deck->position_ms = 0;
        audio_command_play(deck->command, deck->call);
        give(deck, audio, bytes);
    } else {
        audio_buffer_free(&deck->given_bytes);
        deck->given_bytes = audio_buffer_share(bytes);
        audio_player_play(deck->player, deck->call, bytes, deck->position_ms);
        audio_player_pause(deck->player, deck->is_paused);
    }
}

/* How much of the recording can have been played since the position was noted last. */
static int64_t playable_ms(const struct deck *deck, const struct audio_player_status *player)
{
    return (int64_t)((double)(uv_hrtime() - deck->noted_ns) / 1e6 * player->speed) + NOTED_MS;
}

/* Adds what was played since the position was noted last to the history, unless the position has jumped. */
static void note_heard(struct deck *deck, const struct audio_player_status *player)
{
    int64_t from = deck->noted_ms, to = deck->position_ms;
    bool is_played = from >= 0 && to >= from && to - from <= playable_ms(deck, player);
    if (is_played && !player->is_silent) {
        heard_add(&deck->history->heard, (size_t)(from / AUDIO_COLUMN_MS),
                  (size_t)((to + AUDIO_COLUMN_MS / 2) / AUDIO_COLUMN_MS));
        deck->heard_ms += to - from;
    }
    deck->noted_ms = to;
    deck->noted_ns = player->asked_ns;
}

/* Jumps to the next sound if the position is in a silence that is long enough. */
static void skip_silence(struct deck *deck, const struct audio_status *audio)
{
    size_t column = (size_t)(deck->position_ms / AUDIO_COLUMN_MS);
    const struct audio_span *next = audio->sound ? audio_sound_at(audio->sound, column) : NULL;
    if (!deck->skips_silences || !next)
        return;
    size_t silent_from = next == audio->sound->spans ? 0 : next[-1].end;
    int64_t begin_ms = (int64_t)next->begin * AUDIO_COLUMN_MS;
    if ((int64_t)(next->begin - silent_from) * AUDIO_COLUMN_MS > SKIPPED_MS && next->begin > column &&
        begin_ms - deck->position_ms > WORTH_MS)
        deck_seek(deck, begin_ms);
}

/* The player has played the buffer to its end. It is to be loaded again if the buffer has grown, or still may. */
static void take_end(struct deck *deck, const struct audio_status *audio,
                     const struct audio_player_status *player)
{
    int64_t length = length_of(audio);
    if (length > deck->position_ms && length - deck->position_ms <= playable_ms(deck, player))
        deck->position_ms = length;
    note_heard(deck, player);
    deck->noted_ms = -1;
    deck->is_loaded = audio->bytes == deck->given && !is_coming(audio);
}

/* Takes the position from the player. */
static void follow_player(struct deck *deck, const struct audio_status *audio)
{
    struct audio_player_status player = player_of(deck);
    if (!deck->is_loaded || deck->command)
        return;
    deck->position_ms = player.position_ms;
    if (player.state == AUDIO_PLAYER_ENDED) {
        take_end(deck, audio, &player);
    } else if (player.is_moving || player.state == AUDIO_PLAYER_FAILED) {
        deck->noted_ms = -1;
    } else {
        note_heard(deck, &player);
        skip_silence(deck, audio);
    }
}

/* Follows the player, and loads or feeds it with the bytes that have arrived. Called after any change of either. */
static void update(struct deck *deck)
{
    if (!deck->call || deck->is_updating)
        return;
    struct audio_status audio = audio_status(deck->options.audio, deck->call, deck->file);
    const struct audio_buffer *bytes = audio_bytes(deck->options.audio, deck->call, deck->file);
    deck->is_updating = true;
    follow_player(deck, &audio);
    deck->is_fetching = deck->is_fetching && audio.state == AUDIO_ARRIVING;
    if (audio.bytes < deck->given && audio.state == AUDIO_ARRIVING) /* the download has started anew */
        deck->is_loaded = false;
    if (deck->is_loaded)
        give(deck, &audio, bytes);
    else if (is_enough(deck, &audio))
        load(deck, &audio, bytes);
    if (!deck->command)
        deck->history->position_ms = deck->position_ms;
    deck->is_updating = false;
    tell(deck);
}

static const int *files_of_player(void *context)
{
    const struct deck *deck = context;
    return audio_files(deck->options.audio);
}

static void on_player_changed(void *context)
{
    update(context);
}

/* Requests what is missing of the audio. */
static void fetch(struct deck *deck)
{
    enum audio_state before = audio_status(deck->options.audio, deck->call, deck->file).state;
    audio_fetch(deck->options.audio, deck->call, deck->file);
    deck->is_fetching = deck->is_fetching || before != AUDIO_ARRIVING;
}

void deck_audio_changed(struct deck *deck, int64_t call)
{
    if (call != deck->call)
        return;
    if (audio_status(deck->options.audio, call, deck->file).failure.kind == FAILURE_CANCELLED)
        fetch(deck); /* whoever else had requested it has cancelled that */
    update(deck);
}

struct deck *deck_open(const struct deck_options *options)
{
    struct deck *deck = memory_new(sizeof *deck);
    const struct audio_player_options of_player = {
        .loop = options->loop, .files = files_of_player, .changed = on_player_changed, .context = deck};
    const struct audio_command_options of_command = {
        .loop = options->loop, .command = options->command, .changed = on_player_changed, .context = deck};
    deck->options = *options;
    deck->options.account = deck->options.heard_path = deck->options.command = NULL;
    deck->speed = NORMAL_SPEED;
    deck->calls = heard_calls_open(options->heard_path, options->account);
    if (options->command)
        deck->command = audio_command_new(&of_command);
    else
        deck->player = audio_player_new(&of_player);
    return deck;
}

static void tell_left(struct deck *deck)
{
    if (deck->call && deck->options.left)
        deck->options.left(deck->options.context, deck->call, deck->file, deck->heard_ms);
    deck->heard_ms = 0;
}

void deck_close(struct deck **deck_pointer)
{
    struct deck *deck = *deck_pointer;
    struct failure failure;
    *deck_pointer = NULL;
    if (!deck)
        return;
    tell_left(deck);
    audio_player_free(&deck->player);
    audio_command_free(&deck->command);
    audio_buffer_free(&deck->given_bytes);
    free(deck->file);
    if (!heard_calls_close(&deck->calls, &failure))
        log_line("%s", failure.what);
    free(deck);
}

/* Unloads the recording; `is_over` as for audio_player_stop. */
static void unload(struct deck *deck, bool is_over)
{
    if (!deck->call)
        return;
    int64_t fetched = deck->is_fetching ? deck->call : 0;
    char *file = deck->file;
    audio_buffer_free(&deck->given_bytes);
    tell_left(deck);
    deck->call = 0;
    deck->file = NULL;
    deck->history = NULL;
    deck->is_loaded = deck->is_fetching = false;
    if (fetched)
        audio_stop(deck->options.audio, fetched, file);
    free(file);
    if (deck->command)
        audio_command_stop(deck->command);
    else
        audio_player_stop(deck->player, is_over);
}

/* Plays the deck's recording from where it was left, or from the start. */
static void play(struct deck *deck)
{
    const int64_t call = deck->call;
    deck->history = heard_calls_find(deck->calls, call, deck->file);
    deck->position_ms = deck->history->position_ms;
    deck->is_resumed = true;
    deck->is_loaded = deck->is_paused = false;
    deck->given = 0;
    fetch(deck);
    if (deck->command)
        audio_command_stop(deck->command);
    else
        audio_player_warm(deck->player);
    update(deck);
}

void deck_play(struct deck *deck, int64_t call, const char *file)
{
    if (deck->call != call || strcmp(deck->file, file) != 0) {
        unload(deck, false);
        deck->file = memory_text(file);
    }
    deck->call = call;
    play(deck);
}

void deck_toggle(struct deck *deck)
{
    enum deck_state state = deck_status(deck).state;
    if (!deck->call)
        return;
    if (state == DECK_ENDED || state == DECK_FAILED) {
        play(deck);
        return;
    }
    if (deck->is_loaded && deck->command) {
        audio_command_stop(deck->command);
        return;
    }
    deck->is_paused = !deck->is_paused;
    if (deck->is_loaded)
        audio_player_pause(deck->player, deck->is_paused);
    update(deck);
}

void deck_stop(struct deck *deck)
{
    unload(deck, true);
    tell(deck);
}

/* Stops the player if the position has not arrived yet; update loads it again when it has. */
void deck_seek(struct deck *deck, int64_t to_ms)
{
    if (!deck->call || deck->command)
        return;
    struct audio_status audio = audio_status(deck->options.audio, deck->call, deck->file);
    int64_t length = length_of(&audio);
    if (!is_coming(&audio) && length && to_ms > length)
        to_ms = length;
    deck->position_ms = to_ms > 0 ? to_ms : 0;
    deck->is_resumed = false;
    deck->noted_ms = -1;
    bool was_loaded = deck->is_loaded;
    deck->is_loaded = was_loaded && is_enough(deck, &audio);
    if (deck->is_loaded)
        audio_player_seek(deck->player, deck->position_ms);
    else if (was_loaded)
        audio_player_stop(deck->player, false);
    update(deck);
}

void deck_step(struct deck *deck, int64_t by_ms)
{
    deck_seek(deck, deck->position_ms + by_ms);
}

bool deck_step_sound(struct deck *deck, int direction)
{
    struct audio_status audio = {.state = AUDIO_ABSENT};
    if (deck->call && !deck->command)
        audio = audio_status(deck->options.audio, deck->call, deck->file);
    if (!audio.sound)
        return false;
    const struct audio_span *found = NULL;
    for (size_t i = 0; i < audio.sound->count && (direction < 0 || !found); i++) {
        const struct audio_span *span = &audio.sound->spans[i];
        int64_t begin = (int64_t)span->begin * AUDIO_COLUMN_MS;
        if (direction > 0 ? begin > deck->position_ms : begin + BACK_MS <= deck->position_ms)
            found = span;
    }
    if (found)
        deck_seek(deck, (int64_t)found->begin * AUDIO_COLUMN_MS);
    return found != NULL;
}

void deck_change_speed(struct deck *deck, int direction)
{
    if (deck->command)
        return;
    if (direction > 0 ? deck->speed + 1 < SPEEDS : deck->speed > 0)
        deck->speed += direction > 0 ? 1 : -1U;
    audio_player_set_speed(deck->player, speeds[deck->speed]);
    update(deck);
}

void deck_skip_silences(struct deck *deck, bool skips)
{
    deck->skips_silences = skips && !deck->command;
    update(deck);
}

static enum deck_state state_of(const struct deck *deck, const struct audio_status *audio,
                                const struct audio_player_status *player)
{
    static const enum deck_state states[] = {
        [AUDIO_PLAYER_IDLE] = DECK_STARTING,   [AUDIO_PLAYER_LOADING] = DECK_STARTING,
        [AUDIO_PLAYER_PLAYING] = DECK_PLAYING, [AUDIO_PLAYER_PAUSED] = DECK_PAUSED,
        [AUDIO_PLAYER_ENDED] = DECK_ENDED,     [AUDIO_PLAYER_FAILED] = DECK_FAILED,
    };
    if (!deck->call)
        return DECK_EMPTY;
    if (deck->options.refusal.kind != FAILURE_NONE || player->state == AUDIO_PLAYER_FAILED)
        return DECK_FAILED;
    if (deck->is_loaded)
        return states[player->state];
    return audio->state == AUDIO_ARRIVING ? DECK_FETCHING : DECK_FAILED;
}

static struct failure failure_of(const struct deck *deck, const struct audio_status *audio,
                                 const struct audio_player_status *player)
{
    if (deck->options.refusal.kind != FAILURE_NONE)
        return deck->options.refusal;
    return player->state == AUDIO_PLAYER_FAILED ? player->failure : audio->failure;
}

struct deck_status deck_status(struct deck *deck)
{
    const struct audio_player_status player = player_of(deck);
    struct deck_status status = {
        .call = deck->call,
        .position_ms = deck->position_ms,
        .speed = speeds[deck->speed],
        .is_paused = deck->is_paused,
        .skips_silences = deck->skips_silences,
        .is_moving = deck->is_loaded && player.is_moving,
        .is_silent = player.is_silent,
        .is_command = deck->command != NULL,
    };
    if (deck->call)
        status.audio = audio_status(deck->options.audio, deck->call, deck->file);
    status.state = state_of(deck, &status.audio, &player);
    status.length_ms = length_of(&status.audio);
    if (status.state == DECK_FAILED)
        status.failure = failure_of(deck, &status.audio, &player);
    if (deck->history) {
        status.heard = deck->history->heard.spans;
        status.heard_count = deck->history->heard.count;
    }
    return status;
}
