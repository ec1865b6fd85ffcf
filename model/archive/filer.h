/* Files answers of the server in the archive: rows, what the server no longer has, and the coverage that they
 * justify, always together in one transaction. Runs on the worker thread, which alone uses the writing
 * connection. */
#ifndef MODEL_ARCHIVE_FILER_H
#define MODEL_ARCHIVE_FILER_H

#include "model/archive/file_key.h"
#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"
#include "model/coverage/coverage.h"
#include "model/coverage/held.h"
#include "model/coverage/seen.h"
#include "model/recording/agent.h"
#include "model/recording/recording.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FILER_WALKS 8

struct filer;
struct filed_answer;

/* An agent that turned out to be another one, which has everything of it now. */
struct filer_merged {
    int64_t agent;
    int64_t other;
};

struct database_wait;

struct filer_options {
    const char *path;
    const char *base;           /* the account's address */
    int64_t settle;             /* ticks; ids of so long ago are never final */
    struct database_wait *wait; /* until filer_on_wait: see database_wait_by */
};

/* What the archive knows of an agent. Owned strings and coverage; cleared with filer_agent_clear. */
struct filer_agent {
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
    struct held held;         /* the same in time */
    int64_t tail;             /* everything above it was read at as_of */
    int64_t as_of;            /* TIMESTAMP_NONE if never */
    int64_t newest;           /* id of the newest recording that lies above no leap, 0: none */
    int64_t anchor;       /* id of the newest final recording: of the covered range that reaches the tail, of
                             the highest one if there is no tail yet; 0: none */
    int64_t fetched_from; /* these three as of held_fetched_from, held_complete_from, held_complete_until */
    int64_t complete_from;
    int64_t complete_until;
};
void filer_agent_clear(struct filer_agent *agent);

struct filer *filer_open(const struct filer_options *options, char *set_aside, size_t set_aside_size,
                         struct failure *failure);
void filer_close(struct filer **filer);

/* Tells, on the filer's thread, that another program holds the archive and is waited for. */
void filer_on_wait(struct filer *filer, void (*waiting)(void *context), void *context);

bool filer_is_read_only(const struct filer *filer); /* the archive cannot be written to */
const struct server_traits *filer_traits(const struct filer *filer);

/* A transaction is begun by the first change; it ends by filer_commit, or filer_rollback after a failure. */
bool filer_commit(struct filer *filer, struct failure *failure);
void filer_rollback(struct filer *filer);
bool filer_is_changing(const struct filer *filer);     /* a transaction is open */
uint64_t filer_uncommitted(const struct filer *filer); /* rows */

/* What is deleted leaves traces: callers and names that no recording uses any more, and copies in the log of
 * the archive. They are removed between transactions; false if others were in the way for more than a moment:
 * to be tried again later, if need be by the next program that opens the archive. */
bool filer_has_traces(const struct filer *filer);
bool filer_remove_traces(struct filer *filer);

/* A question that is being answered. The answers of one walk come one after the other; FILER_WALKS can be
 * under way at a time, also of the same agent. The loss of recordings is counted over a walk, and beyond a
 * tenth of what the agent had it is not obeyed unless `accept_losses`. */
struct filer_question {
    unsigned walk; /* below FILER_WALKS */
    bool first;    /* of the walk */
    bool accept_losses;
    bool keeps_tail; /* what lies between the tail and the first question of the walk is not asked for */
    int64_t agent;
    int64_t from;       /* fromQueueCallId */
    int64_t stop_at;    /* an id: it is to be cut above; 0, INT64_MAX: it is not */
    int64_t asked_at;   /* ticks: the answer is as old as that */
    int64_t kept_since; /* ticks: what started before is not filed; 0: all is */
};

/* What could not be read of answers. */
struct filer_unread {
    uint64_t elements;                  /* that are no recordings, and are left out */
    char reason[RECORDING_REASON_SIZE]; /* of the first of them, see recording_explain */
    uint64_t starts;                    /* kept as text */
    char start[40];                     /* the first of them, escaped */
    uint64_t ends;                      /* likewise */
    char end[40];
};

