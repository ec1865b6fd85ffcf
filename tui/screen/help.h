/* The help: what the keys do and what the signs mean, made from the table of actions. */
#ifndef TUI_SCREEN_HELP_H
#define TUI_SCREEN_HELP_H

#include "tui/screen/sheet.h"

extern const struct sheet_text help_sheet;

#endif
