/* Keys: how they are numbered inside the program, and their names as the user reads and writes them. */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A character is its code point (Ctrl-A is 1), a key of the terminal KEYS_NAMED + its number in curses. */
typedef uint32_t key_code;

#define KEYS_NONE ((key_code)0)
#define KEYS_NAMED ((key_code)0x200000)
#define KEYS_ESCAPE ((key_code)27)
#define KEYS_NAME_SIZE 24

/* Names of our own beyond those of curses. */
enum { KEYS_PASTE_BEGIN = 0x1001, KEYS_PASTE_END = 0x1002 };

/* Reads one name: a character, "Ctrl-x" (also "C-x", "^X"), "Shift-Tab" ("S-Tab"), "Up", "PgDn", "F5",
 * "Enter", "Esc", "Space", …; case matters for single characters only. KEYS_NONE if it is no key. `name` need
 * not be terminated. */
key_code keys_parse(const char *name, size_t length);

/* The name of a key, as the help shows it: "Ctrl-B", "↑", "PgUp". Returns buffer. */
const char *keys_name(char buffer[KEYS_NAME_SIZE], key_code key);

/* True for a character that can be typed into a prompt. */
bool keys_is_text(key_code key);

#endif
