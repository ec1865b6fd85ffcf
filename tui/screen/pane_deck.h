/* The pane of the deck: the call that plays, its shape, and the position. It stands above the last line of every
 * view. */
#ifndef TUI_SCREEN_PANE_DECK_H
#define TUI_SCREEN_PANE_DECK_H

#include "tui/screen/pane.h"

extern const struct pane pane_deck;

#endif
