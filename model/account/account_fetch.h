/* Requests to fetch. Priority: what the user waits for, then the newest recordings of every agent, then their
 * histories; among equals the latest request. A failed agent is retried when it is requested again, or
 * automatically if account_options.live. */
#ifndef MODEL_ACCOUNT_ACCOUNT_FETCH_H
#define MODEL_ACCOUNT_ACCOUNT_FETCH_H

#include <stdbool.h>
#include <stdint.h>

struct account;

void account_fetch_roster(struct account *account); /* a failure is reported even if it was reported before */

/* Fetches new recordings and missing history back to a time (ticks; TIMESTAMP_NONE: as configured). */
void account_fetch(struct account *account, int64_t agent, int64_t back_to);

/* The same for all agents, including those that are listed later. A repeated call includes agents added since. */
void account_fetch_all(struct account *account);

/* Fetches a period, newest recordings first: ticks, INT64_MIN and INT64_MAX for no bound. Replaces an earlier
 * period of that agent. */
void account_fetch_period(struct account *account, int64_t agent, int64_t begin, int64_t end);
/* Raises the priority of an agent's history, and of a period in it, if that history is being fetched or queued. */
void account_prefer(struct account *account, int64_t agent, int64_t begin, int64_t end);

void account_fetch_older(struct account *account, int64_t agent); /* one more page below the complete part */
void account_fetch_around(struct account *account, int64_t agent, int64_t time); /* time in ticks */
/* Fetches everything again for verification, and new recordings; the known coverage stays valid meanwhile. */
void account_verify(struct account *account, int64_t agent);
void account_fetch_anew(struct account *account,
                        int64_t agent); /* discards the coverage and accepts deletions of any size */

/* Cancels all fetches, that of the agents included; what has arrived is kept. */
void account_stop_fetching(struct account *account);
bool account_is_asking(const struct account *account); /* a request is running or queued */
/* The roster or an agent is being fetched, written or purged, or is queued. */
bool account_is_busy(const struct account *account);

#endif
