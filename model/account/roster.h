/* The agents of an account with their archive data and plans, sorted for display. */
#ifndef MODEL_ACCOUNT_ROSTER_H
#define MODEL_ACCOUNT_ROSTER_H

#include "model/account/account_types.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_merge.h"
#include "model/fetch/plan.h"
#include "model/recording/agent.h"
#include "net/base/number_map.h"

#include <stdbool.h>
#include <stddef.h>

struct roster_agent {
    struct archive_agent filed;
    struct agent_summary summary; /* texts point into `filed` and `label` */
    char *label;                  /* the reference, in place of a missing name; owned */
    struct plan plan;
    uint64_t asked;         /* sequence number of the last request */
    bool welcomed;          /* included in the request for all agents */
    bool halted;            /* it failed and is not retried for now */
    unsigned failures;      /* failures in a row without progress */
    bool forgetting;        /* its coverage is being forgotten */
    bool accept_losses;     /* until everything has been fetched */
    uint64_t reported_lost; /* losses reported so far */
    int64_t purge_before;   /* pending purge of what started before; TIMESTAMP_NONE: none */
    bool purge_dry_run;     /* only count */
};

struct roster {
    struct roster_agent **agents; /* owned, by name */
    size_t count;
    size_t capacity;
    struct number_map by_number;
    enum agent_doubt doubt;
    struct writer_merged *merged; /* numbers of merged agents; owned */
    size_t merged_count;
};

void roster_clear(struct roster *roster);

/* Adds or updates agents; takes ownership of the contents of `filed`. */
void roster_update(struct roster *roster, struct archive_agent *filed, size_t count);

/* Removes agents that are not in `filed`, the complete list, of which only the numbers are used. */
void roster_keep(struct roster *roster, const struct archive_agent *filed, size_t count);

/* Sets the merged agents; copied. */
void roster_note_merged(struct roster *roster, const struct writer_merged *merged, size_t count);
int64_t roster_merged_agent(const struct roster *roster, int64_t agent);

/* Sets whether the archive's data can be trusted, for all agents. */
void roster_doubt(struct roster *roster, enum agent_doubt doubt);
bool roster_has_halted(const struct roster *roster);
struct roster_agent *roster_find(const struct roster *roster, int64_t agent);
struct roster_agent *roster_find_reference(const struct roster *roster,
                                           const struct agent_reference *reference);

#endif
