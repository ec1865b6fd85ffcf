/* What the configuration says, where each value is from, and whether the secret can be had. */
#ifndef TUI_COMMAND_DOCTOR_CONFIG_H
#define TUI_COMMAND_DOCTOR_CONFIG_H

#include "tui/command/doctor.h"

void doctor_config(struct doctor *doctor);
void doctor_address(struct doctor *doctor);
void doctor_secret(struct doctor *doctor);

#endif
