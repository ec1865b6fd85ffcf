#include "model/audit/audit_filter.h"

#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SHOWN = 32 }; /* digits of the hash */

/* What follows them is a time, a length or a name. */
static const char *const open_terms[] = {
    "after:", "before:", "on:",   "longer:", "shorter:", "hour:", "weekday:", "agent:",
    "queue:", "type:",   "call:", "file:",   "mark:",    "held:", "is:"};

static bool is_open(const char *word, size_t length)
{
    size_t skipped = length > 0 && strchr("-!", word[0]) ? 1 : 0;
    for (size_t i = 0; i < sizeof open_terms / sizeof *open_terms; i++) {
        size_t size = strlen(open_terms[i]);
        if (size <= length - skipped && strncasecmp(word + skipped, open_terms[i], size) == 0)
            return true;
    }
    return false;
}

/* Words that stand beside each other may be one number: "+45 83 12". */
static bool is_of_number(const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (word[i] >= '0' && word[i] <= '9')
            return !is_open(word, length);
    return false;
}

static size_t word_length(const char *text)
{
    return strcspn(text, " \t");
}

/* The end of the words that are numbers, from one on. */
static const char *end_of_numbers(const char *word)
{
    const char *end = word + word_length(word);
    for (;;) {
        const char *next = end + strspn(end, " \t");
        if (!is_of_number(next, word_length(next)))
            return end;
        end = next + word_length(next);
    }
}

static bool put_number(FILE *stream, const char *word, const char *end, const unsigned char key[DIGEST_BYTES],
                       struct failure *failure)
{
    char hash[DIGEST_TEXT], *digits = memory_array((size_t)(end - word) + 1, 1);
    size_t count = 0;
    for (const char *at = word; at < end; at++)
        if (*at >= '0' && *at <= '9')
            digits[count++] = *at;
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
        size_t blanks = strspn(at, " \t"), length = word_length(at + blanks);
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
