/* Names as they are compared: without their case, and without what people leave away or write otherwise of
 * letters that their keyboard lacks. Pure. */
#ifndef MODEL_FILTER_FILTER_FOLD_H
#define MODEL_FILTER_FILTER_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* Folds UTF-8 to wide characters without case and marks of their own, as many as fit; bytes that are no UTF-8
 * are left out. Returns how many. */
size_t filter_fold(wchar_t *folded, size_t size, const char *text, size_t length);

/* What a small letter is without what is special about it; a second letter in *more, 0 for none. */
wchar_t filter_fold_bare(wchar_t letter, wchar_t *more);

/* Makes one of all that a letter may be written as: ø, oe, ö and o are o; å, aa, æ, ae, ä are a; ü and ue are
 * u; é is e, and so on. `plain` needs room for twice as many. Returns how many there are. */
size_t filter_fold_plain(wchar_t *plain, const wchar_t *folded);

/* Whether a part stands in a name, however both are written. */
bool filter_has_part(const char *name, const char *part);

/* Whether a word of a name begins with `length` bytes of `beginning`, however both are written. */
bool filter_begins_word(const char *name, const char *beginning, size_t length);

#endif
