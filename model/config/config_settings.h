/* What may stand in the configuration file: its sections, names and values. */
#ifndef MODEL_CONFIG_CONFIG_SETTINGS_H
#define MODEL_CONFIG_CONFIG_SETTINGS_H

#include "model/config/config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A setting, how its value is read into the field of struct config at `offset`, and what is said of it. */
struct config_setting {
    const char *section;
    const char *name;
    bool (*set)(void *field, const char *value); /* a text is owned by the field */
    size_t offset;
    const char *initial; /* its value where the file has none, as it would stand there; NULL for nothing */
    const char *allowed;
    const char *help; /* NULL where what is allowed says it */
};

/* NULL behind the last. */
const struct config_setting *config_settings_at(size_t index);

void config_settings_reset(struct config *config); /* to what it is without a file */
void config_settings_clear(struct config *config); /* frees the texts of settings, and resets */

/* Reads auto, always or never; false otherwise. */
bool config_color(enum config_color *color, const char *text);

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
