#include "tui/input/keys.h"

#include "net/base/likeness.h"
#include "net/base/translate.h"
#include "net/base/unicode.h"
#include "tui/draw/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { CONTROL = 0x1F, DELETE = 0x7F, REPLACEMENT = 0xFFFD, LAST_CHARACTER = 0x10FFFF };

/* The first row of a key is the name that is shown. */
static const struct {
    const char *name;
    key_code key;
} key_names[] = {
    {"↑", KEYS_UP},
    {"Up", KEYS_UP},
    {"↓", KEYS_DOWN},
    {"Down", KEYS_DOWN},
    {"←", KEYS_LEFT},
    {"Left", KEYS_LEFT},
    {"→", KEYS_RIGHT},
    {"Right", KEYS_RIGHT},
    {"PgUp", KEYS_PAGE_UP},
    {"PageUp", KEYS_PAGE_UP},
    {"PgDn", KEYS_PAGE_DOWN},
    {"PageDown", KEYS_PAGE_DOWN},
    {"Home", KEYS_HOME},
    {"End", KEYS_END},
    {"Ins", KEYS_INSERT},
    {"Insert", KEYS_INSERT},
    {"Del", KEYS_DELETE},
    {"Delete", KEYS_DELETE},
    {"Backspace", KEYS_BACKSPACE},
    {"Tab", '\t'},
    {"Enter", '\r'},
    {"Return", '\r'},
    {"Esc", KEYS_ESCAPE},
    {"Escape", KEYS_ESCAPE},
    {N_("Space"), ' '},
    {"Mellemrum", ' '},
    {"Pos1", KEYS_HOME},
    {"Ende", KEYS_END},
    {"Entf", KEYS_DELETE},
    {N_("Comma"), ','},
    {"Komma", ','},
};

enum { KEY_NAMES = sizeof(key_names) / sizeof(key_names[0]) };

/* The first row of a modifier is the name that is shown, in this order. */
static const struct {
    const char *name;
    key_code modifier;
} modifier_names[] = {
    {"Ctrl-", KEYS_CONTROL}, {"Alt-", KEYS_ALT},      {"Shift-", KEYS_SHIFT}, {"Ctrl+", KEYS_CONTROL},
    {"C-", KEYS_CONTROL},    {"^", KEYS_CONTROL},     {"Alt+", KEYS_ALT},     {"Meta-", KEYS_ALT},
    {"M-", KEYS_ALT},        {"A-", KEYS_ALT},        {"Shift+", KEYS_SHIFT}, {"S-", KEYS_SHIFT},
    {"Strg-", KEYS_CONTROL}, {"Strg+", KEYS_CONTROL},
};

enum { SHOWN_MODIFIERS = 3, MODIFIER_NAMES = sizeof(modifier_names) / sizeof(modifier_names[0]) };

static bool is_name(const char *name, size_t length, const char *wanted)
{
    return strlen(wanted) == length && strncasecmp(name, wanted, length) == 0;
}

/* "F1" to "F24" */
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
    return number <= KEYS_FUNCTIONS ? KEYS_FUNCTION + number : KEYS_NONE;
}

/* The modifiers at the start of a name, which is cut to what stands behind them. A modifier that is given
 * twice is none. */
static key_code take_modifiers(const char **name, size_t *length)
{
    key_code modifiers = 0;
    for (size_t i = 0; i < MODIFIER_NAMES; i++) {
        size_t spelling = strlen(modifier_names[i].name);
        bool is_given = *length > spelling && strncasecmp(*name, modifier_names[i].name, spelling) == 0;
        if (!is_given || (modifiers & modifier_names[i].modifier) != 0)
            continue;
        modifiers |= modifier_names[i].modifier;
        *name += spelling;
        *length -= spelling;
        i = (size_t)-1; /* any other may follow */
    }
    return modifiers;
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
    return *at == '\0' && character >= ' ' && character != REPLACEMENT ? character : KEYS_NONE;
}

