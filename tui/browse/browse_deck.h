/* The keys of the deck: what plays, and where. Numbers that are returned are enum app_change. */
#ifndef TUI_BROWSE_BROWSE_DECK_H
#define TUI_BROWSE_BROWSE_DECK_H

#include "tui/browse/app.h"

struct deck_status browse_deck_status(const struct app *app);

/* What a key does with the call that plays. */
enum browse_deck_act {
    BROWSE_DECK_TOGGLE, /* pauses, goes on */
    BROWSE_DECK_STOP,
    BROWSE_DECK_SLOWER,
    BROWSE_DECK_FASTER,
    BROWSE_DECK_SOUND_BEFORE,
    BROWSE_DECK_SOUND_AFTER,
    BROWSE_DECK_SKIP_SILENCES, /* or not */
};

unsigned browse_deck_act(struct app *app, int act);
unsigned browse_deck_step(struct app *app, int seconds);

/* Plays the selected call; if that, or the pane, is the one of the deck, toggles. */
unsigned browse_deck_play(struct app *app);

/* Whether that is what the deck has. */
bool browse_deck_has(const struct app *app, const struct recording *recording);
void browse_deck_close(struct app *app);

/* Toggles what plays, whatever is selected; if nothing does, plays. */
unsigned browse_deck_pause(struct app *app);

/* Pauses what plays; false if nothing does. */
bool browse_deck_rest(struct app *app);

unsigned browse_deck_edit_place(struct app *app);

/* Asks again for audio that is missing. */
unsigned browse_deck_retry(struct app *app);

/* There is more to be told of what plays. */
unsigned browse_deck_changed(struct app *app);

/* The line that plays a call on the user's own machine. */
enum { BROWSE_DECK_LINE_SIZE = 320 };
const char *browse_deck_elsewhere(const struct app *app, char line[BROWSE_DECK_LINE_SIZE]);

#endif
