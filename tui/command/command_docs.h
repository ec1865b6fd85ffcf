/* The parts of documents that are made from the tables of commands, options, actions, settings and terms of the
 * filter. */
#ifndef TUI_COMMAND_COMMAND_DOCS_H
#define TUI_COMMAND_COMMAND_DOCS_H

#include "tui/command/startup.h"

/* Copies the file that is the operand to standard output with its places filled: "@NAME@" becomes what is made
 * for it. In a comment of Markdown, "<!-- @NAME@ -->", it stays, and what was made before, up to
 * "<!-- @END@ -->", is made anew. Returns the exit status. */
int command_docs(const struct startup *startup);

#endif
