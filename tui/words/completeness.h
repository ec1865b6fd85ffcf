/* How complete a list is and as of when, in words, and why it is empty. "None" never looks like "not fetched". All
 * times are ticks; `utc` says whether they are shown in UTC or in local time. */
#ifndef TUI_WORDS_COMPLETENESS_H
#define TUI_WORDS_COMPLETENESS_H

#include "model/account/account.h"
#include "net/base/translate.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { COMPLETENESS_SIZE = 320 };

/* Sums over all agents; the first five are numbers of agents. */
struct completeness_totals {
    size_t agents;
    size_t complete;
    size_t partial;
    size_t fetching;
    size_t waiting;
    uint64_t recordings;
    int64_t
        oldest_as_of; /* the oldest of the complete agents and of the listing; TIMESTAMP_NONE: none is complete */
    bool has_others; /* the server has never listed its agents: there may be more */
};

void completeness_totals(struct completeness_totals *totals, const struct account *account);

/* Whether everything of all agents has been fetched. False also if there are no agents, or there may be others. */
bool completeness_is_complete(const struct completeness_totals *totals);

/* "complete as of 14:02", "complete from 2024-06-01, as of 14:02", "fetched back to 2024-06-01, as of 14:02",
 * "not fetched yet", "fetching…". Returns buffer. */
const char *completeness_agent(char buffer[COMPLETENESS_SIZE], const struct agent_summary *agent, bool utc);

/* "12 of 40 agents complete, 3 in part, as of 14:02", and whether there may be others. Returns buffer. */
const char *completeness_all(char buffer[COMPLETENESS_SIZE], const struct completeness_totals *totals,
                             bool utc);

/* The same for the calls of one caller: agents that are not complete may have more of them. `fetch_key` is the name
 * of the key that fetches them, or NULL. Returns buffer. */
const char *completeness_caller(char buffer[COMPLETENESS_SIZE], const struct completeness_totals *totals,
                                const char *fetch_key, bool utc);

/* A sign of one column for the state of an agent: complete, in part, not fetched, being fetched, waiting, failed.
 * Static. */
const char *completeness_sign(const struct agent_summary *agent);

/* The sign of a row before which recordings may be missing, and what it means (untranslated). */
#define COMPLETENESS_GAP_SIGN "⋮"
#define COMPLETENESS_GAP N_("not everything directly before this call has been fetched yet")

/* Why a list is empty, and what to do about it: one line each. */
struct completeness_reason {
    char why[COMPLETENESS_SIZE];
    char advice[COMPLETENESS_SIZE];
};

struct completeness_question {
    const struct agent_summary *agent; /* NULL: all agents */
    const struct completeness_totals *totals;
    const struct account_status *status;
    const char *filter;
    const char *searched; /* with a filter or a caller: what was searched, in words */
    bool is_searched;     /* everything was searched that can match */
    const char *open_key; /* names of the keys to press; NULL where no key does it */
    const char *refresh_key;
    const char *drop_key;
    bool utc;
    bool is_busy;      /* the account is asking the server or filing answers */
    bool is_of_caller; /* the list is that of one caller */
};

/* Fills *reason for a list without rows. */
void completeness_empty(struct completeness_reason *reason, const struct completeness_question *question);

#endif
