/* Everything that is known of the selected recording, or of the chosen agent while the keys act on the
 * agents. */
#ifndef TUI_SCREEN_PANE_DETAILS_H
#define TUI_SCREEN_PANE_DETAILS_H

#include "tui/screen/pane.h"

extern const struct pane pane_details;

#endif
