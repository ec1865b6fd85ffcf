/* The agents in the archive, with what it knows of each. */
#ifndef MODEL_ARCHIVE_WRITER_AGENTS_H
#define MODEL_ARCHIVE_WRITER_AGENTS_H

#include "model/coverage/coverage.h"
#include "model/coverage/seen.h"
#include "model/coverage/time_coverage.h"
#include "model/recording/agent.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct failure;
struct response_ingest;
struct writer;
struct recording;

/* What the archive knows of an agent. Owns its texts and coverage; cleared with archive_agent_clear. */
struct archive_agent {
    int64_t agent;
    struct agent_reference reference;
    char *name;
    char *email;
    char *department;
    char *status;
    char *references; /* all, as identity_text gives them, a line each */
    bool listed;
    bool is_blank; /* nothing was ever fetched: no recordings and no coverage */
    uint64_t recordings;
    uint64_t unreadable;        /* elements of answers that could not be decoded */
    uint64_t unread_times;      /* recordings with a start or an end that cannot be parsed */
    bool mixes_agents;          /* the server gives recordings of other agents than it was asked for */
    uint64_t lost;              /* recordings kept although the server lacked them */
    int64_t purged;             /* ticks: what started before was purged; TIMESTAMP_NONE if nothing was */
    int64_t purged_to;          /* the id up to which it was, and up to which nothing is covered */
    struct coverage coverage;   /* by whole and by cut answers */
    struct seen seen;           /* the same with the times of verification */
    struct time_coverage times; /* the same in time, with the tail */
    int64_t head_from;          /* everything above it was read at as_of */
    int64_t as_of;              /* ticks; TIMESTAMP_NONE if never */
    int64_t newest;             /* id of the newest recording that lies above no jump (id_jump.h), 0: none */
    int64_t newest_final; /* id of the newest final recording: in the covered range that reaches the tail
                             or, without a tail, in the highest one; 0: none */
    int64_t fetched_from; /* these three: see time_coverage_fetched_from and so on */
    int64_t complete_from;
    int64_t complete_until;
};

void archive_agent_clear(struct archive_agent *agent);

/* Adds or updates an agent. It is the one that the archive knows by any of the entry's references; if it knows several,
 * they are merged. */
bool writer_add_agent(struct writer *writer, const struct agent_entry *entry, int64_t *agent,
                      struct failure *failure);

/* Deletes an agent without recordings and coverage if it is not listed (`unlisted`), or else if it has no name. */
bool writer_drop_agent(struct writer *writer, int64_t agent, bool unlisted, struct failure *failure);
bool writer_unlist_agents(struct writer *writer, struct failure *failure); /* before a new listing is put */

/* When the server was asked for the list of agents, ticks; TIMESTAMP_NONE if it never was. */
bool writer_set_listed_at(struct writer *writer, int64_t listed_at, struct failure *failure);
int64_t writer_listed_at(const struct writer *writer);

/* The budget for looking again, shared by all programs that use the archive: until when (ticks) it is spent; and
 * spending `cost` (ticks) more at `now`. */
int64_t writer_spent_up_to(const struct writer *writer);
bool writer_spend(struct writer *writer, int64_t now, int64_t cost, struct failure *failure);

bool writer_forget_coverage(struct writer *writer, int64_t agent, struct failure *failure);

/* Sets the times at which the coverage was seen to SEEN_UNKNOWN, so that all of it is looked at again. */
bool writer_forget_seen(struct writer *writer, int64_t agent, struct failure *failure);

/* Reads one agent, or all if `agent` is 0. The caller clears the agents and frees *agents, also after a failure. */
bool writer_read_agents(struct writer *writer, int64_t agent, struct archive_agent **agents, size_t *count,
                        struct failure *failure);

/* Called when the writer is closed: deletes agents that the user has named if nothing of them came. */
void writer_drop_named(struct writer *writer);

/* Notes whether a recording of the answer carries the id of another agent than it was asked for. */
void writer_note_named(struct writer *writer, struct response_ingest *answer,
                       const struct recording *recording);

/* At the end of an answer: learns from its recordings who the agent is, see identity_learn. */
bool writer_learn_agent(struct writer *writer, struct response_ingest *answer, struct failure *failure);

#endif
