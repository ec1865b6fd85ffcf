#include "tui/input/key_strings.h"

#include <ncurses.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <term.h>

static const struct {
    const char *capability;
    key_code key;
} capabilities[] = {
    {"kcuu1", KEYS_UP},
    {"kcud1", KEYS_DOWN},
    {"kcuf1", KEYS_RIGHT},
    {"kcub1", KEYS_LEFT},
    {"khome", KEYS_HOME},
    {"kend", KEYS_END},
    {"kich1", KEYS_INSERT},
    {"kdch1", KEYS_DELETE},
    {"kpp", KEYS_PAGE_UP},
    {"knp", KEYS_PAGE_DOWN},
    {"kbs", KEYS_BACKSPACE},
    {"kent", '\r'},
    {"kcbt", KEYS_SHIFT | '\t'},
    {"kri", KEYS_SHIFT | KEYS_UP},
    {"kind", KEYS_SHIFT | KEYS_DOWN},
    {"kRIT", KEYS_SHIFT | KEYS_RIGHT},
    {"kLFT", KEYS_SHIFT | KEYS_LEFT},
    {"kHOM", KEYS_SHIFT | KEYS_HOME},
    {"kEND", KEYS_SHIFT | KEYS_END},
    {"kDC", KEYS_SHIFT | KEYS_DELETE},
};

void key_strings_add(struct key_strings *strings, const char *bytes, key_code key)
{
    size_t length = strlen(bytes);
    bool is_sequence = length > 1 && bytes[0] == KEYS_ESCAPE;
    if (!is_sequence || length > KEY_STRINGS_SIZE || strings->count == KEY_STRINGS_MOST)
        return;
    struct key_string *string = &strings->strings[strings->count++];
    memcpy(string->bytes, bytes, length);
    string->length = (unsigned char)length;
    string->key = key;
}

const char *key_strings_capability(const char *name)
{
    char copy[16]; /* ncurses takes no constant */
    snprintf(copy, sizeof(copy), "%s", name);
    const char *bytes = tigetstr(copy);
    return (intptr_t)bytes != -1 ? bytes : NULL;
}

static void read_capability(struct key_strings *strings, const char *capability, key_code key)
{
    const char *bytes = key_strings_capability(capability);
    if (bytes != NULL)
        key_strings_add(strings, bytes, key);
}

void key_strings_read(struct key_strings *strings)
{
    strings->count = 0;
    for (size_t i = 0; i < sizeof(capabilities) / sizeof(capabilities[0]); i++)
        read_capability(strings, capabilities[i].capability, capabilities[i].key);
    for (unsigned i = 1; i <= KEYS_FUNCTIONS; i++) {
        char name[8];
        snprintf(name, sizeof(name), "kf%u", i);
        read_capability(strings, name, KEYS_FUNCTION + i);
    }
}

key_code key_strings_find(const struct key_strings *strings, const char *bytes, size_t length)
{
    for (size_t i = 0; i < strings->count; i++)
        if (strings->strings[i].length == length && memcmp(strings->strings[i].bytes, bytes, length) == 0)
            return strings->strings[i].key;
    return KEYS_NONE;
}
