/* The language in which the program speaks. Sentences stand in the code in English, whole, and are looked up in a
 * catalogue where another language is asked for: tui/words/LANGUAGE.po. In English none is opened. */
#ifndef NET_BASE_TRANSLATE_H
#define NET_BASE_TRANSLATE_H

#include <stdint.h>

/* Marks a text in a table; where it is used it goes through tr. */
#define N_(text) text

/* Takes a language ("da") or, with NULL or "", that of LANGUAGE, LC_ALL, LC_MESSAGES or LANG. Its locale need not
 * be installed. To be called after LC_CTYPE is set and before there is a second thread; again to change it. */
void translate_settle(const char *language);

/* The text in the user's language, UTF-8; valid for good. */
const char *tr(const char *text) __attribute__((format_arg(1)));

/* The text for this number of things: tr_count("%s agent", "%s agents", 3). */
const char *tr_count(const char *one, const char *many, uint64_t count)
    __attribute__((format_arg(1), format_arg(2)));

#endif
