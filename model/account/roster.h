/* The agents of an account with what the archive holds of each, in the order in which they are shown. */
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
    char *label;                  /* owned: the reference, as the name of those that have none */
    struct plan plan;
    uint64_t asked;         /* when it was asked for, in the order of asking */
    bool welcomed;          /* it was asked for with all others */
    bool halted;            /* it failed: not tried again for now */
    unsigned failures;      /* in a row, without anything that came in between */
    bool forgetting;        /* its coverage is being forgotten */
    bool accept_losses;     /* until everything has been read */
    uint64_t reported_lost; /* of the losses that were kept, so many have been reported */
    int64_t purge_before;   /* what started before is to be purged; TIMESTAMP_NONE: nothing is */
    bool purge_dry_run;     /* it is only counted */
};

struct roster {
    struct roster_agent **agents; /* owned, by name */
    size_t count;
    size_t capacity;
    struct number_map by_number;
    enum agent_doubt doubt;
    struct writer_merged *merged; /* owned: agents that are found by the number they had before */
    size_t merged_count;
};

void roster_clear(struct roster *roster);

/* Takes the contents of `filed`: new agents are added, known ones brought up to date. */
void roster_update(struct roster *roster, struct archive_agent *filed, size_t count);

/* Drops those who are not among these, which are all there are, and of which only the number is looked at. */
void roster_keep(struct roster *roster, const struct archive_agent *filed, size_t count);

/* Notes which agents are others now; copied. */
void roster_note_merged(struct roster *roster, const struct writer_merged *merged, size_t count);
int64_t roster_merged_agent(const struct roster *roster, int64_t agent);

/* Puts all that is said to be there in doubt, or takes the doubt away. */
void roster_doubt(struct roster *roster, enum agent_doubt doubt);
bool roster_has_halted(const struct roster *roster);
struct roster_agent *roster_find(const struct roster *roster, int64_t agent);
struct roster_agent *roster_find_reference(const struct roster *roster,
                                           const struct agent_reference *reference);

#endif
