#include "tui/input/key_sequence.h"

#include <ctype.h>
#include <string.h>

enum { PARAMETERS = 3, INTRODUCER = 2 /* bytes */, NUMBER_MOST = 0x10FFFF, RELEASED = 3 };

/* The numbers of a control sequence, -1 where one was left out. */
struct parameters {
    size_t count;
    int number[PARAMETERS];
    int event; /* behind the colon of the second one: 1 pressed, 2 repeated, 3 released */
};

struct meaning {
    int number; /* a parameter or the last byte */
    key_code key;
};

static key_code look_up(const struct meaning *table, size_t count, int number)
{
    for (size_t i = 0; i < count; i++)
        if (table[i].number == number)
            return table[i].key;
    return KEYS_NONE;
}

#define LOOK_UP(table, number) look_up(table, sizeof(table) / sizeof((table)[0]), number)

/* Reads what stands between introducer and last byte; false if it is more than keys have. */
static bool read_parameters(struct parameters *parameters, const char *at, const char *end)
{
    int part = 0;
    *parameters = (struct parameters){.count = at < end, .number = {-1, -1, -1}, .event = 1};
    for (; at < end; at++) {
        if (*at == ';') {
            part = 0;
            if (++parameters->count > PARAMETERS)
                return false;
            continue;
        }
        if (*at != ':' && !isdigit((unsigned char)*at))
            return false;
        part += *at == ':';
        int *number = part == 0                             ? &parameters->number[parameters->count - 1]
                      : part == 1 && parameters->count == 2 ? &parameters->event
                                                            : NULL;
        if (number == NULL)
            continue; /* alternative characters of the key */
        if (*at == ':')
            *number = 0;
        else
            *number = (*number < 0 ? 0 : *number) * 10 + (*at - '0');
        if (*number > NUMBER_MOST)
            return false;
    }
    return true;
}

/* The modifiers are sent as one more than their bits; the locks make no other key. Bit 3 is Meta in xterm and Super
 * in kitty, bit 4 Hyper: like Alt, for a key with one of them is not the key without. */
static key_code modifiers_of(int number)
{
    unsigned bits = number > 0 ? (unsigned)number - 1 : 0;
    return ((bits & 1) != 0 ? KEYS_SHIFT : 0U) | ((bits & (2 | 8 | 16 | 32)) != 0 ? KEYS_ALT : 0U) |
           ((bits & 4) != 0 ? KEYS_CONTROL : 0U);
}

/* CSI number ~, and what rxvt writes in place of the tilde. */
static key_code read_numbered(int number)
{
    static const struct meaning keys[] = {
        {1, KEYS_HOME},
        {2, KEYS_INSERT},
        {3, KEYS_DELETE},
        {4, KEYS_END},
        {5, KEYS_PAGE_UP},
        {6, KEYS_PAGE_DOWN},
        {7, KEYS_HOME},
        {8, KEYS_END},
        {11, KEYS_FUNCTION + 1},
        {12, KEYS_FUNCTION + 2},
        {13, KEYS_FUNCTION + 3},
        {14, KEYS_FUNCTION + 4},
        {15, KEYS_FUNCTION + 5},
        {17, KEYS_FUNCTION + 6},
        {18, KEYS_FUNCTION + 7},
        {19, KEYS_FUNCTION + 8},
        {20, KEYS_FUNCTION + 9},
        {21, KEYS_FUNCTION + 10},
        {23, KEYS_FUNCTION + 11},
        {24, KEYS_FUNCTION + 12},
        {25, KEYS_FUNCTION + 13},
        {26, KEYS_FUNCTION + 14},
        {28, KEYS_FUNCTION + 15},
        {29, KEYS_FUNCTION + 16},
        {31, KEYS_FUNCTION + 17},
        {32, KEYS_FUNCTION + 18},
        {33, KEYS_FUNCTION + 19},
        {34, KEYS_FUNCTION + 20},
        {200, KEY_SEQUENCE_PASTE_BEGIN},
        {201, KEY_SEQUENCE_PASTE_END},
    };
    return LOOK_UP(keys, number);
}

