/* Composition of a base letter and combining marks (as macOS writes file names): "a" and U+030A give U+00E5. Pure. */
#ifndef NET_BASE_LETTER_MARKS_H
#define NET_BASE_LETTER_MARKS_H

#include <stdint.h>

/* The precomposed character for a case-folded letter (see net/base/letter_case.h) and a combining mark,
 * UNICODE_NONE if there is none. For letters with two marks either may come first. */
uint32_t letter_marks_compose(uint32_t letter, uint32_t mark);

/* The base letter of a precomposed character; any other character unchanged. */
uint32_t letter_marks_bare(uint32_t letter);

#endif
