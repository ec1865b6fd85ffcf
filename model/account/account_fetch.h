/* What is to be fetched of an account. Of all that is wanted, what somebody waits for goes first, then the newest
 * recordings of every agent, then their histories; of equals, what was asked for last. An agent that failed is
 * not tried again unless it is asked for, or by itself (account_options.live). */
#ifndef MODEL_ACCOUNT_ACCOUNT_FETCH_H
#define MODEL_ACCOUNT_ACCOUNT_FETCH_H

#include <stdbool.h>
#include <stdint.h>

struct account;

void account_fetch_roster(struct account *account); /* what fails is said, though it was before */

/* What is new, and the history that is missing, back to a time (ticks; TIMESTAMP_NONE: as far as the
 * configuration says). */
void account_fetch(struct account *account, int64_t agent, int64_t back_to);

/* The same of all agents, those that are listed only later, too. Again when agents have come. */
void account_fetch_all(struct account *account);

/* All of a period, its newest recordings first: ticks, INT64_MIN and INT64_MAX for no bound. In the place of
 * another period of that agent. */
void account_fetch_period(struct account *account, int64_t agent, int64_t begin, int64_t end);
/* Looks for something in an agent's history, maybe in a period only: if that history is being fetched, or
 * waits to be, it goes before others and the period before the rest. */
void account_prefer(struct account *account, int64_t agent, int64_t begin, int64_t end);

void account_fetch_older(struct account *account, int64_t agent); /* a page more below what is complete */
void account_fetch_around(struct account *account, int64_t agent, int64_t time); /* a page around a time */
/* All of it is seen again, and what is new fetched; what is there goes on to be believed meanwhile. */
void account_verify(struct account *account, int64_t agent);
void account_fetch_anew(struct account *account, int64_t agent); /* forgets what is covered, accepts losses */

/* Ends all that is asked of the server, its agents too; what has come is kept. */
void account_stop_fetching(struct account *account);
bool account_is_asking(const struct account *account); /* something is asked or waits */
/* The roster or an agent is being fetched, filed, purged or waits. */
bool account_is_busy(const struct account *account);

#endif
