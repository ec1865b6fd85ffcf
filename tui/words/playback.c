#include "tui/words/playback.h"

#include "net/base/translate.h"
#include "tui/draw/text.h"

#include <inttypes.h>
#include <stdio.h>

enum { MOST_SECONDS = 1000 * 3600 };

const char *playback_clock(char buffer[PLAYBACK_SIZE], int64_t ms)
{
    int64_t seconds = ms > 0 ? ms / 1000 : 0;
    int minutes = (int)(seconds / 60 % 60), rest = (int)(seconds % 60);
    if (seconds < 3600)
        snprintf(buffer, PLAYBACK_SIZE, "%d:%02d", minutes, rest);
    else
        snprintf(buffer, PLAYBACK_SIZE, "%" PRId64 ":%02d:%02d", seconds / 3600, minutes, rest);
    return buffer;
}

/* A number of at most so much; -1 if there is none. Moves *text behind it. */
static int64_t read_number(const char **text, int64_t most)
{
    int64_t number = 0;
    const char *begin = *text;
    for (; **text >= '0' && **text <= '9' && number <= most; (*text)++)
        number = number * 10 + (**text - '0');
    return *text > begin && number <= most ? number : -1;
}

bool playback_parse(const char *text, int64_t *ms)
{
    int64_t seconds = read_number(&text, MOST_SECONDS);
    for (int colons = 0; seconds >= 0 && (*text == ':' || *text == '.') && colons < 2; colons++) {
        text++;
        int64_t part = read_number(&text, 59);
        seconds = part < 0 ? -1 : seconds * 60 + part;
    }
    *ms = seconds * 1000;
    return seconds >= 0 && *text == '\0';
}

/* More of it may come. */
static bool is_arriving(const struct deck_status *status)
{
    return status->audio.state == AUDIO_ARRIVING;
}

const char *playback_position(char buffer[PLAYBACK_SIZE], const struct deck_status *status)
{
    char position[PLAYBACK_SIZE], length[PLAYBACK_SIZE];
    playback_clock(position, status->position_ms);
    playback_clock(length, status->length_ms);
    if (status->is_command)
        snprintf(buffer, PLAYBACK_SIZE, "%s", status->length_ms > 0 ? length : "");
    else if (status->length_ms <= 0)
        snprintf(buffer, PLAYBACK_SIZE, "%s", position);
    else
        snprintf(buffer, PLAYBACK_SIZE, is_arriving(status) ? tr("%.60s / %.60s so far") : "%.60s / %.60s",
                 position, length);
    return buffer;
}

/* In percent, rounded down: all of it is 100 only. */
static unsigned heard_share(const struct deck_status *status)
{
    size_t columns = status->audio.shape ? status->audio.shape->count : 0, heard = 0;
    for (size_t i = 0; i < status->heard_count; i++)
        heard += status->heard[i].end - status->heard[i].begin;
    heard = heard < columns ? heard : columns;
    return columns > 0 ? (unsigned)(heard * 100 / columns) : 0;
}

/* "1.5×": not by %g, whose point goes by the locale. */
static void speed_text(char buffer[32], double speed)
{
    int hundredths = (int)(speed * 100 + 0.5), fraction = hundredths % 100;
    if (fraction == 0)
        snprintf(buffer, 32, "%d×", hundredths / 100);
    else if (fraction % 10 == 0)
        snprintf(buffer, 32, "%d.%d×", hundredths / 100, fraction / 10);
    else
        snprintf(buffer, 32, "%d.%02d×", hundredths / 100, fraction);
}

const char *playback_ways(char buffer[PLAYBACK_SIZE], const struct deck_status *status, bool in_full)
{
    char speed[32] = "", heard[32] = "";
    bool is_changed = status->speed < 1 || status->speed > 1;
    if (is_changed)
        speed_text(speed, status->speed);
    if (in_full && heard_share(status) > 0 && !is_arriving(status))
        snprintf(heard, sizeof heard, tr(" · heard %u %%"), heard_share(status));
    snprintf(buffer, PLAYBACK_SIZE, "%s%s%s%s", is_changed ? " · " : "", speed,
             status->skips_silences ? tr(" · silences skipped") : "", heard);
    return buffer;
}

/* ", 43 %" where the server said how much there is, else ", 310 kB so far". */
static void arrived_text(char buffer[64], const struct audio_status *audio)
{
    buffer[0] = '\0';
    if (audio->total > 0)
        snprintf(buffer, 64, ", %u %%", (unsigned)(audio->bytes * 100 / audio->total));
    else if (audio->bytes > 0)
        snprintf(buffer, 64, tr(", %llu kB so far"), (unsigned long long)(audio->bytes / 1000));
}

