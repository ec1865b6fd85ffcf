#include "tui/browse/browse_deck.h"

#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "tui/browse/browse_hold.h"
#include "tui/draw/text.h"
#include "tui/words/caller.h"
#include "tui/words/playback.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TICKS_PER_MS = TIMESTAMP_SECOND / 1000 };

struct deck_status browse_deck_status(const struct app *app)
{
    return app->deck.call != 0 ? deck_status(account_deck(app->account)) : (struct deck_status){.speed = 1};
}

/* The deck with a call in it; NULL, with *changes set, if there is none. */
static struct deck *loaded(struct app *app, unsigned *changes)
{
    char key[KEYS_NAME_SIZE];
    if (app->deck.call != 0)
        return account_deck(app->account);
    *changes = app_say(app, ACCOUNT_INFORMATION, tr("nothing is played; %s plays the selected call"),
                       keymap_first(&app->keymap, "play", key) ? key : "play");
    return NULL;
}

/* The same where it can be gone through. */
static struct deck *movable(struct app *app, unsigned *changes)
{
    struct deck *deck = loaded(app, changes);
    if (deck == NULL || !deck_status(deck).is_command)
        return deck;
    *changes =
        app_say(app, ACCOUNT_INFORMATION, tr("your own command plays: it can be started and stopped only"));
    return NULL;
}

const char *browse_deck_elsewhere(const struct app *app, char line[BROWSE_DECK_LINE_SIZE])
{
    char host[UV_MAXHOSTNAMESIZE];
    size_t size = sizeof host;
    if (uv_os_gethostname(host, &size) != 0)
        snprintf(host, sizeof host, "HOST");
    snprintf(line, BROWSE_DECK_LINE_SIZE, "ssh %.200s tapedeck audio %" PRId64 " | mpv -", host,
             app->deck.call);
    return line;
}

/* Why the selected recording cannot be played; NULL if it can. */
static const char *refusal(struct app *app, const struct listed_recording *selected)
{
    if (selected == NULL)
        return tr("no recording is selected that could be played");
    if (selected->recording.queue_call_id == RECORDING_NO_NUMBER)
        return tr("this recording has no call id, by which its audio would be asked for");
    if (app->options->account.offline && !browse_hold_has_audio(app, selected))
        return tr("working offline: start without --offline to listen");
    return account_deck(app->account) == NULL ? tr("the server is not asked: no audio can be fetched") : NULL;
}

static void note_call(struct app_deck *deck, const struct recording *recording)
{
    int64_t ticks = recording_duration(recording);
    deck->call = deck->last = recording->queue_call_id;
    free(deck->file);
    deck->file = memory_text(recording_file(recording));
    deck->recordings = 0;
    deck->call_ms = ticks == TIMESTAMP_NONE ? -1 : ticks / TICKS_PER_MS;
    deck->caller[0] = '\0';
    if (recording->caller != NULL && recording->caller[0] != '\0')
        caller_format(deck->caller, sizeof deck->caller, recording->caller);
    deck->state = DECK_EMPTY;
    deck->audio = AUDIO_ABSENT;
    deck->is_silent = deck->is_analysed = deck->is_damaged = false;
}

static void on_recordings(void *context, uint64_t count, const struct failure *failure)
{
    struct app *app = context;
    if (failure == NULL)
        app->deck.recordings = count;
    app->dirty |= CHANGED_DETAILS;
}

bool browse_deck_has(const struct app *app, const struct recording *recording)
{
    return app->deck.call != 0 && recording->queue_call_id == app->deck.call &&
           strcmp(recording_file(recording), app->deck.file) == 0;
}

void browse_deck_close(struct app *app)
{
    free(app->deck.file);
    app->deck.file = NULL;
}

