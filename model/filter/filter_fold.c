#include "model/filter/filter_fold.h"

#include "net/base/letter_case.h"
#include "net/base/letter_marks.h"
#include "net/base/unicode.h"

#include <stdint.h>
#include <string.h>

enum { NAME_LETTERS = 512, ASCII_END = 0x80 };

size_t filter_fold(wchar_t *folded, size_t size, const char *text, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length && count + 1 < size;) {
        uint32_t character;
        at += letter_case_read(text + at, length - at, &character);
        if (character != UNICODE_NONE)
            folded[count++] = (wchar_t)(unicode_is_blank(character) ? ' ' : character);
    }
    folded[count] = L'\0';
    return count;
}

wchar_t filter_fold_bare(wchar_t letter, wchar_t *more)
{
    static const struct {
        uint16_t letter;
        char bare, more;
    } letters[] = {{0xe6, 'a', 0},  {0xf8, 'o', 0},  {0xdf, 's', 's'}, {0xf0, 'd', 0}, {0xfe, 't', 'h'},
                   {0x111, 'd', 0}, {0x131, 'i', 0}, {0x142, 'l', 0},  {0x153, 'o', 0}};
    *more = 0;
    if (letter < ASCII_END)
        return letter;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].letter == (uint32_t)letter) {
            *more = (wchar_t)letters[i].more;
            return (wchar_t)letters[i].bare;
        }
    }
    return (wchar_t)letter_marks_bare((uint32_t)letter);
}

/* Whether `letter` is dropped behind `before`: aa, ae, oe and ue stand for one letter. */
static bool is_second(wchar_t before, wchar_t letter)
{
    return (letter == L'e' && (before == L'a' || before == L'o' || before == L'u')) ||
           (letter == L'a' && before == L'a');
}

size_t filter_fold_plain(wchar_t *plain, const wchar_t *folded)
{
    size_t count = 0;
    for (; *folded; folded++) {
        wchar_t more, letter = filter_fold_bare(*folded, &more);
        if (count == 0 || !is_second(plain[count - 1], letter))
            plain[count++] = letter;
        if (more)
            plain[count++] = more;
    }
    plain[count] = L'\0';
    return count;
}

static bool begins(const wchar_t *name, const wchar_t *wanted, size_t letters)
{
    for (const wchar_t *at = name; *at; at++) {
        bool is_first = at == name || !unicode_is_alphanumeric((uint32_t)at[-1]);
        if (is_first && wcsncmp(at, wanted, letters) == 0)
            return true;
    }
    return false;
}

/* A name and a part to look for, each folded by filter_fold and by filter_fold_plain. */
struct pair {
    wchar_t name[NAME_LETTERS], part[NAME_LETTERS], plain_name[2 * NAME_LETTERS],
        plain_part[2 * NAME_LETTERS];
};

static void fold_pair(struct pair *pair, const char *name, const char *part, size_t length)
{
    filter_fold(pair->name, NAME_LETTERS, name, strlen(name));
    filter_fold(pair->part, NAME_LETTERS, part, length);
    filter_fold_plain(pair->plain_name, pair->name);
    filter_fold_plain(pair->plain_part, pair->part);
}

bool filter_has_part(const char *name, const char *part)
{
    struct pair pair;
    fold_pair(&pair, name, part, strlen(part));
    return wcsstr(pair.name, pair.part) || wcsstr(pair.plain_name, pair.plain_part);
}

bool filter_begins_word(const char *name, const char *beginning, size_t length)
{
    struct pair pair;
    fold_pair(&pair, name, beginning, length);
    return begins(pair.name, pair.part, wcslen(pair.part)) ||
           begins(pair.plain_name, pair.plain_part, wcslen(pair.plain_part));
}
