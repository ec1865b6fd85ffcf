/* Options, events and status of an account. Plain data. */
#ifndef MODEL_ACCOUNT_ACCOUNT_TYPES_H
#define MODEL_ACCOUNT_ACCOUNT_TYPES_H

#include "model/coverage/time_coverage.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

struct account_options {
    bool offline;        /* makes no requests */
    bool no_archive;     /* keep everything in memory */
    bool leaves_nothing; /* stores nothing on disk, no access log either */
    bool in_order;       /* fetches oldest first instead of newest first: fewest requests */
    bool live;           /* refreshes what is watched and retries failures by itself */
    unsigned retries;    /* without `live`: number of retries in a row */
    bool keep_old;       /* purges only on request, ignoring the configured retention */
};

enum account_change {
    ACCOUNT_ROSTER = 1,     /* agents came, went or changed their state or count */
    ACCOUNT_ROWS = 2,       /* recordings were added or deleted: displayed lists are stale */
    ACCOUNT_CONNECTION = 4, /* connection, progress or time of the last success */
    ACCOUNT_NOTES = 16,     /* marks, tags and notes: see notes_find */
    ACCOUNT_AUDIO = 8,      /* the audio of a call, or what plays: see audio_status, deck_status */
};

enum account_level {
    ACCOUNT_INFORMATION,
    ACCOUNT_WARNING,
    ACCOUNT_ERROR,
    ACCOUNT_PATIENCE, /* account_open waits for another program; without `live`: how long until the next retry */
};

struct account_events {
    void (*changed)(void *context, unsigned changes); /* bit mask of enum account_change */
    /* A one-line message for the user, kept in the message log. Text from the server is escaped. */
    void (*message)(void *context, enum account_level level, const char *text);
    /* Called some twenty times a second while account_open waits for another program that has the archive locked;
     * false gives up. NULL: waits up to DATABASE_PATIENCE_MS. */
    bool (*waits)(void *context);
    void *context;
};

enum connection_state {
    CONNECTION_NONE,     /* --offline: no requests */
    CONNECTION_STARTING, /* nothing has been answered yet */
    CONNECTION_LIVE,
    CONNECTION_STOPPED, /* the user has stopped the first request */
    CONNECTION_OFFLINE, /* the network or the server fails; retried at retry_at */
    CONNECTION_ERROR,   /* the server refuses (secret, licence) or answers nonsense: the user must act */
};

struct account_status {
    const char *label; /* "greenbox@host" */
    bool is_plain;     /* plain http over the network: the traffic can be read */
    enum connection_state connection;
    struct failure failure; /* why, for OFFLINE and ERROR */
    struct failure archive; /* why the archive cannot be written or trusted; kind FAILURE_NONE if it can */
    bool is_checking;       /* the archive is being checked for damage */
    int64_t last_success;   /* ticks; TIMESTAMP_NONE if never */
    int64_t retry_at;       /* ticks; TIMESTAMP_NONE if no retry is planned */
    bool is_hopeless;       /* without `live`: no more retries, after too many failures or too long a pause */
    unsigned fetching;      /* agents being fetched now */
    unsigned waiting;       /* agents that are queued */
    int64_t fetching_agent; /* one that is being fetched (the opened one if it is), 0 if none */
    uint64_t fetched_rows;  /* recordings received so far by the fetch of that agent */
    uint64_t fetched_bytes;
    int64_t reached;      /* start time of the last recording it received, TIMESTAMP_NONE */
    double fetched_share; /* estimate of how much of that agent's history is there, 0 to 1; negative if
                             unknown */
};

/* How much of an agent's history the archive is known to hold. */
enum agent_completeness {
    AGENT_UNFETCHED, /* no range is complete: an empty list proves nothing */
    AGENT_PARTIAL,   /* some ranges are complete: see complete_from and below */
    AGENT_COMPLETE,  /* everything the server had at as_of */
};

/* Whether what the archive is known to hold can be relied on. */
enum agent_doubt {
    AGENT_SURE,
    AGENT_UNCHECKED,   /* it was not closed cleanly and is being checked */
    AGENT_UNCHECKABLE, /* it was not closed cleanly, and the check could not be run */
    AGENT_DAMAGED,     /* rows may be missing */
};

struct agent_summary {
    int64_t agent; /* the archive's number, never 0 */
    struct agent_reference reference;
    const char *name; /* untrusted server text: escape before showing */
    bool is_nameless; /* name is the reference, since none was given */
    const char *email;
    const char *department;
    const char *status;
    uint64_t recordings; /* in the archive */
    enum agent_completeness completeness;
    enum agent_doubt doubt; /* if not AGENT_SURE nothing is complete and the times below are unknown */
    int64_t
        fetched_from; /* where the newest part begins, as far as it was fetched: see time_coverage_fetched_from;
                               TIMESTAMP_NONE if it is missing */
    int64_t complete_from;  /* everything from this time on up to as_of is there; TIMESTAMP_NONE if that is
                               true of no time yet */
    int64_t complete_until; /* without the newest part: everything up to this time is there; TIMESTAMP_NONE if
                               not even that */
    const struct time_coverage *times; /* the same, all of it; NULL while in doubt */
    int64_t as_of;                     /* when its end was last asked, TIMESTAMP_NONE if never */
    int64_t kept_from;    /* recordings that started before were purged; TIMESTAMP_NONE: none were */
    int64_t checked_from; /* all that is final was seen again between these two; TIMESTAMP_NONE if nobody */
    int64_t checked_to;   /* knows when, or there is nothing */
    bool fetching;
    bool waiting;
    bool listed;            /* by the server or the configuration, not only known from the archive */
    uint64_t lost;          /* recordings kept although a fetch did not find them on the server any more,
                               because they are too many to believe */
    uint64_t unreadable;    /* elements of responses that could not be decoded */
    uint64_t unread_times;  /* recordings in the archive whose start or end cannot be read */
    bool mixes_agents;      /* the server returns recordings of other agents among this agent's */
    uint64_t purged;        /* recordings that the last purge deleted or, if a dry run, would have */
    uint64_t unjudged;      /* that it kept because their start cannot be read */
    uint64_t held;          /* that it kept because they are on hold */
    struct failure failure; /* of the last fetch or purge; kind FAILURE_NONE if it went well */
};

#endif