/* A key that is sent as a code point: 57344 and more are kitty's numbers for what has none. */
static key_code read_code_point(int number, key_code modifiers)
{
    static const struct meaning keypad[] = {
        {57409, '.'},
        {57410, '/'},
        {57411, '*'},
        {57412, '-'},
        {57413, '+'},
        {57414, '\r'},
        {57415, '='},
        {57417, KEYS_LEFT},
        {57418, KEYS_RIGHT},
        {57419, KEYS_UP},
        {57420, KEYS_DOWN},
        {57421, KEYS_PAGE_UP},
        {57422, KEYS_PAGE_DOWN},
        {57423, KEYS_HOME},
        {57424, KEYS_END},
        {57425, KEYS_INSERT},
        {57426, KEYS_DELETE},
    };
    enum { PRIVATE_BEGIN = 0xE000, PRIVATE_END = 0xF900, KEYPAD_0 = 57399, KEYPAD_9 = 57408, F13 = 57376 };
    if (number >= KEYPAD_0 && number <= KEYPAD_9)
        return keys_combine((key_code)('0' + number - KEYPAD_0), modifiers);
    if (number >= F13 && number < F13 + KEYS_FUNCTIONS - 12)
        return keys_combine((key_code)(KEYS_FUNCTION + 13 + number - F13), modifiers);
    if (number >= PRIVATE_BEGIN && number < PRIVATE_END)
        return keys_combine(LOOK_UP(keypad, number), modifiers);
    bool is_key =
        number == '\t' || number == '\r' || number == KEYS_ESCAPE || number == '\b' || number == 0x7F;
    bool is_lower = number >= 'a' && number <= 'z';
    if (is_lower && (modifiers & KEYS_SHIFT) != 0)
        number -= 'a' - 'A';
    return number > 0 && (is_key || keys_is_text((key_code)number))
               ? keys_combine((key_code)number, modifiers)
               : KEYS_NONE;
}

/* The keys that have a letter: CSI letter, CSI 1 ; modifiers letter, SS3 letter. */
static key_code read_lettered(char letter)
{
    static const struct meaning keys[] = {
        {'A', KEYS_UP},           {'B', KEYS_DOWN},         {'C', KEYS_RIGHT},
        {'D', KEYS_LEFT},         {'F', KEYS_END},          {'H', KEYS_HOME},
        {'P', KEYS_FUNCTION + 1}, {'Q', KEYS_FUNCTION + 2}, {'R', KEYS_FUNCTION + 3},
        {'S', KEYS_FUNCTION + 4},
    };
    return LOOK_UP(keys, letter);
}

static key_code read_rxvt_arrow(char letter)
{
    return letter >= 'a' && letter <= 'd' ? read_lettered((char)(letter - 'a' + 'A')) : KEYS_NONE;
}

static key_code add(key_code key, key_code modifiers)
{
    return key == KEYS_NONE ? KEYS_NONE : keys_combine(key, modifiers);
}

/* SS3: the arrows while the program has asked for it, F1 to F4, and the keypad. */
static key_code read_ss3(const char *sequence, size_t length)
{
    struct parameters parameters;
    char last = sequence[length - 1];
    if (!read_parameters(&parameters, sequence + INTRODUCER, sequence + length - 1))
        return KEYS_NONE;
    key_code modifiers = modifiers_of(parameters.number[parameters.count == 2 ? 1 : 0]);
    key_code key = read_lettered(last);
    if (key == KEYS_NONE && parameters.count == 0)
        key = add(read_rxvt_arrow(last), KEYS_CONTROL);
    if (last == 'M')
        key = '\r';
    else if (last == 'X')
        key = '=';
    else if (last >= 'j' && last <= 'y')
        key = (key_code)(last - 'p' + '0'); /* j to y are * to 9, in the order of ASCII */
    return add(key, modifiers);
}

static key_code read_csi(const char *sequence, size_t length)
{
    struct parameters parameters;
    char last = sequence[length - 1];
    if (sequence[INTRODUCER] == '[') /* the Linux console's F1 to F5 */
        return last >= 'A' && last <= 'E' ? KEYS_FUNCTION + 1 + (key_code)(last - 'A') : KEYS_NONE;
    if (!read_parameters(&parameters, sequence + INTRODUCER, sequence + length - 1) ||
        parameters.event == RELEASED)
        return KEYS_NONE;
    const int *number = parameters.number;
    bool alone = parameters.count <= 1;
    key_code modifiers = modifiers_of(number[1]);
    switch (last) {
    case '~':
        return number[0] == 27 ? read_code_point(number[2], modifiers)
                               : add(read_numbered(number[0]), modifiers);
    case 'u':
        return read_code_point(number[0], modifiers);
    case '^':
        return alone ? add(read_numbered(number[0]), KEYS_CONTROL) : KEYS_NONE;
    case '$':
        return alone ? add(read_numbered(number[0]), KEYS_SHIFT) : KEYS_NONE;
    case '@':
        return alone ? add(read_numbered(number[0]), KEYS_SHIFT | KEYS_CONTROL) : KEYS_NONE;
    case 'n':
        return alone && number[0] == 0 ? KEY_SEQUENCE_ANSWER : KEYS_NONE;
    case 'Z':
        return keys_combine('\t', KEYS_SHIFT | modifiers);
    default:
        break;
    }
    if (parameters.count == 0 && read_rxvt_arrow(last) != KEYS_NONE)
        return add(read_rxvt_arrow(last), KEYS_SHIFT);
    if (number[0] > 1 && !alone)
        return KEYS_NONE; /* where the cursor is, for instance */
    if (number[0] > 1)
        modifiers = modifiers_of(number[0]);
    return add(read_lettered(last), modifiers);
}

key_code key_sequence_read(const char *sequence, size_t length)
{
    if (length <= INTRODUCER)
        return KEYS_NONE;
    return sequence[1] == 'O' ? read_ss3(sequence, length) : read_csi(sequence, length);
}
