/* An archive as if it had lain there for some time. */
#ifndef TESTS_E2E_AGING_H
#define TESTS_E2E_AGING_H

#include "tests/e2e/tapedeck.h"

/* What all that is in it was seen at, and is as of, lies so many minutes further back. Does nothing as long
 * as there is no archive. */
void archive_age(struct fixture *fixture, unsigned minutes);

#endif
