#include "net/http/server_words.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/base/unicode.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    KEPT = 4096,       /* bytes of a body */
    PLAIN_LIMIT = 400, /* bytes; what is longer is no message */
    TEXT_SIZE = 400,
    QUOTED_SIZE = 124, /* 120 columns of most scripts */
    SECRET_PART = 6,   /* so many bytes in a row give it away */
};

/* The best first. */
static const char *const names[] = {"message", "detail", "error_description", "error", "title"};

enum { NAMES = sizeof names / sizeof *names };

void server_words_clear(struct server_words *words)
{
    free(words->bytes);
    memset(words, 0, sizeof *words);
}

void server_words_take(struct server_words *words, const char *bytes, size_t length)
{
    if (length > KEPT - words->length)
        length = KEPT - words->length;
    if (!length)
        return;
    words->bytes = memory_grow(words->bytes, &words->capacity, words->length + length + 1, 1);
    memcpy(words->bytes + words->length, bytes, length);
    words->length += length;
    words->bytes[words->length] = '\0';
}

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* Four hexadecimal digits. */
static bool read_unit(const char *at, uint32_t *unit)
{
    char digits[5] = "";
    if (strspn(at, "0123456789abcdefABCDEF") < 4)
        return false;
    memcpy(digits, at, 4);
    *unit = (uint32_t)strtoul(digits, NULL, 16);
    return true;
}

/* Appends a character in UTF-8, if it fits. */
static size_t append(char *text, size_t used, uint32_t character)
{
    return used + 5 > TEXT_SIZE ? used : used + unicode_write(text + used, character);
}

/* Reads what follows a backslash (RFC 8259); returns what comes behind it. */
static const char *read_escape(const char *at, uint32_t *character)
{
    static const char letters[] = "bfnrt";
    uint32_t low;
    if (*at != 'u' || !read_unit(at + 1, character)) {
        *character = strchr(letters, *at) ? ' ' : (unsigned char)*at;
        return *at ? at + 1 : at;
    }
    at += 5;
    bool is_high = *character >= 0xd800 && *character < 0xdc00;
    if (is_high && at[0] == '\\' && at[1] == 'u' && read_unit(at + 2, &low) && low >= 0xdc00 &&
        low < 0xe000) {
        *character = 0x10000 + ((*character - 0xd800) << 10) + (low - 0xdc00);
        return at + 6;
    }
    if (*character == 0 || (*character >= 0xd800 && *character < 0xe000))
        *character = 0xfffd;
    return at;
}

/* Reads the string that begins behind a quotation mark; returns what comes behind it. */
static const char *read_string(const char *at, char text[TEXT_SIZE])
{
    size_t used = 0;
    while (*at && *at != '"') {
        uint32_t character;
        if (*at == '\\') {
            at = read_escape(at + 1, &character);
            used = append(text, used, character);
        } else {
            if (used + 5 <= TEXT_SIZE)
                text[used++] = *at;
            at++;
        }
    }
    text[used] = '\0';
    return *at ? at + 1 : at;
}

static size_t rank_of(const char *name)
{
    size_t rank = 0;
    while (rank < NAMES && strcasecmp(name, names[rank]) != 0)
        rank++;
    return rank;
}

/* The text of the best field, at any depth. */
static bool find_in_json(const char *body, char best[TEXT_SIZE])
{
    size_t best_rank = NAMES;
    for (const char *at = strchr(body, '"'); at; at = strchr(at, '"')) {
        char name[TEXT_SIZE];
        char text[TEXT_SIZE];
        at = skip_blanks(read_string(at + 1, name));
        if (*at != ':')
            continue;
        at = skip_blanks(at + 1);
        if (*at != '"')
            continue;
        at = read_string(at + 1, text);
        if (rank_of(name) < best_rank && *skip_blanks(text)) {
            best_rank = rank_of(name);
            memcpy(best, text, TEXT_SIZE);
        }
    }
    return best_rank < NAMES;
}

/* A text that is no page and no data. */
static bool find_plain(const char *body, size_t length, char text[TEXT_SIZE])
{
    size_t left = strlen(body);
    if (left != length || left >= PLAIN_LIMIT || *body == '<' || !strchr(body, ' '))
        return false;
    for (const char *at = body; left;) {
        uint32_t character;
        size_t taken = unicode_read(at, left, &character);
        if (!unicode_is_printable(character) && !unicode_is_blank(character) &&
            !strchr("\r\n\t", (int)(character & 0x7f)))
            return false;
        at += taken;
        left -= taken;
    }
    snprintf(text, TEXT_SIZE, "%s", body);
    return true;
}

/* Lines are put behind each other, and blanks at the ends go. */
static void straighten(char *text)
{
    size_t used = 0;
    for (const char *at = skip_blanks(text); *at;) {
        size_t word = strcspn(at, " \t\r\n");
        if (used)
            text[used++] = ' ';
        memmove(text + used, at, word);
        used += word;
        at = skip_blanks(at + word);
    }
    text[used] = '\0';
}

/* Whether it holds the secret, or so much in a row of it that it may be a part. */
static bool may_hold(const char *text, const char *secret)
{
    size_t length = secret ? strlen(secret) : 0;
    size_t part = length < SECRET_PART ? length : SECRET_PART;
    for (size_t i = 0; part && i + part <= length; i++) {
        for (const char *at = text; *at; at++) {
            if (strncasecmp(at, secret + i, part) == 0)
                return true;
        }
    }
    return false;
}

/* What it says of a login is not worth the danger that it repeats it; that of a proxy is not the server's. */
static bool is_worth_telling(int status)
{
    return (status < 300 || status >= 400) && status != 401 && status != 407 && status != 502 &&
           status != 504;
}

void server_words_tell(const struct server_words *words, const char *secret, struct failure *failure)
{
    char text[TEXT_SIZE];
    char quoted[QUOTED_SIZE];
    const char *frame = tr(" (the server says \"%s\")");
    size_t used = strlen(failure->what);
    if (!words->length || !is_worth_telling(failure->status) ||
        used + strlen(frame) + 20 > sizeof failure->what)
        return;
    const char *body = skip_blanks(words->bytes);
    bool is_data = strchr("{[\"", *body) != NULL;
    bool found = is_data ? find_in_json(body, text)
                         : find_plain(body, words->length - (size_t)(body - words->bytes), text);
    if (!found || may_hold(text, secret) || may_hold(words->bytes, secret))
        return;
    straighten(text);
    size_t room = sizeof failure->what - used - strlen(frame);
    failure_quote(quoted, room < sizeof quoted ? room : sizeof quoted, text);
    snprintf(failure->what + used, sizeof failure->what - used, tr(" (the server says \"%s\")"), quoted);
}
