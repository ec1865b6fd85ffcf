/* What the checks of `tapedeck doctor` share. */
#ifndef TUI_COMMAND_DOCTOR_H
#define TUI_COMMAND_DOCTOR_H

#include "model/config/config.h"
#include "tui/command/findings.h"
#include "tui/command/options.h"

#include <stdbool.h>

struct doctor {
    const struct options *options;
    struct config config; /* as far as it can be read */
    bool has_config;      /* it can */
    bool has_url;         /* and has an address */
    bool has_secret;      /* and the secret is known */
    struct findings findings;
};

#endif
