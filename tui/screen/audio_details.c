#include "tui/screen/audio_details.h"

#include "model/time/timestamp.h"
#include "net/base/translate.h"
#include "tui/draw/text.h"
#include "tui/words/playback.h"

enum { TICKS_PER_MS = TIMESTAMP_SECOND / 1000 };

static void put_recordings(const struct app *app, struct lines *lines, int64_t call)
{
    char text[120];
    const struct holds *holds = account_holds(app->account);
    uint64_t gone = holds != NULL ? holds_gone(holds, call) : 0, all = app->deck.recordings;
    uint64_t there = all > gone ? all - gone : 0;
    if (call != app->deck.last || there < 2)
        return;
    text_count(text, sizeof text, there, "the server gives one audio for the %s recording of this call",
               "the server gives one audio for the %s recordings of this call");
    lines_put(lines, ROLE_TEXT, "", text);
}

void audio_details_put(const struct app *app, struct lines *lines, const struct recording *recording)
{
    char text[PLAYBACK_SIZE];
    int64_t ticks = recording_duration(recording);
    if (app->deck.last == 0 || recording->queue_call_id == RECORDING_NO_NUMBER)
        return; /* no audio was asked for from here */
    const struct audio_status audio =
        audio_status(account_audio(app->account), recording->queue_call_id, recording_file(recording));
    if (audio.state == AUDIO_ABSENT || audio.state == AUDIO_FAILED)
        return;
    if (!audio.is_analysed && audio.state == AUDIO_ARRIVING) {
        lines_put(lines, ROLE_DIM, tr("Audio"), tr("is being fetched…"));
        return;
    }
    lines_put(lines, ROLE_TEXT, tr("Audio"),
              playback_audio(text, &audio, ticks == TIMESTAMP_NONE ? -1 : ticks / TICKS_PER_MS));
    if (audio.is_held)
        lines_put(lines, ROLE_TEXT, "", tr("it is the copy that is on hold; the server was not asked"));
    if (audio.damage != NULL)
        lines_put(lines, ROLE_WARNING, "", tr("it is from the server: the copy that is on hold is damaged"));
    if (playback_sound(text, &audio)[0] != '\0')
        lines_put(lines, ROLE_TEXT, tr("Sound"), text);
    put_recordings(app, lines, recording->queue_call_id);
}
