#include "tui/caller.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { DANISH_DIGITS = 8 };

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

const char *caller_format(char *buffer, size_t size, const char *caller)
{
    if (caller == NULL || caller[0] == '\0')
        caller = "–";
    bool international = strncmp(caller, "+45", 3) == 0;
    const char *digits = international ? caller + 3 : caller;
    if (strlen(digits) != DANISH_DIGITS || strspn(digits, "0123456789") != DANISH_DIGITS) {
        snprintf(buffer, size, "%s", caller);
        return buffer;
    }
    snprintf(buffer, size, "%s%.2s %.2s %.2s %.2s", international ? "+45 " : "", digits, digits + 2,
             digits + 4, digits + 6);
    return buffer;
}

/* A word that is part of a telephone number: digits and the signs that stand between them. */
static bool is_number_word(const char *word, size_t length)
{
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (is_digit(word[i]))
            digits++;
        else if (strchr("+-()./", word[i]) == NULL)
            return false;
    }
    return digits > 0;
}

const char *caller_needle(char *buffer, size_t size, const char *filter)
{
    size_t kept = 0;
    bool started = false;
    for (const char *at = filter + strspn(filter, " "); *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        bool number = is_number_word(at, length);
        if (started && !number)
            break;
        started = number;
        for (size_t i = 0; number && i < length && kept + 1 < size; i++)
            if (is_digit(at[i]))
                buffer[kept++] = at[i];
        at += length;
    }
    buffer[kept] = '\0';
    if (strncmp(buffer, "00", 2) == 0)
        memmove(buffer, buffer + 2, kept - 1);
    return buffer;
}

/* The end of `needle` if its digits stand in `text` from here on, else NULL. */
static const char *match_end(const char *text, const char *needle)
{
    for (; *needle != '\0'; needle++) {
        while (*text == ' ')
            text++;
        if (*text != *needle)
            return NULL;
        text++;
    }
    return text;
}

struct caller_span caller_find(const char *formatted, const char *needle)
{
    struct caller_span span = {0, 0};
    if (needle[0] == '\0')
        return span;
    for (const char *at = formatted; *at != '\0'; at++) {
        const char *end = is_digit(*at) ? match_end(at, needle) : NULL;
        if (end == NULL)
            continue;
        span.from = (size_t)(at - formatted);
        span.to = (size_t)(end - formatted);
        break;
    }
    return span;
}
