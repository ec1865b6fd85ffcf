/* Which key does which action: the default keys of the table of actions, changed by [keys] of the configuration. */
#ifndef TUI_INPUT_KEYMAP_H
#define TUI_INPUT_KEYMAP_H

#include "model/config/config.h"
#include "net/base/failure.h"
#include "tui/input/actions.h"
#include "tui/input/keys.h"

#include <stdbool.h>
#include <stddef.h>

enum { KEYMAP_SIZE = 256, KEYMAP_TEXT_SIZE = 96 };

struct keymap_binding {
    key_code key;
    const struct action *action; /* of the table */
};

struct keymap {
    const struct action *actions; /* the table; not owned */
    struct keymap_binding bindings[KEYMAP_SIZE];
    size_t count;
};

/* Fills the map. An entry of the configuration replaces all default keys of its action ("" or "none": it has no key
 * then); its keys are taken away from actions that have them by default. False with *failure filled for an unknown
 * action or key, for a key that the configuration gives to two actions, and if no key is left that quits. */
bool keymap_build(struct keymap *map, const struct action *actions, const struct config *config,
                  struct failure *failure);

/* The action of a key, in a prompt or elsewhere; NULL if it has none there. */
const struct action *keymap_find(const struct keymap *map, bool in_prompt, key_code key);

/* All keys of an action, "PgUp Ctrl-B"; "" if it has none. Returns buffer. */
const char *keymap_text(const struct keymap *map, const struct action *action, char buffer[KEYMAP_TEXT_SIZE]);

/* The first key of the action of that name, in buffer; NULL if it has none. */
const char *keymap_first(const struct keymap *map, const char *action, char buffer[KEYS_NAME_SIZE]);

#endif
