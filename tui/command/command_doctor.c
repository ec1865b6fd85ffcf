#include "tui/command/command_doctor.h"

#include "tui/command/doctor.h"
#include "tui/command/doctor_archive.h"
#include "tui/command/doctor_config.h"
#include "tui/command/doctor_machine.h"
#include "tui/command/doctor_server.h"

#include <stddef.h>

/* In this order: each needs what those before it have found. */
static void (*const checks[])(struct doctor *doctor) = {
    doctor_config,  doctor_address, doctor_secret,   doctor_server,
    doctor_archive, doctor_locale,  doctor_terminal, doctor_player,
};

int command_doctor(const struct startup *startup)
{
    struct doctor doctor = {.options = &startup->options};
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i](&doctor);
    findings_print(&doctor.findings, &startup->options);
    int status = findings_status(&doctor.findings);
    findings_clear(&doctor.findings);
    config_clear(&doctor.config);
    return status;
}