const char *playback_state(char buffer[PLAYBACK_SIZE], const struct deck_status *status)
{
    static const char *const words[] = {
        [DECK_EMPTY] = N_("stopped"),     [DECK_FETCHING] = N_("fetching"), [DECK_STARTING] = N_("starting"),
        [DECK_PLAYING] = N_("playing"),   [DECK_PAUSED] = N_("paused"),     [DECK_ENDED] = N_("ended"),
        [DECK_FAILED] = N_("not played"),
    };
    char arrived[64] = "";
    bool is_shown = is_arriving(status) && status->state != DECK_FAILED && status->state != DECK_EMPTY;
    if (is_shown)
        arrived_text(arrived, &status->audio);
    if (status->is_silent && status->state != DECK_FETCHING)
        snprintf(buffer, PLAYBACK_SIZE, "%s", tr("no sound device: nothing is heard here"));
    else if (status->state == DECK_PLAYING && status->is_command)
        snprintf(buffer, PLAYBACK_SIZE, "%s", tr("playing by your own command: start and stop only"));
    else if (status->state == DECK_FETCHING && status->is_paused)
        snprintf(buffer, PLAYBACK_SIZE, tr("paused, fetching%s"), arrived);
    else if (is_shown && status->state != DECK_FETCHING)
        snprintf(buffer, PLAYBACK_SIZE, tr("%s, fetching%s"), tr(words[status->state]), arrived);
    else
        snprintf(buffer, PLAYBACK_SIZE, "%s%s", tr(words[status->state]), arrived);
    return buffer;
}

const char *playback_toggle(const struct deck_status *status)
{
    if (status->state == DECK_EMPTY)
        return NULL;
    if (status->state == DECK_ENDED || status->state == DECK_FAILED)
        return N_("again");
    if (status->state == DECK_PLAYING && status->is_command)
        return N_("stop");
    return status->is_paused ? N_("go on") : N_("pause");
}

/* "cut after 2:10 of 4:03" */
static void cut_text(char buffer[PLAYBACK_SIZE], const struct deck_status *status, int64_t call_ms)
{
    char there[PLAYBACK_SIZE], of[PLAYBACK_SIZE];
    if (status->length_ms <= 0)
        snprintf(buffer, PLAYBACK_SIZE, "%s", tr("cut"));
    else if (call_ms <= status->length_ms)
        snprintf(buffer, PLAYBACK_SIZE, tr("cut after %.60s"), playback_clock(there, status->length_ms));
    else
        snprintf(buffer, PLAYBACK_SIZE, tr("cut after %.60s of %.60s"),
                 playback_clock(there, status->length_ms), playback_clock(of, call_ms));
}

const char *playback_trouble(char buffer[PLAYBACK_SIZE], const struct deck_status *status, int64_t call_ms,
                             const char *retry_key)
{
    bool is_failed = status->state == DECK_FAILED && !status->is_silent;
    buffer[0] = '\0';
    if (!is_failed && status->audio.state == AUDIO_CUT)
        cut_text(buffer, status, call_ms);
    else if (!is_failed)
        return buffer;
    if (retry_key)
        text_append(buffer, PLAYBACK_SIZE, buffer[0] != '\0' ? tr("; %s tries again") : tr("%s tries again"),
                    retry_key);
    return buffer;
}

/* " · 0:04 shorter than the call" if it is so by a second or more. */
static void difference_text(char buffer[64], int64_t length_ms, int64_t call_ms)
{
    char clock[PLAYBACK_SIZE];
    int64_t less = call_ms - length_ms;
    buffer[0] = '\0';
    if (call_ms >= 0 && (less >= 1000 || less <= -1000))
        snprintf(buffer, 64,
                 less > 0 ? tr(" · %.20s shorter than the call") : tr(" · %.20s longer than the call"),
                 playback_clock(clock, less > 0 ? less : -less));
}

const char *playback_audio(char buffer[PLAYBACK_SIZE], const struct audio_status *audio, int64_t call_ms)
{
    char clock[PLAYBACK_SIZE], difference[64];
    bool has_shape = audio->shape && audio->shape->count > 0;
    int64_t length = has_shape ? audio_shape_length_ms(audio->shape) : 0;
    const char *doubt = audio->state == AUDIO_CUT ? tr(" · cut: not all of it")
                        : audio->state == AUDIO_UNPROVED
                            ? tr(" · perhaps not all: the server does not say how much")
                            : "";
    difference_text(difference, length, call_ms);
    if (!has_shape)
        snprintf(buffer, PLAYBACK_SIZE, "%s%s", audio_kind_name(audio->kind), doubt);
    else
        snprintf(
            buffer, PLAYBACK_SIZE,
            tr_count("%.60s · %s · %u channel%s%s", "%.60s · %s · %u channels%s%s", audio->shape->channels),
            playback_clock(clock, length), audio_kind_name(audio->kind), audio->shape->channels, difference,
            doubt);
    return buffer;
}

static int64_t milliseconds(size_t columns)
{
    return (int64_t)columns * AUDIO_COLUMN_MS;
}

const char *playback_sound(char buffer[PLAYBACK_SIZE], const struct audio_status *audio)
{
    char silence[PLAYBACK_SIZE], at[PLAYBACK_SIZE], both[PLAYBACK_SIZE];
    const struct audio_sound *sound = audio->sound;
    buffer[0] = '\0';
    if (!sound || sound->columns == 0)
        return buffer;
    size_t longest = sound->longest_silence.end - sound->longest_silence.begin;
    snprintf(buffer, PLAYBACK_SIZE, tr("%u %% of it"), (unsigned)(sound->sounding * 100 / sound->columns));
    if (longest > 0)
        text_append(buffer, PLAYBACK_SIZE, tr(" · longest silence %.60s, at %.60s"),
                    playback_clock(silence, milliseconds(longest)),
                    playback_clock(at, milliseconds(sound->longest_silence.begin)));
    if (audio->shape->channels > 1)
        text_append(buffer, PLAYBACK_SIZE, tr(" · both at once %.60s"),
                    playback_clock(both, milliseconds(sound->talk_over)));
    return buffer;
}
