/* For what has to go well in a test: why it did not fails it. */
#ifndef TESTS_UNIT_MUST_H
#define TESTS_UNIT_MUST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "net/base/failure.h"

#include <stdbool.h>

static inline void must(bool done, const struct failure *failure)
{
    if (done)
        return;
    fail_msg("%s (%s)", failure->what, failure->advice);
    abort(); /* fail_msg has left the test; analyzers do not know */
}

#endif
