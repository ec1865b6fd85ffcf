/* Keys: their numbers inside the program, and their names in the help and the configuration. Pure. */
#ifndef TUI_INPUT_KEYS_H
#define TUI_INPUT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point of a character (Ctrl-A is 1, Enter 13, Tab 9), or a number from KEYS_NAMED on for any other key;
 * or-ed with the modifiers that are not part of the character. */
typedef uint32_t key_code;

enum {
    KEYS_NONE = 0,
    KEYS_ESCAPE = 27,
    KEYS_NAMED = 0x200000,
    KEYS_UP = KEYS_NAMED,
    KEYS_DOWN,
    KEYS_RIGHT,
    KEYS_LEFT,
    KEYS_HOME,
    KEYS_END,
    KEYS_INSERT,
    KEYS_DELETE,
    KEYS_PAGE_UP,
    KEYS_PAGE_DOWN,
    KEYS_BACKSPACE,
    KEYS_FUNCTION = KEYS_NAMED + 0x100, /* F1 is KEYS_FUNCTION + 1 */
    KEYS_FUNCTIONS = 24,                /* F1 to F24 */
    KEYS_SHIFT = 1 << 24,
    KEYS_ALT = 1 << 25,
    KEYS_CONTROL = 1 << 26,
    KEYS_MODIFIERS = KEYS_SHIFT | KEYS_ALT | KEYS_CONTROL,
    KEYS_NAME_SIZE = 48,
};

/* Reads one name: a character, "Up", "PgDn", "F5", "Enter", "Esc", "Space", …, with "Ctrl-" (also "C-", "^"),
 * "Alt-" ("M-") and "Shift-" ("S-", not of characters) before it: "Ctrl-x", "Alt-Shift-Left"; case matters
 * for single characters only. KEYS_NONE if it is no key. `name` need not be terminated. */
key_code keys_parse(const char *name, size_t length);

/* The name of a key, without modifiers, that is most like a misspelt one; NULL if none is like it. Static. */
const char *keys_like(const char *name, size_t length);

/* The name of a key as the help shows it, "Ctrl-B", "↑", "PgUp", "Alt-f", in the user's language; keys_parse reads it
 * in every language. Returns buffer. */
const char *keys_name(char buffer[KEYS_NAME_SIZE], key_code key);

/* The one number of a character or key with modifiers, however it was written or sent: Ctrl-A is 1, and keys that most
 * terminals send alike are the same (Ctrl-M is Enter, Ctrl-H Backspace). KEYS_NONE if there is no such key. */
key_code keys_combine(key_code key, key_code modifiers);

/* Whether it needs AltGr on Danish, German or French keyboards, or is a dead key there. */
bool keys_wants_altgr(key_code key);

/* True for a character that can be typed into a prompt. */
bool keys_is_text(key_code key);

#endif
