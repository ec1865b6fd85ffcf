#include "tui/terminal/shorten.h"

#include <stdlib.h>
#include <string.h>

#define ASCII "\033(B"
#define CONTROL "\033["
#define CLEARED "\033[0;"

/* How control sequences end that leave the cursor in its row: that move along it, erase, insert, delete, repeat, ask;
 * and those that move it to another row. */
#define IN_ROW "CDGKPX@bn"
#define TO_ROW "ABd"

static void put(char **to, const char *text, size_t length)
{
    memmove(*to, text, length);
    *to += length;
}

static void put_text(struct shorten *state, char **to, const char *text, size_t length)
{
    if (memchr(text, '\n', length) != NULL)
        state->row = 0;
    put(to, text, length);
}

/* ESC [ numbers x: the length of that, 0 where it is something else, or cut off. */
static size_t control_length(const char *at, size_t size)
{
    size_t length = sizeof(CONTROL) - 1;
    if (size <= length || memcmp(at, CONTROL, length) != 0)
        return 0;
    while (length < size && strchr("0123456789;", at[length]) != NULL)
        length++;
    return length < size ? length + 1 : 0;
}

static void put_look(struct shorten *state, char **to, const char *at, size_t length)
{
    const size_t cleared = sizeof(CLEARED) - 1, control = sizeof(CONTROL) - 1;
    bool is_cleared = length > cleared && memcmp(at, CLEARED, cleared) == 0;
    size_t skipped = is_cleared && state->is_plain ? cleared : control;
    put(to, CONTROL, control);
    put(to, at + skipped, length - skipped);
    state->is_plain = length == control + 1;
}

/* ESC [ row ; column H. What replaces it is no longer. */
static void put_address(struct shorten *state, char **to, const char *at, size_t length)
{
    char *column = NULL;
    long row = strtol(at + sizeof(CONTROL) - 1, &column, 10);
    long down = row - state->row;
    bool is_near = state->knows_columns && state->row > 0 && (down == 0 || down == 1) && *column == ';';
    state->row = (int)row;
    if (!is_near) {
        put(to, at, length);
        return;
    }
    size_t digits = (size_t)(at + length - 1 - ++column);
    put(to, "\n", (size_t)down);
    put(to, CONTROL, sizeof(CONTROL) - 1);
    put(to, column, digits);
    put(to, "G", 1);
}

/* Returns its length. */
static size_t put_sequence(struct shorten *state, char **to, const char *at, size_t size)
{
    const size_t ascii = sizeof(ASCII) - 1;
    if (size >= ascii && memcmp(at, ASCII, ascii) == 0) {
        put(to, at, state->is_ascii ? 0 : ascii);
        state->is_ascii = true;
        return ascii;
    }
    size_t length = control_length(at, size);
    char last = length > 0 ? at[length - 1] : '\0';
    if (last == 'm')
        put_look(state, to, at, length);
    else if (last == 'H')
        put_address(state, to, at, length);
    else if (length > 0 && strchr(IN_ROW TO_ROW, last) != NULL) {
        if (strchr(TO_ROW, last) != NULL)
            state->row = last == 'd' ? (int)strtol(at + sizeof(CONTROL) - 1, NULL, 10) : 0;
        put(to, at, length);
    } else {
        *state = (struct shorten){.knows_columns = state->knows_columns};
        length = 1;
        put(to, at, length);
    }
    return length;
}

size_t shorten(struct shorten *state, char *bytes, size_t length)
{
    const char *end = bytes + length, *escape = bytes;
    char *to = bytes;
    for (const char *at = bytes; at < end; at = escape) {
        escape = memchr(at, '\033', (size_t)(end - at));
        escape = escape == NULL ? end : escape;
        put_text(state, &to, at, (size_t)(escape - at));
        if (escape < end)
            escape += put_sequence(state, &to, escape, (size_t)(end - escape));
    }
    return (size_t)(to - bytes);
}
