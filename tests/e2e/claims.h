/* What tapedeck says about how complete it is, taken from its output, and judged by the oracle. */
#ifndef TESTS_E2E_CLAIMS_H
#define TESTS_E2E_CLAIMS_H

#include "tests/e2e/oracle.h"
#include "tests/e2e/tapedeck.h"

#include <stdbool.h>

/* All answer NULL if everything that was claimed is true, else what is not, in words, which the caller frees.
 * Whatever claims nothing is true. */

/* What the archive says without the server: the state, the count and the dates of each agent, all of them
 * together, and a search for `digits`. */
char *claims_of_archive(struct fixture *fixture, const struct oracle *oracle, const char *digits);

/* A list that a command has written: its rows and, where its status says that it is all that the server has,
 * that it is. */
char *claims_of_list(const struct command *command, const struct oracle *oracle,
                     const struct oracle_claim *claim);

/* Counts and completeness on the screen, which shows the list that `claim` describes. As of is taken from the
 * screen. */
char *claims_of_screen(struct terminal *terminal, const struct oracle *oracle, struct oracle_claim *claim);

#endif