struct filed_answer *filer_begin(struct filer *filer, const struct filer_question *question);

/* A recording that has been read already; its texts are the caller's. */
struct filer_row {
    struct recording recording;
    struct file_key file;
};

/* Files recordings, none of them empty. */
bool filer_take_rows(struct filer *filer, struct filed_answer *answer, const struct filer_row *rows,
                     size_t count, struct failure *failure);

/* Decodes and files one element; an unreadable one is counted and interrupts the coverage. */
bool filer_take(struct filer *filer, struct filed_answer *answer, const char *text, size_t length,
                struct failure *failure);

/* Files the coverage that the answer has proved so far. Before every commit, for every answer under way. */
bool filer_prove(struct filer *filer, struct filed_answer *answer, struct failure *failure);

/* The same at its end; `whole` when it ended properly. */
bool filer_end(struct filer *filer, struct filed_answer *answer, bool whole, struct failure *failure);
void filed_answer_free(struct filed_answer **answer);

const struct answer *filed_answer_judgement(const struct filed_answer *answer);
int64_t filed_answer_agent(const struct filed_answer *answer);
const struct filer_unread *filed_answer_unread(const struct filed_answer *answer);
/* The last recording that has a time; time TIMESTAMP_NONE if none has. */
struct moment filed_answer_reached(const struct filed_answer *answer);
int64_t filed_answer_oldest(const struct filed_answer *answer); /* see filing_report */
bool filed_answer_changed(struct filed_answer *answer);         /* rows came or went since the last call */

/* Where the settle time is longer than it was, less is final: what is younger is to be seen again. */
bool filer_settle_anew(struct filer *filer, struct failure *failure);

/* Agents. One that the archive knows by any of the entry's references is that one; if it knows several, they
 * are merged. */
bool filer_add_agent(struct filer *filer, const struct agent_entry *entry, int64_t *agent,
                     struct failure *failure);
/* Whether this filer has merged agents since the last call, or has changed what is known of others than the
 * one whose answer it filed: then all are to be read. */
bool filer_take_others(struct filer *filer);
/* All that ever were, *count of them; the caller frees. */
struct filer_merged *filer_merged(const struct filer *filer, size_t *count);
/* Deletes an agent that there is nothing of in the archive, and that nobody lists if `unlisted`. */
bool filer_drop_agent(struct filer *filer, int64_t agent, bool unlisted, struct failure *failure);
bool filer_unlist_agents(struct filer *filer, struct failure *failure); /* before a new listing is filed */
/* When the server was asked for all its agents, ticks; TIMESTAMP_NONE if it never was. */
bool filer_set_listed_at(struct filer *filer, int64_t listed_at, struct failure *failure);
int64_t filer_listed_at(const struct filer *filer);
/* What looking again costs, of all programs that use the archive: until when (ticks) what was spent is earned
 * again, and a cost (ticks) that is spent now. */
int64_t filer_spent_up_to(const struct filer *filer);
bool filer_spend(struct filer *filer, int64_t now, int64_t cost, struct failure *failure);
/* Adds ids and times of recordings all over the archive. */
bool filer_read_chronology(struct filer *filer, struct chronology *chronology, struct failure *failure);
bool filer_forget_coverage(struct filer *filer, int64_t agent, struct failure *failure);
/* Of all that is covered nobody knows any more when it was seen: it is to be looked at again. */
bool filer_forget_seen(struct filer *filer, int64_t agent, struct failure *failure);

/* Deletes an agent's recordings that started before a time, a part at a time: called until it is done. Those
 * without a start stay as long as any other of the agent does. Not while answers about the agent are under
 * way, nor between the answers of a walk. */
struct filer_purge {
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
bool filer_purge(struct filer *filer, struct filer_purge *purge, struct failure *failure);

/* Reads one agent, or all when `agent` is 0. *agents is the caller's. */
bool filer_read_agents(struct filer *filer, int64_t agent, struct filer_agent **agents, size_t *count,
                       struct failure *failure);

#endif
