/* Letters that are written as a letter and marks behind it (as macOS names files), as the one character that
 * they are: "a" and U+030A are U+00E5. Pure. */
#ifndef NET_BASE_LETTER_MARKS_H
#define NET_BASE_LETTER_MARKS_H

#include <stdint.h>

/* The one character that a letter without its case (see net/base/letter_case.h) and a mark behind it are,
 * UNICODE_NONE if there is none. Of two marks either may come first. */
uint32_t letter_marks_compose(uint32_t letter, uint32_t mark);

/* The letter without its marks; itself if it has none. */
uint32_t letter_marks_bare(uint32_t letter);

#endif
