/* The list of recordings: a line of column names, the recordings, and what the list rests on. */
#ifndef TUI_SCREEN_PANE_RECORDINGS_H
#define TUI_SCREEN_PANE_RECORDINGS_H

#include "tui/screen/pane.h"

extern const struct pane pane_recordings;

#endif
