/* Files answers of the server in the archive: rows, what the server no longer has, and the coverage that they
 * justify, always together in one transaction. Runs on the worker thread, which alone uses the writing
 * connection. */
#ifndef MODEL_ARCHIVE_WRITER_H
#define MODEL_ARCHIVE_WRITER_H

#include "model/archive/file_key.h"
#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"
#include "model/coverage/coverage.h"
#include "model/coverage/seen.h"
#include "model/coverage/time_coverage.h"
#include "model/recording/agent.h"
#include "model/recording/recording.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WRITER_FETCHES 8

struct writer;
struct response_ingest;

/* An agent that turned out to be another one, which has everything of it now. */
struct writer_merged {
    int64_t agent;
    int64_t other;
};

struct database_wait;

struct writer_options {
    const char *path;
    const char *base;           /* the account's address */
    int64_t settle;             /* ticks; ids of so long ago are never final */
    struct database_wait *wait; /* until writer_on_wait: see database_wait_by */
};

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

struct writer *writer_open(const struct writer_options *options, char *set_aside, size_t set_aside_size,
                           struct failure *failure);
void writer_close(struct writer **writer);

/* Tells, on the writer's thread, that another program holds the archive and is waited for. */
void writer_on_wait(struct writer *writer, void (*waiting)(void *context), void *context);

bool writer_is_read_only(const struct writer *writer); /* the archive cannot be written to */
const struct server_traits *writer_traits(const struct writer *writer);

/* A transaction is begun by the first change; it ends by writer_commit, or writer_rollback after a failure. */
bool writer_commit(struct writer *writer, struct failure *failure);
void writer_rollback(struct writer *writer);
bool writer_is_changing(const struct writer *writer);     /* a transaction is open */
uint64_t writer_uncommitted(const struct writer *writer); /* rows */

/* What is deleted leaves traces: callers and names that no recording uses any more, and copies in the log of
 * the archive. They are removed between transactions; false if others were in the way for more than a moment:
 * to be tried again later, if need be by the next program that opens the archive. */
bool writer_has_traces(const struct writer *writer);
bool writer_remove_traces(struct writer *writer);

/* A question that is being answered. The answers of one fetch come one after the other; WRITER_FETCHES can be
 * under way at a time, also of the same agent. The loss of recordings is counted over a fetch, and beyond a
 * tenth of what the agent had it is not obeyed unless `accept_losses`. */
struct writer_question {
    unsigned fetch; /* below WRITER_FETCHES */
    bool first;     /* of the fetch */
    bool accept_losses;
    bool keeps_head; /* what lies between the tail and the first question of the fetch is not asked for */
    int64_t agent;
    int64_t from;       /* fromQueueCallId */
    int64_t stop_at;    /* an id: it is to be cut above; 0, INT64_MAX: it is not */
    int64_t asked_at;   /* ticks: the answer is as old as that */
    int64_t kept_since; /* ticks: what started before is not filed; 0: all is */
};

/* What could not be read of answers. */
struct writer_unread {
    uint64_t elements;                  /* that are no recordings, and are left out */
    char reason[RECORDING_REASON_SIZE]; /* of the first of them, see recording_explain */
    uint64_t starts;                    /* kept as text */
    char start[40];                     /* the first of them, escaped */
    uint64_t ends;                      /* likewise */
    char end[40];
};

struct response_ingest *writer_begin(struct writer *writer, const struct writer_question *question);

/* A recording that has been read already; its texts are the caller's. */
struct writer_row {
    struct recording recording;
    struct file_key file;
};

/* Files recordings, none of them empty. */
bool writer_take_rows(struct writer *writer, struct response_ingest *answer, const struct writer_row *rows,
                      size_t count, struct failure *failure);

/* Decodes and files one element; an unreadable one is counted and interrupts the coverage. */
bool writer_take(struct writer *writer, struct response_ingest *answer, const char *text, size_t length,
                 struct failure *failure);

