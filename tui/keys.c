#include "tui/keys.h"

#include "tui/text.h"

#include <ctype.h>
#include <ncurses.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { CONTROL = 0x1F, DELETE = 0x7F, FUNCTION_KEYS = 12 };

/* The first row of a key is the name that is shown. */
static const struct {
    const char *name;
    key_code key;
} key_names[] = {
    {"↑", KEYS_NAMED + KEY_UP},
    {"Up", KEYS_NAMED + KEY_UP},
    {"↓", KEYS_NAMED + KEY_DOWN},
    {"Down", KEYS_NAMED + KEY_DOWN},
    {"←", KEYS_NAMED + KEY_LEFT},
    {"Left", KEYS_NAMED + KEY_LEFT},
    {"→", KEYS_NAMED + KEY_RIGHT},
    {"Right", KEYS_NAMED + KEY_RIGHT},
    {"PgUp", KEYS_NAMED + KEY_PPAGE},
    {"PageUp", KEYS_NAMED + KEY_PPAGE},
    {"PgDn", KEYS_NAMED + KEY_NPAGE},
    {"PageDown", KEYS_NAMED + KEY_NPAGE},
    {"Home", KEYS_NAMED + KEY_HOME},
    {"End", KEYS_NAMED + KEY_END},
    {"Ins", KEYS_NAMED + KEY_IC},
    {"Insert", KEYS_NAMED + KEY_IC},
    {"Del", KEYS_NAMED + KEY_DC},
    {"Delete", KEYS_NAMED + KEY_DC},
    {"Backspace", KEYS_NAMED + KEY_BACKSPACE},
    {"Shift-Tab", KEYS_NAMED + KEY_BTAB},
    {"S-Tab", KEYS_NAMED + KEY_BTAB},
    {"Tab", '\t'},
    {"Enter", '\r'},
    {"Return", '\r'},
    {"Esc", KEYS_ESCAPE},
    {"Escape", KEYS_ESCAPE},
    {"Space", ' '},
    {"Comma", ','},
};

enum { KEY_NAMES = sizeof(key_names) / sizeof(key_names[0]) };

static bool is_name(const char *name, size_t length, const char *wanted)
{
    return strlen(wanted) == length && strncasecmp(name, wanted, length) == 0;
}

/* "F1" to "F12" */
static key_code parse_function_key(const char *name, size_t length)
{
    if (length < 2 || length > 3 || (name[0] != 'F' && name[0] != 'f') || name[1] == '0')
        return KEYS_NONE;
    unsigned number = 0;
    for (size_t i = 1; i < length; i++) {
        if (!isdigit((unsigned char)name[i]))
            return KEYS_NONE;
        number = number * 10 + (unsigned)(name[i] - '0');
    }
    return number <= FUNCTION_KEYS ? KEYS_NAMED + KEY_F(number) : KEYS_NONE;
}

/* Length of a modifier's name at the start of `name`, 0 if it is none of `spellings`. */
static size_t modifier(const char *name, size_t length, const char *const *spellings)
{
    for (size_t i = 0; spellings[i] != NULL; i++) {
        size_t spelling = strlen(spellings[i]);
        if (length > spelling && strncasecmp(name, spellings[i], spelling) == 0)
            return spelling;
    }
    return 0;
}

static key_code parse_control(const char *name, size_t length)
{
    if (length != 1 || (unsigned char)name[0] < '?' || (unsigned char)name[0] > 'z')
        return KEYS_NONE;
    /* Ctrl-I, Ctrl-M, Ctrl-[ are Tab, Enter, Esc to every terminal, and Ctrl-H to many Backspace. */
    key_code key = (key_code)(name[0] & CONTROL);
    return name[0] == '?' || key == '\b' ? KEYS_NAMED + KEY_BACKSPACE : key;
}

static key_code parse_character(const char *name, size_t length)
{
    char buffer[8];
    if (length == 0 || length > 4)
        return KEYS_NONE;
    memcpy(buffer, name, length);
    buffer[length] = '\0';
    const char *at = buffer;
    uint32_t character = text_next(&at);
    return *at == '\0' && character >= ' ' && character != 0xFFFD ? character : KEYS_NONE;
}

key_code keys_parse(const char *name, size_t length)
{
    static const char *const control[] = {"Ctrl-", "Ctrl+", "C-", "^", NULL};
    size_t prefix = modifier(name, length, control);
    if (prefix > 0)
        return parse_control(name + prefix, length - prefix);
    for (size_t i = 0; i < KEY_NAMES; i++)
        if (is_name(name, length, key_names[i].name))
            return key_names[i].key;
    key_code key = parse_function_key(name, length);
    return key != KEYS_NONE ? key : parse_character(name, length);
}

const char *keys_name(char buffer[KEYS_NAME_SIZE], key_code key)
{
    for (size_t i = 0; i < KEY_NAMES; i++) {
        if (key_names[i].key == key) {
            snprintf(buffer, KEYS_NAME_SIZE, "%s", key_names[i].name);
            return buffer;
        }
    }
    if (key > KEYS_NAMED + KEY_F(0) && key <= KEYS_NAMED + KEY_F(FUNCTION_KEYS)) {
        snprintf(buffer, KEYS_NAME_SIZE, "F%u", (unsigned)(key - KEYS_NAMED - KEY_F(0)));
    } else if (key < ' ') {
        snprintf(buffer, KEYS_NAME_SIZE, "Ctrl-%c", (char)(key + '@'));
    } else {
        char bytes[5] = "";
        text_encode(bytes, key);
        snprintf(buffer, KEYS_NAME_SIZE, "%s", bytes);
    }
    return buffer;
}

bool keys_is_text(key_code key)
{
    return key >= ' ' && key != DELETE && key < KEYS_NAMED;
}
