/* `tapedeck doctor`: whether all is as it has to be, and what to do where it is not. */
#ifndef TUI_COMMAND_COMMAND_DOCTOR_H
#define TUI_COMMAND_COMMAND_DOCTOR_H

#include "tui/command/startup.h"

int command_doctor(const struct startup *startup);

#endif
