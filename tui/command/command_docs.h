/* Generates the parts of documents that come from the tables of commands, options, actions, settings and terms of the
 * filter. */
#ifndef TUI_COMMAND_COMMAND_DOCS_H
#define TUI_COMMAND_COMMAND_DOCS_H

#include "tui/command/startup.h"

/* Copies the file that the operand names to standard output, with "@NAME@" replaced by the generated text. In
 * Markdown a comment "<!-- @NAME@ -->" stays, and everything from it up to "<!-- @END@ -->" is replaced. Returns the
 * exit status. */
int command_docs(const struct startup *startup);

#endif
