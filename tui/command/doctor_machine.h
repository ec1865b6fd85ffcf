/* The locale, the terminal and the player of this machine. */
#ifndef TUI_COMMAND_DOCTOR_MACHINE_H
#define TUI_COMMAND_DOCTOR_MACHINE_H

#include "tui/command/doctor.h"

void doctor_locale(struct doctor *doctor);
void doctor_terminal(struct doctor *doctor);
void doctor_player(struct doctor *doctor);

#endif
