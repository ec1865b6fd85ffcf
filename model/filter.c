#include "model/filter.h"

#include <string.h>
#include <wctype.h>

static bool is_number(const char *token, size_t length)
{
    bool digit = false;
    for (size_t i = 0; i < length; i++) {
        if (!strchr("+0123456789()./-", token[i]))
            return false;
        digit = digit || (token[i] >= '0' && token[i] <= '9');
    }
    return digit;
}

static void add_digits(struct filter *filter, const char *token, size_t length)
{
    size_t used = strlen(filter->digits);
    for (size_t i = 0; i < length && used + 1 < sizeof filter->digits; i++) {
        if (token[i] >= '0' && token[i] <= '9')
            filter->digits[used++] = token[i];
    }
    filter->digits[used] = '\0';
}

/* Folds UTF-8 to lower-case wide characters; bytes that are none are left out. */
static void fold(wchar_t *folded, size_t size, const char *text, size_t length)
{
    mbstate_t state = {0};
    size_t used = 0;
    while (length && used + 1 < size) {
        wchar_t letter;
        size_t taken = mbrtowc(&letter, text, length, &state);
        if (taken == 0 || taken > length) {
            memset(&state, 0, sizeof state);
            taken = 1;
        } else {
            folded[used++] = (wchar_t)towlower((wint_t)letter);
        }
        text += taken;
        length -= taken;
    }
    folded[used] = L'\0';
}

void filter_parse(struct filter *filter, const char *text)
{
    memset(filter, 0, sizeof *filter);
    while (*text) {
        text += strspn(text, " \t");
        size_t length = strcspn(text, " \t");
        if (is_number(text, length))
            add_digits(filter, text, length);
        else if (length && filter->word_count < FILTER_WORDS)
            fold(filter->words[filter->word_count++], 64, text, length);
        text += length;
    }
    if (strncmp(filter->digits, "00", 2) == 0 && strlen(filter->digits) > 4)
        memmove(filter->digits, filter->digits + 2, strlen(filter->digits) - 1);
}

bool filter_is_empty(const struct filter *filter)
{
    return !filter->digits[0] && !filter->word_count;
}

bool filter_matches_caller(const struct filter *filter, const char *number)
{
    if (!filter->digits[0])
        return true;
    if (!number)
        return false;
    char digits[128];
    size_t used = 0;
    for (; *number && used + 1 < sizeof digits; number++) {
        if (*number >= '0' && *number <= '9')
            digits[used++] = *number;
    }
    digits[used] = '\0';
    return strstr(digits, filter->digits) != NULL;
}

bool filter_word_matches(const struct filter *filter, size_t word, const char *name)
{
    if (!name)
        return false;
    wchar_t folded[512];
    fold(folded, 512, name, strlen(name));
    return wcsstr(folded, filter->words[word]) != NULL;
}
