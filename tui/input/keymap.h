/* Which key does what: the default keys of the table of actions, changed by [keys] of the configuration. */
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
    const struct action *actions; /* the table */
    struct keymap_binding bindings[KEYMAP_SIZE];
    size_t count;
};

/* Fills the map. A name in the configuration replaces all default keys of its action; "" or "none" leaves it
 * without any; a key given so is taken from the action that has it by default. False with *failure filled for
 * an unknown action or key, for a key that the configuration gives twice, and when nothing is left that
 * quits. */
bool keymap_build(struct keymap *map, const struct action *actions, const struct config *config,
                  struct failure *failure);

/* NULL if the key has no meaning, in the prompt or outside. */
const struct action *keymap_find(const struct keymap *map, bool in_prompt, key_code key);

/* The keys of an action as the help shows them, "PgUp Ctrl-B", "" if it has none. Returns buffer. */
const char *keymap_text(const struct keymap *map, const struct action *action, char buffer[KEYMAP_TEXT_SIZE]);

/* The name of the first key of the action of that name; NULL if it has none. */
const char *keymap_first(const struct keymap *map, const char *action, char buffer[KEYS_NAME_SIZE]);

#endif
