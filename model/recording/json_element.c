#include "model/recording/json_element.h"

#include "model/recording/json_arena.h"
#include "model/recording/json_integer.h"
#include "net/base/letter_case.h"
#include "net/base/memory.h"
#include "net/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define EXACT_LIMIT 9007199254740992.0 /* 2^53: from here on a double may have been rounded */

struct json_element {
    struct json_arena *arena;
    char *scratch; /* the mended text, terminated */
    size_t capacity;
    size_t length;
    const cJSON *tree; /* in the arena */
    bool is_other;
    char *literals; /* that were asked for, each terminated; all of an element have room */
    size_t literals_capacity;
    size_t literals_used;
};

/* Text that is read, and where its mended copy ends. */
struct mending {
    const char *at;
    const char *end;
    char *out;
};

struct json_element *json_element_new(void)
{
    struct json_element *element = memory_new(sizeof *element);
    element->arena = json_arena_new();
    return element;
}

void json_element_free(struct json_element **element)
{
    if (!*element)
        return;
    json_arena_free(&(*element)->arena);
    free((*element)->scratch);
    free((*element)->literals);
    free(*element);
    *element = NULL;
}

/* Whether one of eight bytes is not ASCII, a NUL or a backslash. */
static bool word_is_special(uint64_t word)
{
    const uint64_t ones = UINT64_MAX / 255;
    const uint64_t tops = ones << 7;
    uint64_t backslash = word ^ (ones * '\\');
    return ((word | ((word - ones) & ~word) | ((backslash - ones) & ~backslash)) & tops) != 0;
}

static bool is_special(char byte)
{
    return (unsigned char)byte >= 0x80 || byte == '\0' || byte == '\\';
}

static const char *find_special(const char *at, const char *end)
{
    for (; end - at >= 8; at += 8) {
        uint64_t word = 0;
        memcpy(&word, at, 8);
        if (word_is_special(word))
            break;
    }
    while (at < end && !is_special(*at))
        at++;
    return at;
}

static void take(struct mending *mending, size_t size)
{
    memcpy(mending->out, mending->at, size);
    mending->out += size;
    mending->at += size;
}

static void replace(struct mending *mending, size_t size)
{
    memcpy(mending->out, UTF8_REPLACEMENT, UTF8_REPLACEMENT_SIZE);
    mending->out += UTF8_REPLACEMENT_SIZE;
    mending->at += size;
}

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    char lower = (char)(byte | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* The code unit of an escape "\u12ab" at `text`, or -1. */
static int code_unit(const char *text, const char *end)
{
    if (end - text < 6 || text[0] != '\\' || text[1] != 'u')
        return -1;
    int unit = 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/* Escapes stand in strings only: elsewhere a backslash makes the text no JSON in any case. */
static void mend_escape(struct mending *mending)
{
    char kind = '\0';
    if (mending->end - mending->at > 1)
        kind = mending->at[1];
    if (kind && strchr("\"\\/bfnrt", kind)) {
        take(mending, 2);
        return;
    }
    int unit = code_unit(mending->at, mending->end);
    if (unit < 0) {
        replace(mending, kind == 'u' ? 2 : 1);
        return;
    }
    int next = unit >= 0xd800 && unit <= 0xdbff ? code_unit(mending->at + 6, mending->end) : -1;
    if (next >= 0xdc00 && next <= 0xdfff)
        take(mending, 12);
    else if (unit == 0 || (unit >= 0xd800 && unit <= 0xdfff))
        replace(mending, 6);
    else
        take(mending, 6);
}

static void mend_special(struct mending *mending)
{
    if (*mending->at == '\\') {
        mend_escape(mending);
        return;
    }
    bool valid = false;
    size_t size = utf8_sequence(mending->at, (size_t)(mending->end - mending->at), &valid);
    if (valid && *mending->at)
        take(mending, size);
    else
        replace(mending, size);
}

/* Copies `text` mended and terminated into the scratch buffer. */
static void mend(struct json_element *element, const char *text, size_t length)
{
    element->scratch =
        memory_grow(element->scratch, &element->capacity, length * UTF8_REPLACEMENT_SIZE + 1, 1);
    struct mending mending = {.at = text, .end = text + length, .out = element->scratch};
    while (mending.at < mending.end) {
        const char *special = find_special(mending.at, mending.end);
        take(&mending, (size_t)(special - mending.at));
        if (special < mending.end)
            mend_special(&mending);
    }
    *mending.out = '\0';
    element->length = (size_t)(mending.out - element->scratch);
}

bool json_element_parse(struct json_element *element, const char *text, size_t length)
{
    mend(element, text, length);
    element->tree = json_arena_parse(element->arena, element->scratch, element->length);
    element->literals_used = 0;
    element->is_other = element->tree && !cJSON_IsObject(element->tree);
    if (element->is_other)
        element->tree = NULL;
    return element->tree != NULL;
}

bool json_element_is_other(const struct json_element *element)
{
    return element->is_other;
}

const cJSON *json_element_members(const struct json_element *element)
{
    return element->tree ? element->tree->child : NULL;
}

bool json_element_is_named(const cJSON *member, const char *name)
{
    const char *own = member->string;
    while (*own && letter_case_ascii(*own) == letter_case_ascii(*name)) {
        own++;
        name++;
    }
    return !*own && !*name;
}

const char *json_element_text(const cJSON *member)
{
    return cJSON_IsString(member) ? member->valuestring : NULL;
}

const char *json_element_literal(struct json_element *element, size_t index)
{
    size_t size = 0;
    const char *value = json_integer_member(element->scratch, element->length, index, &size);
    if (!element->literals_used)
        element->literals = memory_grow(element->literals, &element->literals_capacity, element->length, 1);
    char *literal = element->literals + element->literals_used;
    if (value)
        memcpy(literal, value, size);
    literal[size] = '\0';
    element->literals_used += size + 1; /* what separates it from the next one is as long */
    return literal;
}

int64_t json_element_integer(const struct json_element *element, const cJSON *member, size_t index)
{
    int64_t value = 0;
    if (cJSON_IsString(member)) {
        const char *text = member->valuestring;
        return json_integer_digits(text, strlen(text), &value) ? value : JSON_ELEMENT_NO_INTEGER;
    }
    if (!cJSON_IsNumber(member))
        return JSON_ELEMENT_NO_INTEGER;
    double rounded = member->valuedouble;
    if (rounded > -EXACT_LIMIT && rounded < EXACT_LIMIT) {
        value = (int64_t)rounded;
        return (double)value == rounded ? value : JSON_ELEMENT_NO_INTEGER;
    }
    size_t size = 0;
    const char *number = json_integer_member(element->scratch, element->length, index, &size);
    return number && json_integer_number(number, size, &value) ? value : JSON_ELEMENT_NO_INTEGER;
}
