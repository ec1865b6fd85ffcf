/* What the deck does, and what is known of the audio of a call, in words. Pure. */
#ifndef TUI_WORDS_PLAYBACK_H
#define TUI_WORDS_PLAYBACK_H

#include "model/audio/deck.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PLAYBACK_SIZE = 512 };

/* "2:10", "1:02:03"; a second that has begun does not count. */
const char *playback_clock(char buffer[PLAYBACK_SIZE], int64_t ms);

/* Reads "2:10", "2.10", "1:02:03" or "130" (seconds). False if it is no such time. */
bool playback_parse(const char *text, int64_t *ms);

/* "2:10 / 4:03", of what is there so far "2:10 / 1:20 so far", of what cannot be decoded "2:10"; of a call that
 * another program plays only its length: where it is that does not tell. */
const char *playback_position(char buffer[PLAYBACK_SIZE], const struct deck_status *status);

/* Behind that: " · 1.5×", " · silences skipped", and, in full, " · heard 54 %". */
const char *playback_ways(char buffer[PLAYBACK_SIZE], const struct deck_status *status, bool in_full);

/* "playing", "fetching, 43 %", "no sound device: nothing is heard here", "playing by your own command: start and stop
 * only". */
const char *playback_state(char buffer[PLAYBACK_SIZE], const struct deck_status *status);

/* What pausing and going on would do, in a word to be translated; NULL if there is nothing to be played. */
const char *playback_toggle(const struct deck_status *status);

/* What is not as it should be beside the state, and the key that tries again (NULL: none): "cut after 2:10 of 4:03;
 * r tries again", "r tries again" of what is not played. "" if nothing is. `call_ms`: how long the call was, below 0
 * if that is not known. */
const char *playback_trouble(char buffer[PLAYBACK_SIZE], const struct deck_status *status, int64_t call_ms,
                             const char *retry_key);

/* Of audio of which everything is known: "4:03 · MP3 · 2 channels · 0:04 shorter than the call", and whether it may
 * be a part only. `call_ms` as above. */
const char *playback_audio(char buffer[PLAYBACK_SIZE], const struct audio_status *audio, int64_t call_ms);

/* "62 % of it · longest silence 0:31, at 1:12", with two channels " · both at once 0:05"; "" if that is not known. */
const char *playback_sound(char buffer[PLAYBACK_SIZE], const struct audio_status *audio);

#endif