unsigned browse_deck_play(struct app *app)
{
    const struct listed_recording *selected = app_selected(app);
    if (app->view->focus == LAYOUT_DECK)
        return browse_deck_act(app, BROWSE_DECK_TOGGLE);
    const char *why = refusal(app, selected);
    if (why != NULL)
        return app_say(app, ACCOUNT_INFORMATION, "%s", why);
    if (browse_deck_has(app, &selected->recording))
        return browse_deck_act(app, BROWSE_DECK_TOGGLE);
    list_touch(&app->view->list); /* what is listened to stays */
    note_call(&app->deck, &selected->recording);
    queries_call(account_queries(app->account), app->deck.call, on_recordings, app);
    deck_play(account_deck(app->account), app->deck.call, app->deck.file);
    return CHANGED_LIST | browse_deck_changed(app);
}

unsigned browse_deck_pause(struct app *app)
{
    if (app->deck.call != 0)
        return browse_deck_act(app, BROWSE_DECK_TOGGLE);
    return app->top->kind->act(app, app->top, actions_find(app->keymap.actions, "play"));
}

static unsigned step_sound(struct app *app, struct deck *deck, int direction)
{
    if (deck_step_sound(deck, direction))
        return CHANGED_NOTHING;
    return app_say(app, ACCOUNT_INFORMATION,
                   direction > 0 ? tr("no sound begins later") : tr("no sound begins earlier"));
}

static unsigned stop(struct app *app, struct deck *deck)
{
    deck_stop(deck);
    app->deck.call = 0;
    return CHANGED_LIST;
}

static unsigned tell_silence(struct app *app)
{
    char line[BROWSE_DECK_LINE_SIZE];
    return app_say(app, ACCOUNT_WARNING,
                   tr("nothing is heard here: there is no sound device; on your own machine: %s"),
                   browse_deck_elsewhere(app, line));
}

unsigned browse_deck_act(struct app *app, int act)
{
    unsigned changes = CHANGED_NOTHING;
    bool is_simple = act == BROWSE_DECK_TOGGLE || act == BROWSE_DECK_STOP;
    struct deck *deck = is_simple ? loaded(app, &changes) : movable(app, &changes);
    if (deck == NULL)
        return changes;
    switch ((enum browse_deck_act)act) {
    case BROWSE_DECK_TOGGLE:
        deck_toggle(deck);
        changes = deck_status(deck).is_silent ? tell_silence(app) : CHANGED_NOTHING;
        break;
    case BROWSE_DECK_STOP:
        changes = stop(app, deck);
        break;
    case BROWSE_DECK_SLOWER:
    case BROWSE_DECK_FASTER:
        deck_change_speed(deck, act == BROWSE_DECK_FASTER ? 1 : -1);
        break;
    case BROWSE_DECK_SOUND_BEFORE:
    case BROWSE_DECK_SOUND_AFTER:
        changes = step_sound(app, deck, act == BROWSE_DECK_SOUND_AFTER ? 1 : -1);
        break;
    case BROWSE_DECK_SKIP_SILENCES:
        deck_skip_silences(deck, !deck_status(deck).skips_silences);
        break;
    }
    return changes | CHANGED_BOTTOM | browse_deck_changed(app);
}

unsigned browse_deck_step(struct app *app, int seconds)
{
    unsigned changes = CHANGED_NOTHING;
    struct deck *deck = movable(app, &changes);
    if (deck != NULL)
        deck_step(deck, (int64_t)seconds * 1000);
    return changes | CHANGED_DECK;
}

bool browse_deck_rest(struct app *app)
{
    bool is_playing = browse_deck_status(app).state == DECK_PLAYING;
    if (is_playing)
        browse_deck_act(app, BROWSE_DECK_TOGGLE);
    return is_playing;
}

static unsigned go_to_place(struct app *app)
{
    int64_t ms = 0;
    unsigned changes = CHANGED_NOTHING;
    if (app->deck.place.length == 0)
        return app_prompt_leave(app);
    if (!playback_parse(app->deck.place.text, &ms))
        return app_refuse(app, tr("this is no time in a call; write 2:10, 1:02:03 or 130 (seconds)"));
    struct deck *deck = movable(app, &changes);
    if (deck != NULL)
        deck_seek(deck, ms);
    return changes | CHANGED_DECK | app_prompt_leave(app);
}

