/* One account of one server being browsed: its archive, what is fetched and the queries, on a libuv loop. The
 * facade that the screen and the commands use. All calls and callbacks happen on the loop's thread and return
 * at once; decoding, filing and reading run on threads of their own. */
#ifndef MODEL_ACCOUNT_ACCOUNT_H
#define MODEL_ACCOUNT_ACCOUNT_H

#include "model/audio/audio.h"
#include "model/config/config.h"
#include "model/coverage/time_coverage.h"
#include "model/query/queries.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct account;

enum account_change {
    ACCOUNT_ROSTER = 1,     /* agents came, went or changed their state or count */
    ACCOUNT_ROWS = 2,       /* recordings came or went: lists on the screen are out of date */
    ACCOUNT_CONNECTION = 4, /* connection, progress or time of the last success */
    ACCOUNT_AUDIO = 8,      /* the audio of a call: see audio_status */
};

enum account_level {
    ACCOUNT_INFORMATION,
    ACCOUNT_WARNING,
    ACCOUNT_ERROR,
    ACCOUNT_PATIENCE, /* account_open waits for another program; without `live`, how long is waited before
                         another try */
};

struct account_events {
    void (*changed)(void *context, unsigned changes); /* or-ed enum account_change */
    /* Something the user should read: one line for the screen, kept in the message log. Server text in it is
     * escaped. */
    void (*message)(void *context, enum account_level level, const char *text);
    /* While account_open waits for another program that holds the archive, some twenty times a second; false:
     * it is to give up. NULL: it waits, for seconds. */
    bool (*waits)(void *context);
    void *context;
};

enum connection_state {
    CONNECTION_NONE,     /* --offline: nothing is asked */
    CONNECTION_STARTING, /* nothing has been answered yet */
    CONNECTION_LIVE,
    CONNECTION_STOPPED, /* nor will be: the user has stopped the first question */
    CONNECTION_OFFLINE, /* the network or the server fails; tried again at retry_at */
    CONNECTION_ERROR,   /* the server refuses (secret, licence) or answers nonsense: the user must act */
};

struct account_status {
    const char *label; /* "greenbox@host" */
    bool is_plain;     /* http through the network: what is sent can be read on its way */
    enum connection_state connection;
    struct failure failure; /* why, for OFFLINE and ERROR */
    struct failure archive; /* why the archive cannot be written or relied on; kind FAILURE_NONE if it can */
    bool is_checking;       /* it is being looked through for damage, which is not known yet */
    int64_t last_success;   /* ticks; TIMESTAMP_NONE if never */
    int64_t retry_at;       /* ticks; TIMESTAMP_NONE if no retry is planned */
    bool is_hopeless;       /* without `live`: it has failed too often in a row, or is away for too long */
    unsigned fetching;      /* agents being fetched now */
    unsigned waiting;       /* agents that wait for their turn */
    int64_t fetching_agent; /* one that is being fetched (the opened one if it is), 0 if none */
    uint64_t fetched_rows;  /* recordings received by the fetch of that agent so far */
    uint64_t fetched_bytes;
    int64_t reached;      /* start time of the last recording it received, TIMESTAMP_NONE */
    double fetched_share; /* estimate of how much of that agent's history is there, 0 to 1; negative if
                             unknown */
};

/* How much of an agent's history the archive is known to hold. */
enum agent_completeness {
    AGENT_UNFETCHED, /* nothing is known to be complete: an empty list says nothing */
    AGENT_PARTIAL,   /* complete in parts: see complete_from and what follows it */
    AGENT_COMPLETE,  /* everything the server had at as_of */
};

/* Whether what the archive is known to hold can be relied on. */
enum agent_doubt {
    AGENT_SURE,
    AGENT_UNCHECKED,   /* it was not closed in order, and is being looked through */
    AGENT_UNCHECKABLE, /* the same, and that failed */
    AGENT_DAMAGED,     /* rows may be missing */
};

struct agent_summary {
    int64_t agent; /* the archive's number, never 0 */
    struct agent_reference reference;
    const char *name; /* raw server text: escape before showing */
    bool is_nameless; /* nobody has given a name: that is the reference */
    const char *email;
    const char *department;
    const char *status;
    uint64_t recordings; /* in the archive */
    enum agent_completeness completeness;
    enum agent_doubt doubt; /* then nothing is complete, and none of the times below is known */
    int64_t
        fetched_from; /* where the newest part begins, as far as it was fetched: see time_coverage_fetched_from;
                               TIMESTAMP_NONE if it is missing */
    int64_t complete_from;  /* everything from this time on up to as_of is there; TIMESTAMP_NONE if that is
                               true of no time yet */
    int64_t complete_until; /* without the newest part: everything up to this time is there; TIMESTAMP_NONE if
                               not even that */
    const struct time_coverage *times; /* the same, all of it; NULL while in doubt */
    int64_t as_of;                     /* when its end was last asked, TIMESTAMP_NONE if never */
    int64_t kept_from;                 /* what started before was purged, TIMESTAMP_NONE if nothing was */
    int64_t checked_from; /* all that is final was seen again between these two; TIMESTAMP_NONE if nobody */
    int64_t checked_to;   /* knows when, or there is nothing */
    bool fetching;
    bool waiting;
    bool listed;            /* by the server or the configuration, not only known from the archive */
    uint64_t lost;          /* recordings kept although the last fetch did not find them on the server any
                               more, because they are too many to believe */
    uint64_t unreadable;    /* elements of answers that were left out, as none that can be read */
    uint64_t unread_times;  /* recordings in the archive whose start or end cannot be read */
    bool mixes_agents;      /* the server gives recordings that name another agent than it was asked for */
    uint64_t purged;        /* recordings that the last purge has deleted, or would have */
    uint64_t unjudged;      /* that it has kept because their start cannot be read */
    struct failure failure; /* of the last fetch or purge; kind FAILURE_NONE if it went well */
};

