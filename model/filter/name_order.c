#include "model/filter/name_order.h"

#include "model/filter/filter_fold.h"

#include <stddef.h>
#include <string.h>
#include <wchar.h>

enum { LETTERS = 512, KEY_LETTERS = 7, KEY_MOST = 0xff };

/* Weights behind z, in the order of the Danish alphabet. */
enum { AE = L'z' + 1, OE, AA };

/* The weight of a letter that is not sorted with its base letter (filter_fold_bare); 0 for others. */
static wchar_t special(wchar_t letter)
{
    switch (letter) {
    case 0xe6: /* æ */
    case 0xe4: /* ä */
        return AE;
    case 0xf8:  /* ø */
    case 0xf6:  /* ö */
    case 0x153: /* œ */
        return OE;
    case 0xe5: /* å */
        return AA;
    case 0xfc: /* ü */
        return L'y';
    default:
        return 0;
    }
}

/* The weights by which a name is compared, of its first `letters` letters. */
static void weigh(wchar_t weights[2 * LETTERS], const char *name, size_t letters)
{
    wchar_t folded[LETTERS], more;
    size_t count = 0;
    filter_fold(folded, letters, name, strlen(name));
    for (const wchar_t *letter = folded; *letter; letter++) {
        weights[count] = special(*letter);
        if (letter[0] == L'a' && letter[1] == L'a') {
            weights[count] = AA;
            letter++;
        }
        more = 0;
        if (!weights[count])
            weights[count] = filter_fold_bare(*letter, &more);
        count++;
        if (more)
            weights[count++] = more;
    }
    weights[count] = L'\0';
}

int name_order_compare(const char *a, const char *b)
{
    wchar_t one[2 * LETTERS], other[2 * LETTERS];
    weigh(one, a, LETTERS);
    weigh(other, b, LETTERS);
    int order = wcscmp(one, other);
    return order ? order : strcmp(a, b);
}

uint64_t name_order_key(const char *name)
{
    wchar_t weights[2 * LETTERS];
    uint64_t key = 0;
    size_t at = 0;
    weigh(weights, name, 2 * KEY_LETTERS + 1); /* aa is one weight */
    for (int i = 0; i < KEY_LETTERS; i++) {
        wchar_t weight = weights[at];
        at += weight != L'\0';
        key = key << 8 | (uint64_t)(weight < KEY_MOST ? weight : KEY_MOST);
        if (weight >= KEY_MOST) /* such weights share a byte: the key ends here */
            return key << 8 * (KEY_LETTERS - 1 - i);
    }
    return key;
}
