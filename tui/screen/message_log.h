/* The log of messages. */
#ifndef TUI_SCREEN_MESSAGE_LOG_H
#define TUI_SCREEN_MESSAGE_LOG_H

#include "tui/screen/sheet.h"

extern const struct sheet_text message_log_sheet;

#endif