/* Files the coverage that the answer has proved so far. Before every commit, for every answer under way. */
bool writer_prove(struct writer *writer, struct response_ingest *answer, struct failure *failure);

/* The same at its end; `whole` when it ended properly. */
bool writer_end(struct writer *writer, struct response_ingest *answer, bool whole, struct failure *failure);
void response_ingest_free(struct response_ingest **answer);

const struct answer *response_ingest_judgement(const struct response_ingest *answer);
int64_t response_ingest_agent(const struct response_ingest *answer);
const struct writer_unread *response_ingest_unread(const struct response_ingest *answer);
/* The last recording that has a time; time TIMESTAMP_NONE if none has. */
struct moment response_ingest_reached(const struct response_ingest *answer);
int64_t response_ingest_oldest(const struct response_ingest *answer); /* see writer_report */
bool response_ingest_changed(struct response_ingest *answer); /* rows came or went since the last call */

/* Where the settle time is longer than it was, less is final: what is younger is to be seen again. */
bool writer_settle_anew(struct writer *writer, struct failure *failure);

/* Agents. One that the archive knows by any of the entry's references is that one; if it knows several, they
 * are merged. */
bool writer_add_agent(struct writer *writer, const struct agent_entry *entry, int64_t *agent,
                      struct failure *failure);
/* Whether this writer has merged agents since the last call, or has changed what is known of others than the
 * one whose answer it filed: then all are to be read. */
bool writer_take_others(struct writer *writer);
/* All that ever were, *count of them; the caller frees. */
struct writer_merged *writer_merged(const struct writer *writer, size_t *count);
/* Deletes an agent that there is nothing of in the archive, and that nobody lists if `unlisted`. */
bool writer_drop_agent(struct writer *writer, int64_t agent, bool unlisted, struct failure *failure);
bool writer_unlist_agents(struct writer *writer, struct failure *failure); /* before a new listing is filed */
/* When the server was asked for all its agents, ticks; TIMESTAMP_NONE if it never was. */
bool writer_set_listed_at(struct writer *writer, int64_t listed_at, struct failure *failure);
int64_t writer_listed_at(const struct writer *writer);
/* What looking again costs, of all programs that use the archive: until when (ticks) what was spent is earned
 * again, and a cost (ticks) that is spent now. */
int64_t writer_spent_up_to(const struct writer *writer);
bool writer_spend(struct writer *writer, int64_t now, int64_t cost, struct failure *failure);
/* Adds ids and times of recordings all over the archive. */
bool writer_read_chronology(struct writer *writer, struct chronology *chronology, struct failure *failure);
bool writer_forget_coverage(struct writer *writer, int64_t agent, struct failure *failure);
/* Of all that is covered nobody knows any more when it was seen: it is to be looked at again. */
bool writer_forget_seen(struct writer *writer, int64_t agent, struct failure *failure);

/* Deletes an agent's recordings that started before a time, a part at a time: called until it is done. Those
 * without a start stay as long as any other of the agent does. Not while answers about the agent are under
 * way, nor between the answers of a fetch. */
struct writer_purge {
    int64_t agent;
    int64_t before; /* ticks */
    bool dry_run;   /* only counts */
    bool done;      /* this and the following begin as 0 */
    bool begun;
    int64_t from;     /* the id to go on from */
    uint64_t dated;   /* looked at so far */
    uint64_t undated; /* likewise */
    uint64_t unread;  /* likewise: with a start that cannot be read; they stay */
    int64_t greatest_undated;
    uint64_t expired; /* deleted so far, or to be deleted */
    int64_t oldest;   /* start that is left; 0: none */
};
bool writer_purge(struct writer *writer, struct writer_purge *purge, struct failure *failure);

/* Reads one agent, or all when `agent` is 0. *agents is the caller's. */
bool writer_read_agents(struct writer *writer, int64_t agent, struct archive_agent **agents, size_t *count,
                        struct failure *failure);

#endif
