/* Makes up single calls: who called which queue, how long they waited and talked. */
#ifndef TESTS_SERVER_MINT_H
#define TESTS_SERVER_MINT_H

#include "tests/server/callers.h"
#include "tests/server/dice.h"
#include "tests/server/history.h"
#include "tests/server/people.h"

struct mint;

/* Both must outlive the mint. */
struct mint *mint_new(const struct people *people, const struct callers *callers);
void mint_free(struct mint **mint);

/* Fills everything but the id, the start and the part. */
void mint_call(const struct mint *mint, struct dice *dice, size_t agent, struct recording *call);

/* Ticks from entering the queue to the conversation. */
int64_t mint_wait(const struct mint *mint, struct dice *dice);

#endif
