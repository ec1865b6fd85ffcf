/* The locale of tests of what people read: a function for the group's set-up. */
#ifndef TESTS_UNIT_USE_UTF8_H
#define TESTS_UNIT_USE_UTF8_H

#include <locale.h>
#include <stddef.h>

static inline int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") == NULL ? -1 : 0;
}

#endif
