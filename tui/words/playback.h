/* The state of the deck, and what is known of the audio of a call, in words. Pure. Functions with a buffer return it. */
#ifndef TUI_WORDS_PLAYBACK_H
#define TUI_WORDS_PLAYBACK_H

#include "model/audio/deck.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PLAYBACK_SIZE = 512 };

/* "2:10", "1:02:03"; rounded down to seconds. */
const char *playback_clock(char buffer[PLAYBACK_SIZE], int64_t ms);

/* Reads "2:10", "2.10", "1:02:03" or "130" (seconds) into *ms. False if it is no such time. */
bool playback_parse(const char *text, int64_t *ms);

/* "2:10 / 4:03"; while audio is arriving "2:10 / 1:20 so far"; if it cannot be decoded "2:10"; if the user's own
 * command plays it only the length, since the position is not known. */
const char *playback_position(char buffer[PLAYBACK_SIZE], const struct deck_status *status);

/* What follows that: " · 1.5×", " · silences skipped", and with `in_full` " · heard 54 %". */
const char *playback_ways(char buffer[PLAYBACK_SIZE], const struct deck_status *status, bool in_full);

/* "playing", "fetching, 43 %", "no sound device: nothing is heard here", "playing by your own command: start and stop
 * only". */
const char *playback_state(char buffer[PLAYBACK_SIZE], const struct deck_status *status);

/* What the key for pause does at the moment, in a word, untranslated; NULL if the deck is empty. */
const char *playback_toggle(const struct deck_status *status);

/* What is wrong, and the name of the key that tries again (NULL: none): "cut after 2:10 of 4:03; r tries again"; "r
 * tries again" if the call is not played at all; "" if nothing is wrong. `call_ms`: the length of the call, below 0
 * if not known. */
const char *playback_trouble(char buffer[PLAYBACK_SIZE], const struct deck_status *status, int64_t call_ms,
                             const char *retry_key);

/* Audio that has been analysed: "4:03 · MP3 · 2 channels · 0:04 shorter than the call", and whether it may be
 * incomplete. `call_ms` as above. */
const char *playback_audio(char buffer[PLAYBACK_SIZE], const struct audio_status *audio, int64_t call_ms);

/* "62 % of it · longest silence 0:31, at 1:12", with two channels " · both at once 0:05"; "" if that is not known. */
const char *playback_sound(char buffer[PLAYBACK_SIZE], const struct audio_status *audio);

#endif
