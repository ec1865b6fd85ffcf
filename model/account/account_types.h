/* What an account is opened with and what it reports: plain data. */
#ifndef MODEL_ACCOUNT_ACCOUNT_TYPES_H
#define MODEL_ACCOUNT_ACCOUNT_TYPES_H

#include "model/coverage/time_coverage.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

struct account_options {
    bool offline;        /* ask the server nothing */
    bool no_archive;     /* keep everything in memory */
    bool leaves_nothing; /* on the disk, no access log either */
    bool in_order;    /* fetch from the start on instead of from the newest on: takes the fewest requests */
    bool live;        /* refresh what is watched, and try again by itself what failed */
    unsigned retries; /* without `live`: so often in a row what failed is tried again */
    bool keep_old;    /* purge only on request, whatever the configuration's retention */
};

enum account_change {
    ACCOUNT_ROSTER = 1,     /* agents came, went or changed their state or count */
    ACCOUNT_ROWS = 2,       /* recordings came or went: lists on the screen are out of date */
    ACCOUNT_CONNECTION = 4, /* connection, progress or time of the last success */
    ACCOUNT_NOTES = 16,     /* marks, tags and notes: see notes_find */
    ACCOUNT_AUDIO = 8,      /* the audio of a call, or what plays: see audio_status, deck_status */
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
    uint64_t lost;          /* recordings kept although a fetch did not find them on the server any more,
                               because they are too many to believe */
    uint64_t unreadable;    /* elements of answers that were left out, as none that can be read */
    uint64_t unread_times;  /* recordings in the archive whose start or end cannot be read */
    bool mixes_agents;      /* the server gives recordings that name another agent than it was asked for */
    uint64_t purged;        /* recordings that the last purge has deleted, or would have */
    uint64_t unjudged;      /* that it has kept because their start cannot be read, */
    uint64_t held;          /* or because they are on hold */
    struct failure failure; /* of the last fetch or purge; kind FAILURE_NONE if it went well */
};

#endif