struct account_options {
    bool offline;     /* ask the server nothing */
    bool no_archive;  /* keep everything in memory */
    bool in_order;    /* fetch from the start on instead of from the newest on: takes the fewest requests */
    bool live;        /* refresh what is watched, and try again by itself what failed */
    unsigned retries; /* without `live`: so often in a row what failed is tried again */
    bool keep_old;    /* purge only on request, whatever the configuration's retention */
};

/* Opens the archive and starts the threads; fetches nothing yet. The config must outlive the account. Returns
 * NULL with *failure filled. */
struct account *account_open(uv_loop_t *loop, const struct config *config,
                             const struct account_options *options, const struct account_events *events,
                             struct failure *failure);

/* Cancels what runs, files what has arrived, closes everything; `closed` is called from the loop at the end.
 */
void account_close(struct account **account, void (*closed)(void *context), void *context);

const struct account_status *account_status(const struct account *account);

/* The agents in the order in which they are shown (by name). Valid until the next return to the loop. */
size_t account_agent_count(const struct account *account);
const struct agent_summary *account_agent(const struct account *account, size_t index);
const struct agent_summary *account_agent_by_number(const struct account *account, int64_t agent);

/* When the server has listed the agents, ticks: there may be others since. TIMESTAMP_NONE: never. */
int64_t account_listed_at(const struct account *account);

/* The agent that `reference` names, made if the archive does not know it yet. Asynchronous because it may be
 * filed: it appears with ACCOUNT_ROSTER. Returns its number or 0 when it is not known yet. */
int64_t account_find_agent(const struct account *account, const struct agent_reference *reference);
void account_add_agent(struct account *account, const struct agent_reference *reference);

/* Fetching. Of all that is wanted, what somebody waits for goes first, then the newest recordings of every
 * agent, then their histories; of equals, what was asked for last. An agent that failed is not tried again
 * unless it is asked for, or by itself (account_options.live). */
void account_fetch_roster(struct account *account);

/* To ask for something of many agents: what it leads to is put off until all has been asked for. */
void account_hold(struct account *account);
void account_release(struct account *account);

/* What is new, and the history that is missing, back to a time (ticks; TIMESTAMP_NONE: as far as the
 * configuration says). */
void account_fetch(struct account *account, int64_t agent, int64_t back_to);

/* The same of all agents, those that are listed only later, too. */
void account_fetch_all(struct account *account);

/* All of a period, its newest recordings first: ticks, INT64_MIN and INT64_MAX for no bound. In the place of
 * another period of that agent. */
void account_fetch_period(struct account *account, int64_t agent, int64_t begin, int64_t end);
/* Looks for something in an agent's history, maybe in a period only: if that history is being fetched, or
 * waits to be, it goes before others and the period before the rest. */
void account_prefer(struct account *account, int64_t agent, int64_t begin, int64_t end);

void account_fetch_older(struct account *account, int64_t agent); /* a page more below what is complete */
void account_fetch_around(struct account *account, int64_t agent, int64_t time); /* a page around a time */
/* All of it is seen again, and what is new fetched; what is there goes on to be believed meanwhile. */
void account_verify(struct account *account, int64_t agent);
void account_fetch_anew(struct account *account, int64_t agent); /* forgets what is covered, accepts losses */

/* Ends all that is asked of the server, its agents too; what has come is kept. */
void account_stop_fetching(struct account *account);
bool account_is_asking(const struct account *account); /* something is asked or waits */

/* Deletes from the archive what started before a time (ticks), or only counts it: agent_summary.purged says
 * how many recordings, once the account is not busy any more. Recordings without a start stay as long as
 * any other of the agent does. By itself an account does so with the configuration's retention, at its
 * start and as recordings come to that age. */
void account_purge(struct account *account, int64_t agent, int64_t before, bool dry_run);

/* Says what is on the screen, is to be refreshed and can be searched at any key: an agent, or
 * PAGE_ALL_AGENTS.
 */
void account_watch(struct account *account, int64_t agent);
bool account_is_busy(
    const struct account *account); /* the roster or an agent is being fetched, filed, purged or waits */

/* The audio of calls, which is fetched ahead of all else; set up when it is first asked for. NULL where the
 * server is not asked. Owned by the account. */
struct audio *account_audio(struct account *account);

/* Queries: see queries.h. */
void account_query_page(struct account *account, const struct page_request *request, query_page_done *done,
                        void *context);
void account_query_count(struct account *account, const struct list_query *query, query_count_done *done,
                         void *context);
void account_query_caller(struct account *account, const char *caller, query_caller_done *done,
                          void *context);
void account_query_queue_names(struct account *account, query_names_done *done, void *context);
void account_query_summary(struct account *account, const struct list_query *query, query_summary_done *done,
                           void *context);
void account_cancel_query(struct account *account, enum query_slot slot);

#endif
