/* What the archive knows of agents. */
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

/* What the archive knows of an agent. Owned strings and coverage; cleared with archive_agent_clear. */
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
    uint64_t unreadable;      /* elements of answers that were left out */
    uint64_t unread_times;    /* recordings whose start or end cannot be read */
    bool mixes_agents;        /* the server gives recordings that name another agent than it was asked for */
    uint64_t lost;            /* recordings kept that the server did not give any more */
    int64_t purged;           /* what started before is gone on purpose; TIMESTAMP_NONE if nothing is */
    int64_t purged_to;        /* up to this id nothing is covered for that reason */
    struct coverage coverage; /* proved by whole answers and by cut ones */
    struct seen seen;         /* when that was seen last */
    struct time_coverage times; /* the same in time */
    int64_t head_from;          /* everything above it was read at as_of */
    int64_t as_of;              /* TIMESTAMP_NONE if never */
    int64_t newest;             /* id of the newest recording that lies above no jump, 0: none */
    int64_t newest_final; /* id of the newest final recording: of the covered range that reaches the tail, of
                             the highest one if there is no tail yet; 0: none */
    int64_t fetched_from; /* these three as the functions of time_coverage.h of these names give them */
    int64_t complete_from;
    int64_t complete_until;
};

void archive_agent_clear(struct archive_agent *agent);

/* Agents. One that the archive knows by any of the entry's references is that one; if it knows several, they
 * are merged. */
bool writer_add_agent(struct writer *writer, const struct agent_entry *entry, int64_t *agent,
                      struct failure *failure);

/* Deletes an agent that there is nothing of in the archive, if nobody lists it (`unlisted`), or it has no name. */
bool writer_drop_agent(struct writer *writer, int64_t agent, bool unlisted, struct failure *failure);
bool writer_unlist_agents(struct writer *writer, struct failure *failure); /* before a new listing is filed */

/* When the server was asked for all its agents, ticks; TIMESTAMP_NONE if it never was. */
bool writer_set_listed_at(struct writer *writer, int64_t listed_at, struct failure *failure);
int64_t writer_listed_at(const struct writer *writer);

/* What looking again costs, of all programs that use the archive: until when (ticks) what was spent is earned
 * again, and a cost (ticks) that is spent now. */
int64_t writer_spent_up_to(const struct writer *writer);
bool writer_spend(struct writer *writer, int64_t now, int64_t cost, struct failure *failure);

bool writer_forget_coverage(struct writer *writer, int64_t agent, struct failure *failure);

/* Of all that is covered nobody knows any more when it was seen: it is to be looked at again. */
bool writer_forget_seen(struct writer *writer, int64_t agent, struct failure *failure);

/* Reads one agent, or all when `agent` is 0. *agents is the caller's. */
bool writer_read_agents(struct writer *writer, int64_t agent, struct archive_agent **agents, size_t *count,
                        struct failure *failure);

/* When the writer is closed: drops the agents that the user has named and of which nothing came. */
void writer_drop_named(struct writer *writer);

/* A recording of the answer may name another agent than it was asked of. */
void writer_note_named(struct writer *writer, struct response_ingest *answer,
                       const struct recording *recording);

/* At the end of an answer: its recordings may say who the agent is. */
bool writer_learn_agent(struct writer *writer, struct response_ingest *answer, struct failure *failure);

#endif
