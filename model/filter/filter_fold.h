/* Folding of names for comparison: without case, and without differences in how letters that a keyboard lacks are
 * written. Pure. */
#ifndef MODEL_FILTER_FILTER_FOLD_H
#define MODEL_FILTER_FILTER_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* Folds UTF-8 to wide characters without case and combining marks, up to size - 1 of them and a NUL; invalid bytes
 * are dropped. Returns their number. */
size_t filter_fold(wchar_t *folded, size_t size, const char *text, size_t length);

/* The base letter of a small letter; *more is a second one (ß is ss), or 0. */
wchar_t filter_fold_bare(wchar_t letter, wchar_t *more);

/* Unifies the spellings of letters: ø, oe, ö and o become o; å, aa, æ, ae and ä become a; ü and ue become u; é
 * becomes e, and so on. `plain` needs room for twice the letters. Returns their number. */
size_t filter_fold_plain(wchar_t *plain, const wchar_t *folded);

/* Whether a name contains a part, in either folding. */
bool filter_has_part(const char *name, const char *part);

/* Whether a word of a name starts with the first `length` bytes of `beginning`, in either folding. */
bool filter_begins_word(const char *name, const char *beginning, size_t length);

#endif
