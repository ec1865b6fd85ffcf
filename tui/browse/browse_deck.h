/* The actions of the deck, in which a call is played. Functions that return unsigned return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_DECK_H
#define TUI_BROWSE_BROWSE_DECK_H

#include "tui/browse/app.h"

/* The state of the deck; its `call` is 0 if the deck is empty. */
struct deck_status browse_deck_status(const struct app *app);

/* What a key does with the call in the deck. */
enum browse_deck_act {
    BROWSE_DECK_TOGGLE, /* pauses, goes on */
    BROWSE_DECK_STOP,
    BROWSE_DECK_SLOWER,
    BROWSE_DECK_FASTER,
    BROWSE_DECK_SOUND_BEFORE,
    BROWSE_DECK_SOUND_AFTER,
    BROWSE_DECK_SKIP_SILENCES, /* switches that on or off */
};

unsigned browse_deck_act(struct app *app, int act); /* enum browse_deck_act */
unsigned browse_deck_step(struct app *app, int seconds);

/* Plays the selected call; pauses or goes on if the deck has it already, or has the focus. */
unsigned browse_deck_play(struct app *app);

/* Whether the recording is the one in the deck. */
bool browse_deck_has(const struct app *app, const struct recording *recording);

/* Frees what is owned. */
void browse_deck_close(struct app *app);

/* Pauses or goes on whatever is selected; plays the selected call if the deck is empty. */
unsigned browse_deck_pause(struct app *app);

/* Pauses; false if nothing is playing. */
bool browse_deck_rest(struct app *app);

/* Opens the prompt for a time in the call. */
unsigned browse_deck_edit_place(struct app *app);

/* Asks the server again for audio that was cut or not fetched. */
unsigned browse_deck_retry(struct app *app);

/* To be called when the account's audio has changed. */
unsigned browse_deck_changed(struct app *app);

/* The command line that plays the call on the user's own machine, through ssh. Returns line. */
enum { BROWSE_DECK_LINE_SIZE = 320 };
const char *browse_deck_elsewhere(const struct app *app, char line[BROWSE_DECK_LINE_SIZE]);

#endif
