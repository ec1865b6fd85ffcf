/* The list of recordings: a line of column names, the recordings, and what the list rests on. */
#ifndef TUI_SCREEN_PANE_RECORDINGS_H
#define TUI_SCREEN_PANE_RECORDINGS_H

#include "tui/screen/pane.h"

extern const struct pane pane_recordings;

/* What is listed, "All agents · /8312", as the title of the pane has it. */
void pane_recordings_name(const struct app *app, char text[PANE_TITLE_SIZE]);

/* What the list rests on, in a line of so many columns. Returns text. */
const char *pane_recordings_completeness(const struct app *app, char text[COMPLETENESS_SIZE], int columns);

#endif
