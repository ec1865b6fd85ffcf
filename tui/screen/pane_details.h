/* The pane of the details: everything that is known of the selected recording, or of the chosen agent while the
 * agents have the focus. */
#ifndef TUI_SCREEN_PANE_DETAILS_H
#define TUI_SCREEN_PANE_DETAILS_H

#include "tui/screen/pane.h"

extern const struct pane pane_details;

/* Shows the details of the selected recording: gives the pane the focus or, if the window has no room for it, opens a
 * sheet. Returns enum app_change. */
unsigned pane_details_open(struct app *app);

/* The layout has changed: details that were open in the pane move to the sheet if there is no pane any more, and
 * back. */
void pane_details_place(struct app *app);

#endif
