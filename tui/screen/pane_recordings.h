/* The pane of the list: a line of headers, the recordings, the timeline, and a line that says how complete the list
 * is. */
#ifndef TUI_SCREEN_PANE_RECORDINGS_H
#define TUI_SCREEN_PANE_RECORDINGS_H

#include "tui/screen/pane.h"

extern const struct pane pane_recordings;

/* The name of the list, as in the title of the pane: "All agents · /8312". */
void pane_recordings_name(const struct app *app, char text[PANE_TITLE_SIZE]);

/* How complete the list is, in at most `columns` columns where that can be. Returns text. */
const char *pane_recordings_completeness(const struct app *app, char text[COMPLETENESS_SIZE], int columns);

#endif
