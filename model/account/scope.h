/* Of which agents and of which time the recordings of a list can be, and how much of that the archive holds:
 * what a list rests on, and what has to be fetched for it. Pure. */
#ifndef MODEL_ACCOUNT_SCOPE_H
#define MODEL_ACCOUNT_SCOPE_H

#include "model/account/account.h"
#include "model/filter/filter.h"
#include "model/query/page.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scope {
    struct list_query query;
    bool is_chosen;  /* the agents were chosen, whatever the filter says of them */
    int64_t begin;   /* ticks, INT64_MIN: no bound */
    int64_t end;     /* not included, INT64_MAX: no bound, or none up to now */
    bool is_to_come; /* it begins later than now: all that was there when it was asked for is enough */
};

void scope_of(struct scope *scope, const struct list_query *query);

/* Whether only some time, or only some agents, can be in the list. */
bool scope_has_dates(const struct scope *scope);

/* Whether recordings that are kept under an agent can be in the list: of all agents by what the filter says
 * of their names and numbers. Recordings carry the name that the agent had then, so that only its number
 * leaves an agent out for certain, and that only where the server gives each agent its own recordings. */
enum scope_relation {
    SCOPE_LEFT_OUT,
    SCOPE_BY_OTHER_NAME, /* only those that carry an older name of the agent, or name another agent */
    SCOPE_CONCERNED,
};
enum scope_relation scope_relation(const struct scope *scope, const struct agent_summary *agent);
bool scope_concerns(const struct scope *scope, const struct agent_summary *agent);

/* AGENT_COMPLETE: everything of it that can be in the list is there, as of its as_of. */
enum agent_completeness scope_completeness(const struct scope *scope, const struct agent_summary *agent);

/* Whether there is nothing to fetch, since all that it lacks was purged. */
bool scope_has_what_is_kept(const struct scope *scope, const struct agent_summary *agent);

/* All agents together. */
struct scope_tally {
    size_t agents;                     /* that it concerns */
    size_t counts[AGENT_COMPLETE + 1]; /* by their completeness */
    size_t purged;                     /* of all that lack something, those that have what is kept */
    int64_t kept_from;                 /* the latest of theirs, TIMESTAMP_NONE if there is none */
    size_t
        by_other_name; /* of the others, those that lack something and may be in the list by another name */
    uint64_t unread_times; /* recordings that may be in the list, since their start or end cannot be read */
    uint64_t unreadable;   /* elements of answers that were left out */
    size_t fetching;       /* or waiting for their turn, of those that are not complete */
    size_t failing;        /* the last fetch failed, likewise */
    bool is_numbered;      /* of some of them the server's number is known */
    bool mixes_agents;     /* the server gives recordings that name another agent than it was asked for */
    bool has_others;       /* there may be agents that are not known */
    int64_t listed_at;     /* they were not there then; TIMESTAMP_NONE: never, INT64_MAX: none can be meant */
    /* An agent, if it is the only one, and if it is the only one that is not complete; else NULL. Valid as
     * long as what was counted. */
    const struct agent_summary *only;
    const struct agent_summary *incomplete;
    int64_t as_of; /* of the complete ones and of listed_at the earliest, ticks; TIMESTAMP_NONE if none is */
};

#define SCOPE_TALLY_NONE                                                                                     \
    {                                                                                                        \
        .as_of = TIMESTAMP_NONE, .listed_at = TIMESTAMP_NONE, .kept_from = TIMESTAMP_NONE                    \
    }

/* Empty at first: SCOPE_TALLY_NONE. */
void scope_count(const struct scope *scope, const struct agent_summary *agent, struct scope_tally *tally);
/* Behind the agents, of all: when they were listed, see account_listed_at. */
void scope_count_others(const struct scope *scope, int64_t listed_at, struct scope_tally *tally);
void scope_count_all(const struct scope *scope, const struct account *account, struct scope_tally *tally);

/* False also if there are no agents. */
bool scope_is_complete(const struct scope_tally *tally);

#endif
