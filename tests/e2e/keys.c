#include "tests/e2e/keys.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/e2e/buffer.h"

struct named_key {
    const char *name;
    VTermKey key;
};

static const struct named_key named_keys[] = {
    {"Enter", VTERM_KEY_ENTER},
    {"Esc", VTERM_KEY_ESCAPE},
    {"Tab", VTERM_KEY_TAB},
    {"Up", VTERM_KEY_UP},
    {"Backspace", VTERM_KEY_BACKSPACE},
    {"Down", VTERM_KEY_DOWN},
    {"Left", VTERM_KEY_LEFT},
    {"Right", VTERM_KEY_RIGHT},
    {"Home", VTERM_KEY_HOME},
    {"End", VTERM_KEY_END},
    {"PgUp", VTERM_KEY_PAGEUP},
    {"PgDn", VTERM_KEY_PAGEDOWN},
    {"Ins", VTERM_KEY_INS},
    {"Del", VTERM_KEY_DEL},
};

static VTermKey find_key(const char *name)
{
    for (size_t i = 0; i < sizeof(named_keys) / sizeof(named_keys[0]); i++) {
        if (strcmp(named_keys[i].name, name) == 0)
            return named_keys[i].key;
    }
    if (name[0] != 'F')
        return VTERM_KEY_NONE;
    char *end = NULL;
    unsigned long number = strtoul(name + 1, &end, 10);
    if (end == name + 1 || *end != '\0' || number < 1 || number > 12)
        return VTERM_KEY_NONE;
    return (VTermKey)(VTERM_KEY_FUNCTION_0 + (int)number);
}

/* Cuts the modifiers off the front of a name. A lone "C-" is no modifier, nor is a minus. */
static VTermModifier take_modifiers(const char **name)
{
    unsigned int modifiers = VTERM_MOD_NONE;
    while ((*name)[0] != '\0' && (*name)[1] == '-' && (*name)[2] != '\0') {
        if ((*name)[0] == 'S')
            modifiers |= VTERM_MOD_SHIFT;
        else if ((*name)[0] == 'C')
            modifiers |= VTERM_MOD_CTRL;
        else if ((*name)[0] == 'M')
            modifiers |= VTERM_MOD_ALT;
        else
            break;
        *name += 2;
    }
    return (VTermModifier)modifiers;
}

bool keys_press(VTerm *emulator, const char *name)
{
    VTermModifier modifiers = take_modifiers(&name);
    VTermKey key = find_key(name);
    if (key != VTERM_KEY_NONE) {
        vterm_keyboard_key(emulator, key, modifiers);
        return true;
    }
    uint32_t character = 0;
    if (strcmp(name, "Space") == 0)
        character = ' ';
    else if (utf8_decode(name, &character) != strlen(name) || character == 0)
        return false;
    if ((modifiers & VTERM_MOD_ALT) != 0)
        vterm_keyboard_unichar(emulator, 0x1B, VTERM_MOD_NONE);
    if ((modifiers & VTERM_MOD_CTRL) != 0)
        character &= 0x1F;
    vterm_keyboard_unichar(emulator, character, VTERM_MOD_NONE);
    return true;
}
