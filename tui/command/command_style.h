/* The format in which a command writes records, by its options. */
#ifndef TUI_COMMAND_COMMAND_STYLE_H
#define TUI_COMMAND_COMMAND_STYLE_H

#include "model/recording/record_writer.h"
#include "tui/command/options.h"

/* For any format other than a table. */
struct record_style command_record_style(const struct options *options);

#endif
