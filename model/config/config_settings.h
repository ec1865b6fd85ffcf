/* What may stand in the configuration file: its sections, names and values. */
#ifndef MODEL_CONFIG_CONFIG_SETTINGS_H
#define MODEL_CONFIG_CONFIG_SETTINGS_H

#include "model/config/config.h"

#include <stdbool.h>
#include <stdint.h>

/* One `name = value` line. `value` is NULL for a line without a separator (= or :). */
struct config_line {
    const char *section;
    const char *name;
    const char *value;
    unsigned number;
};

/* Puts the line into *config, or returns false with *failure filled (without file and line; its advice says
 * what is allowed). `seen` is 0 at first and remembers which settings there were. */
bool config_settings_apply(struct config *config, const struct config_line *line, uint32_t *seen,
                           struct failure *failure);

#endif
