/* Translation of messages. The code has whole English sentences; those of another language are in
 * tui/words/LANGUAGE.po, compiled to a catalogue that is loaded only when it is needed. */
#ifndef NET_BASE_TRANSLATE_H
#define NET_BASE_TRANSLATE_H

#include <stdint.h>

/* Marks a literal in a table for translation; whoever uses it calls tr. */
#define N_(text) text

/* Selects the language: `language` ("da") or, for NULL or "", that of LANGUAGE, LC_ALL, LC_MESSAGES or LANG. Its
 * locale need not be installed. Call it after setlocale and before a second thread starts; it may be called again. */
void translate_settle(const char *language);

/* The translation in UTF-8, or text itself. Valid until the next translate_settle. Thread-safe. */
const char *tr(const char *text) __attribute__((format_arg(1)));

/* The same with plural forms: tr_count("%s agent", "%s agents", 3). */
const char *tr_count(const char *one, const char *many, uint64_t count)
    __attribute__((format_arg(1), format_arg(2)));

#endif
