/* What a list rests on, in words: how complete it is and as of when, how many recordings it has, and why it
 * is empty. "None" never looks like "not fetched". */
#ifndef TUI_WORDS_COMPLETENESS_H
#define TUI_WORDS_COMPLETENESS_H

#include "model/account/account.h"
#include "net/base/translate.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { COMPLETENESS_SIZE = 320 };

/* All agents together. */
struct completeness_totals {
    size_t agents;
    size_t complete;
    size_t partial;
    size_t fetching;
    size_t waiting;
    uint64_t recordings;
    int64_t oldest_as_of; /* of the complete ones and of their listing, TIMESTAMP_NONE if there is none */
    bool has_others;      /* there may be agents that are not known */
};

void completeness_totals(struct completeness_totals *totals, const struct account *account);

/* Whether there is nothing that has not been fetched, of any agent. False also if there are no agents. */
bool completeness_is_complete(const struct completeness_totals *totals);

/* "complete as of 14:02", "complete from 2024-06-01, as of 14:02", "fetched back to 2024-06-01, as of 14:02",
 * "not fetched yet", "fetching…". Returns buffer. */
const char *completeness_agent(char buffer[COMPLETENESS_SIZE], const struct agent_summary *agent, bool utc);

/* "12 of 40 agents complete, 3 in part, as of 14:02"; where there may be others that too is said. */
const char *completeness_all(char buffer[COMPLETENESS_SIZE], const struct completeness_totals *totals,
                             bool utc);

/* The same of the calls of one caller, which the agents that are not complete may have, too. */
const char *completeness_caller(char buffer[COMPLETENESS_SIZE], const struct completeness_totals *totals,
                                const char *fetch_key, bool utc);

/* One sign for the state of an agent: complete, in part, not fetched, being fetched, waiting, failed. */
const char *completeness_sign(const struct agent_summary *agent);

/* The sign of a row before which recordings may be missing, and what it says. */
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
    const char *searched; /* with a filter or of a caller: in words, what was searched */
    bool is_searched;     /* and that is all there is */
    const char *open_key; /* names of the keys to press; NULL where none does it */
    const char *refresh_key;
    const char *drop_key;
    bool utc;
    bool is_busy;      /* something is asked or filed */
    bool is_of_caller; /* the calls of one only */
};

void completeness_empty(struct completeness_reason *reason, const struct completeness_question *question);

#endif
