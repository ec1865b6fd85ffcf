/* What is stored on this machine, where, how much, and whether it is sound. */
#ifndef TUI_COMMAND_DOCTOR_ARCHIVE_H
#define TUI_COMMAND_DOCTOR_ARCHIVE_H

#include "tui/command/doctor.h"

void doctor_archive(struct doctor *doctor);

#endif
