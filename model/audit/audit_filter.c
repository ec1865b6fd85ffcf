#include "model/audit/audit_filter.h"

#include "net/base/memory.h"
#include "net/base/unicode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SHOWN = 32 /* hexadecimal digits of the hash that are written */, CHARACTER_BYTES = 4 };

/* Terms whose values are logged as typed: times, lengths, names, and numbers of agents, queues and calls. */
static const char *const open_terms[] = {
    "after:", "before:", "on:",   "longer:", "shorter:", "hour:", "weekday:", "agent:",
    "queue:", "type:",   "call:", "file:",   "mark:",    "held:", "is:"};

/* The character at `text`, 0 at its end; *size is its length in bytes. */
static uint32_t character_at(const char *text, size_t *size)
{
    uint32_t character = 0;
    *size = unicode_read(text, strnlen(text, CHARACTER_BYTES), &character);
    return *size ? character : 0;
}

/* Whether something follows a closing quotation mark other than a comma and another value. The filter takes it for a
 * word of its own, such as the number in agent:"ida"8312. */
static bool goes_on_behind_quotes(const char *word, size_t length)
{
    uint32_t before = ':';
    for (size_t at = 0, size; at < length; at += size) {
        uint32_t character = character_at(word + at, &size);
        bool is_opening = before == ':' || before == ',';
        bool is_last = at + size >= length || word[at + size] == ',';
        if (unicode_is_quotation_mark(character) && !is_opening && !is_last)
            return true;
        before = character;
    }
    return false;
}

static bool is_open(const char *word, size_t length)
{
    size_t skipped = length > 0 && strchr("-!", word[0]) ? 1 : 0;
    for (size_t i = 0; i < sizeof open_terms / sizeof *open_terms; i++) {
        size_t size = strlen(open_terms[i]);
        if (size <= length - skipped && strncasecmp(word + skipped, open_terms[i], size) == 0)
            return !goes_on_behind_quotes(word, length);
    }
    return false;
}

/* Whether a word is, or may be part of, a telephone number. */
static bool is_of_number(const char *word, size_t length)
{
    for (size_t at = 0, size; at < length; at += size)
        if (unicode_digit(character_at(word + at, &size)) >= 0)
            return !is_open(word, length);
    return false;
}

/* The length in bytes of the blanks, or of the word, at the start of a text. Both end where they end for the filter. */
static size_t span_length(const char *text, bool is_blank)
{
    size_t length = 0, size;
    for (uint32_t character; (character = character_at(text + length, &size)) != 0; length += size)
        if (unicode_is_blank(character) != is_blank)
            break;
    return length;
}

static size_t blanks_length(const char *text)
{
    return span_length(text, true);
}

static size_t word_length(const char *text)
{
    return span_length(text, false);
}

/* The end of the last of the consecutive words that are numbers: "+45 83 12" is one number. */
static const char *end_of_numbers(const char *word)
{
    const char *end = word + word_length(word);
    for (;;) {
        const char *next = end + blanks_length(end);
        if (!is_of_number(next, word_length(next)))
            return end;
        end = next + word_length(next);
    }
}

static bool put_number(FILE *stream, const char *word, const char *end, const unsigned char key[DIGEST_BYTES],
                       struct failure *failure)
{
    char hash[DIGEST_TEXT], *digits = memory_array((size_t)(end - word) + 1, 1);
    size_t count = 0, size;
    for (const char *at = word; at < end; at += size) {
        int digit = unicode_digit(character_at(at, &size));
        if (digit >= 0)
            digits[count++] = (char)('0' + digit);
    }
    bool done = digest_hmac(hash, key, digits, failure);
    if (done)
        fprintf(stream, "hmac:%.*s", SHOWN, hash);
    free(digits);
    return done;
}

char *audit_filter(const char *filter, const unsigned char key[DIGEST_BYTES], struct failure *failure)
{
    char *text = NULL;
    size_t size = 0;
    bool done = true;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        die("out of memory");
    for (const char *at = filter; *at && done;) {
        size_t blanks = blanks_length(at), length = word_length(at + blanks);
        const char *word = at + blanks, *end = word + length;
        fprintf(stream, "%.*s", (int)blanks, at);
        if (is_of_number(word, length)) {
            end = end_of_numbers(word);
            done = put_number(stream, word, end, key, failure);
        } else {
            fprintf(stream, "%.*s", (int)length, word);
        }
        at = end;
    }
    if (fclose(stream) != 0)
        die("out of memory");
    if (!done)
        free(text);
    return done ? text : NULL;
}
