/* Letters without their case, whatever the locale, for comparing. Pure. */
#ifndef NET_LETTER_CASE_H
#define NET_LETTER_CASE_H

#include <stdint.h>

/* The character that stands for a code point and its other case: a small letter, most times. */
uint32_t letter_case_fold(uint32_t character);

#endif
