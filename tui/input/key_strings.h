/* What terminfo says the keys of this terminal send, for those whose sequences mean nothing elsewhere. */
#ifndef TUI_INPUT_KEY_STRINGS_H
#define TUI_INPUT_KEY_STRINGS_H

#include "tui/input/keys.h"

#include <stddef.h>

enum { KEY_STRINGS_MOST = 64, KEY_STRINGS_SIZE = 15 };

/* Plain data; all zeroes: none. */
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

/* Asks terminfo; after newterm. */
void key_strings_read(struct key_strings *strings);

/* Leaves out what is no sequence of a known form, or a single byte that the keyboard sends otherwise, too. */
void key_strings_add(struct key_strings *strings, const char *bytes, key_code key);

/* KEYS_NONE if no key sends that. */
key_code key_strings_find(const struct key_strings *strings, const char *bytes, size_t length);

#endif
