/* Keys: how they are numbered inside the program, and their names as the user reads and writes them. Pure. */
#ifndef TUI_INPUT_KEYS_H
#define TUI_INPUT_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A character is its code point (Ctrl-A is 1, Enter 13, Tab 9), any other key a number from KEYS_NAMED on;
 * or-ed with the modifiers that the character or key does not imply. */
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
    KEYS_FUNCTION = KEYS_NAMED + 0x100, /* F1 is one more */
    KEYS_FUNCTIONS = 24,                /* so many are known */
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

/* The name, without modifiers, that somebody may have meant who has written one that is no key; NULL if it is
 * like none. */
const char *keys_like(const char *name, size_t length);

/* The name of a key, as the help shows it: "Ctrl-B", "↑", "PgUp", "Alt-f"; keys_parse reads it in each language. Returns
 * buffer. */
const char *keys_name(char buffer[KEYS_NAME_SIZE], key_code key);

/* A character or key with modifiers as the program numbers it: Ctrl-A is 1 however it was said, and one
 * number for what most terminals send alike (Ctrl-M is Enter, Ctrl-H Backspace). KEYS_NONE for what is no
 * key. */
key_code keys_combine(key_code key, key_code modifiers);

/* Whether it is typed with AltGr on Danish, German or French keyboards, or only begins a letter there. */
bool keys_wants_altgr(key_code key);

/* True for a character that can be typed into a prompt. */
bool keys_is_text(key_code key);

#endif
