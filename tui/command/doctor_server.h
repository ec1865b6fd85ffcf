/* Whether the server can be reached, is the right one, and gives what is asked: step by step, as far as one
 * comes. */
#ifndef TUI_COMMAND_DOCTOR_SERVER_H
#define TUI_COMMAND_DOCTOR_SERVER_H

#include "tui/command/doctor.h"

void doctor_server(struct doctor *doctor);

#endif