static key_code parse_base(const char *name, size_t length)
{
    for (size_t i = 0; i < KEY_NAMES; i++)
        if (is_name(name, length, key_names[i].name))
            return key_names[i].key;
    key_code key = parse_function_key(name, length);
    return key != KEYS_NONE ? key : parse_character(name, length);
}

const char *keys_like(const char *name, size_t length)
{
    char word[KEYS_NAME_SIZE];
    struct likeness best = {NULL, 0};
    take_modifiers(&name, &length);
    snprintf(word, sizeof(word), "%.*s", (int)length, name);
    for (size_t i = 0; i < KEY_NAMES; i++)
        likeness_take(&best, word, key_names[i].name);
    return best.name;
}

key_code keys_parse(const char *name, size_t length)
{
    key_code modifiers = take_modifiers(&name, &length), key = parse_base(name, length);
    bool is_shifted_text = keys_is_text(key) && (modifiers & KEYS_SHIFT) != 0;
    return key == KEYS_NONE || is_shifted_text ? KEYS_NONE : keys_combine(key, modifiers);
}

/* Ctrl with a character, which terminals send as a control of its own: that control, KEYS_NONE if there is
 * none. */
static key_code control_of(key_code character)
{
    if (character == '?')
        return KEYS_BACKSPACE;
    if (character == ' ')
        return KEYS_CONTROL | ' ';
    return character >= '@' && character <= 'z' ? character & CONTROL : KEYS_NONE;
}

key_code keys_combine(key_code key, key_code modifiers)
{
    if (keys_is_text(key)) {
        modifiers &= ~(key_code)KEYS_SHIFT; /* the character says it */
        if ((modifiers & KEYS_CONTROL) != 0) {
            key = control_of(key);
            modifiers = key == KEYS_NONE ? 0 : modifiers & ~(key_code)KEYS_CONTROL;
        }
    }
    if (key == '\n')
        key = '\r';
    if (key == '\b' || key == DELETE)
        key = KEYS_BACKSPACE;
    return key == KEYS_NONE ? KEYS_NONE : key | modifiers;
}

static void name_base(char *buffer, size_t size, key_code key)
{
    for (size_t i = 0; i < KEY_NAMES; i++) {
        if (key_names[i].key == key) {
            /* The names of characters are words; the others stand on the keys. */
            snprintf(buffer, size, "%s", keys_is_text(key) ? tr(key_names[i].name) : key_names[i].name);
            return;
        }
    }
    if (key > KEYS_FUNCTION && key <= KEYS_FUNCTION + KEYS_FUNCTIONS) {
        snprintf(buffer, size, "F%u", (unsigned)(key - KEYS_FUNCTION));
    } else if (key < ' ') {
        snprintf(buffer, size, "Ctrl-%c", (char)(key + '@'));
    } else {
        char bytes[5] = "";
        unicode_write(bytes, key);
        text_escape(buffer, size, bytes);
        if (!*buffer) /* nothing is seen of it, as of a tag */
            snprintf(buffer, size, "U+%04X", (unsigned)key);
    }
}

const char *keys_name(char buffer[KEYS_NAME_SIZE], key_code key)
{
    size_t length = 0;
    for (size_t i = 0; i < SHOWN_MODIFIERS; i++)
        if ((key & modifier_names[i].modifier) != 0)
            length +=
                (size_t)snprintf(buffer + length, KEYS_NAME_SIZE - length, "%s", modifier_names[i].name);
    name_base(buffer + length, KEYS_NAME_SIZE - length, key & ~(key_code)KEYS_MODIFIERS);
    return buffer;
}

bool keys_wants_altgr(key_code key)
{
    return key > ' ' && key < DELETE && strchr("[]{}@\\|~#$^`", (int)key) != NULL;
}

bool keys_is_text(key_code key)
{
    return key >= ' ' && key != DELETE && key <= LAST_CHARACTER && (key < 0x80 || key >= 0xA0);
}
