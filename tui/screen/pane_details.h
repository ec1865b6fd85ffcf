/* Everything that is known of the selected recording, or of the chosen agent while the keys act on the
 * agents. */
#ifndef TUI_SCREEN_PANE_DETAILS_H
#define TUI_SCREEN_PANE_DETAILS_H

#include "tui/screen/pane.h"

extern const struct pane pane_details;

/* Goes to the details of the selected recording: to the pane or, where the window has no place for it, to a
 * sheet. Returns enum app_change. */
unsigned pane_details_open(struct app *app);

/* The window is another one: what was read in the pane goes on in the sheet, and back. */
void pane_details_place(struct app *app);

#endif
