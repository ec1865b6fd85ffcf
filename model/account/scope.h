/* The agents and times that a list can contain, and how much of that the archive has: how complete a list is, and
 * what to fetch for it. Pure. */
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
    bool is_chosen;  /* the agents were selected explicitly, whatever the filter */
    int64_t begin;   /* ticks, INT64_MIN: no bound */
    int64_t end;     /* exclusive; INT64_MAX: no bound, or after now */
    bool is_to_come; /* it starts in the future: everything up to the last request is enough */
};

void scope_of(struct scope *scope, const struct list_query *query);

/* Whether marks, tags, notes or what was heard decide what is in the list. */
bool scope_asks_for_notes(const struct scope *scope);

/* Whether the list is bounded in time. */
bool scope_has_dates(const struct scope *scope);

/* Whether an agent's recordings can be in the list, judged for all agents by the filter's names and numbers. A
 * recording carries its agent's name at that time, so only a number rules an agent out, and only if the server does
 * not mix agents. */
enum scope_relation {
    SCOPE_LEFT_OUT,
    SCOPE_BY_OTHER_NAME, /* only recordings with an earlier name of the agent, or naming another agent */
    SCOPE_CONCERNED,
};
enum scope_relation scope_relation(const struct scope *scope, const struct agent_summary *agent);
bool scope_concerns(const struct scope *scope, const struct agent_summary *agent);

/* AGENT_COMPLETE: the archive has everything of the agent that can be in the list, as of agent->as_of. */
enum agent_completeness scope_completeness(const struct scope *scope, const struct agent_summary *agent);

/* Whether all that is missing was purged, so that there is nothing to fetch. */
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
    bool lacks_notes;      /* notes decide what is in the list, and some were lost: see notes_is_partial */
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
/* Beside the agents: what is noted. */
void scope_count_notes(const struct scope *scope, const struct account *account, struct scope_tally *tally);
void scope_count_all(const struct scope *scope, const struct account *account, struct scope_tally *tally);

/* False also if there are no agents. */
bool scope_is_complete(const struct scope_tally *tally);

#endif
