/* The sequences that this terminal's keys send by terminfo, for those that key_sequence.h does not know. */
#ifndef TUI_INPUT_KEY_STRINGS_H
#define TUI_INPUT_KEY_STRINGS_H

#include "tui/input/keys.h"

#include <stddef.h>

enum { KEY_STRINGS_MOST = 64, KEY_STRINGS_SIZE = 15 };

/* Plain data; empty when zeroed. */
struct key_strings {
    size_t count;
    struct key_string {
        char bytes[KEY_STRINGS_SIZE];
        unsigned char length;
        key_code key;
    } strings[KEY_STRINGS_MOST];
};

/* A string of terminfo by its name, such as "kf1"; NULL if the terminal has none. After newterm. */
const char *key_strings_capability(const char *name);

/* Reads those of all keys from terminfo; after newterm. */
void key_strings_read(struct key_strings *strings);

/* Adds one, unless it does not start with ESC (other keys send that, too), is too long, or there is no room. */
void key_strings_add(struct key_strings *strings, const char *bytes, key_code key);

/* The key that sends these bytes; KEYS_NONE if none does. */
key_code key_strings_find(const struct key_strings *strings, const char *bytes, size_t length);

#endif