static const char *place_reading(const struct app *app, char text[VIEW_READING_SIZE])
{
    int64_t ms = 0;
    char clock[PLAYBACK_SIZE] = "";
    if (playback_parse(app->deck.place.text, &ms))
        playback_clock(clock, ms);
    snprintf(text, MOMENT_SIZE, "%.40s", clock);
    return text;
}

unsigned browse_deck_edit_place(struct app *app)
{
    static const struct app_prompt prompt = {
        .sign = "@",
        .hint = N_("a time in the call: 2:10, 1:02:03, 130 (seconds)"),
        .reading = place_reading,
        .accept = go_to_place,
    };
    prompt_start(&app->deck.place, "");
    return app_prompt_open(app, &prompt, &app->deck.place);
}

unsigned browse_deck_retry(struct app *app)
{
    struct deck_status status = browse_deck_status(app);
    if (status.state == DECK_FAILED || (status.state == DECK_ENDED && status.audio.state == AUDIO_CUT))
        deck_play(account_deck(app->account), app->deck.call, app->deck.file);
    else if (status.audio.state == AUDIO_CUT)
        audio_fetch(account_audio(app->account), app->deck.call, app->deck.file);
    else
        return CHANGED_NOTHING;
    return browse_deck_changed(app);
}

/* The title, and a line for each channel, or some for what is wrong, and one for what can be done. */
static int rows_of(const struct deck_status *status)
{
    bool is_failed = status->state == DECK_FAILED && !status->is_silent;
    unsigned channels = status->audio.shape ? status->audio.shape->channels : 0;
    if (status->call == 0)
        return 0;
    return is_failed ? 4 : 1 + (channels > 1 ? 2 : 1) + (status->is_silent ? 1 : 0);
}

/* Says what has gone wrong since the deck was seen last; it stays in the log of messages. */
static unsigned tell_trouble(struct app *app, const struct deck_status *status)
{
    const struct app_deck *seen = &app->deck;
    char trouble[PLAYBACK_SIZE];
    if (status->is_silent)
        return seen->is_silent ? CHANGED_NOTHING : tell_silence(app);
    bool is_cut = status->audio.state == AUDIO_CUT && seen->audio != AUDIO_CUT;
    enum account_level level = is_cut ? ACCOUNT_WARNING : ACCOUNT_ERROR;
    if (status->state == DECK_FAILED && seen->state != DECK_FAILED)
        return app_say_failure(app, level, &status->failure);
    if (is_cut)
        return app_say(app, level, "%.100s: %s", playback_trouble(trouble, status, seen->call_ms, NULL),
                       status->audio.failure.what);
    return status->audio.damage != NULL && !seen->is_damaged
               ? app_say(app, level, tr("%s; this is from the server"), status->audio.damage->what)
               : CHANGED_NOTHING;
}

unsigned browse_deck_changed(struct app *app)
{
    struct app_deck *seen = &app->deck;
    const struct deck_status status = browse_deck_status(app);
    unsigned changes = CHANGED_DECK | tell_trouble(app, &status);
    bool is_damaged = status.audio.damage != NULL, has_failed = status.state == DECK_FAILED;
    if (seen->call != 0 && ((is_damaged && !seen->is_damaged) || (has_failed && seen->state != DECK_FAILED)))
        browse_hold_was_read(app, seen->call, seen->file);
    if (rows_of(&status) != seen->rows)
        changes |= CHANGED_LAYOUT;
    if (status.state != seen->state)
        changes |= CHANGED_BOTTOM;
    if (status.audio.state != seen->audio || status.audio.is_analysed != seen->is_analysed)
        changes |= CHANGED_DETAILS;
    seen->rows = rows_of(&status);
    seen->state = status.state;
    seen->audio = status.audio.state;
    seen->is_analysed = status.audio.is_analysed;
    seen->is_silent = status.is_silent;
    seen->is_damaged = is_damaged;
    return changes;
}
