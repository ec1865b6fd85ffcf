/* Decides what is fetched of an agent next, from what the archive is known to hold and from what somebody waits for:
 * the newest page, a date, older pages, the whole history. Pure. */
#ifndef MODEL_FETCH_PLAN_H
#define MODEL_FETCH_PLAN_H

#include "model/coverage/answer.h"
#include "model/coverage/coverage.h"
#include "model/coverage/look.h"
#include "model/coverage/time_coverage.h"
#include "model/fetch/fetch_job.h"
#include "model/fetch/plan_period.h"
#include "model/time/timestamp.h"

#include <stdbool.h>
#include <stdint.h>

#define PLAN_PAGE 150 /* recordings of a page, as fetched */

/* What is wanted of one agent, and what was learnt while fetching it. Starts as PLAN_NONE. */
struct plan {
    bool newest;    /* wanted: what is new, and what is not final again */
    unsigned asked; /* counts requests for that: a job satisfies those that were made before it was chosen */
    bool refresh;   /* wanted: only what is new */
    int64_t days;   /* ticks: the last days are seen again after this time, see look_next_days; 0: never */
    bool verify;    /* wanted again: what was seen at SEEN_UNKNOWN */
    int64_t date;   /* wanted: a page around that time; ticks, TIMESTAMP_NONE for none */
    uint64_t older; /* wanted: so many more recordings below what is complete */
    struct plan_period period;
    bool history;     /* wanted: everything, back to `reach` */
    int64_t reach;    /* ticks, TIMESTAMP_NONE: all */
    bool forward;     /* fetch in the order of the server, which takes the fewest questions */
    bool unproved;    /* the newest were fetched, but without proof that they are all: to be read in order */
    double spacing;   /* ids from one recording to the next, 0 if unknown */
    uint64_t stretch; /* recordings of the next stretch of history */
    bool barren;      /* the last stretch held nothing */
    unsigned gave_up; /* times that everything had to be read; not repeated without a request */
    struct coverage_range tried[2]; /* last stretches read, to notice those without effect; hi 0: none */
    struct look_past looks;
};

#define PLAN_NONE                                                                                            \
    {                                                                                                        \
        .date = TIMESTAMP_NONE, .reach = TIMESTAMP_NONE                                                      \
    }

/* What the archive knows of the agent. */
struct plan_known {
    const struct coverage *coverage;
    const struct time_coverage *times;
    const struct seen *seen; /* when what is covered was seen; NULL: nothing is looked at again */
    uint64_t recordings;
    int64_t head_from;    /* everything above it was read at as_of */
    int64_t as_of;        /* ticks, TIMESTAMP_NONE if never */
    int64_t newest_final; /* id of the newest recording that is final, 0 if there is none */
    int64_t newest;       /* id of the newest recording, 0 if there is none */
    bool has_lost;        /* the server has lacked recordings of the agent, maybe these */
    struct server_traits traits;
    const struct chronology *chronology; /* of the server */
    double spacing;                      /* of other agents, 0 if unknown */
    int64_t now;                         /* ticks */
    int64_t settle;                      /* ticks */
    int64_t verify;                      /* ticks, see look.h */
    int64_t opened;                      /* ticks, see look.h */
};

/* Requests everything back to `reach`, or further if more was requested before. What was given up is tried again. */
void plan_want_all(struct plan *plan, int64_t reach);

/* Requests that all that is covered is seen again. The caller sets the times at which it was seen to SEEN_UNKNOWN. */
void plan_want_verified(struct plan *plan);

/* When all of the last days was seen (look_days_seen), ticks; TIMESTAMP_NONE if never. */
int64_t plan_days_seen(const struct plan_known *known);

/* Requests a period instead of another one: ticks, INT64_MIN and INT64_MAX for no bound. */
void plan_want_period(struct plan *plan, const struct plan_known *known, int64_t begin, int64_t end);

/* Drops the request for a period that is there, so that it is not fetched again if something of it is missing later. */
void plan_settle(struct plan *plan, const struct plan_known *known);

/* Drops requests for what started before a time (ticks). */
void plan_let_go(struct plan *plan, int64_t before);

/* How urgent the next job is; the least value goes first. */
enum plan_urgency {
    PLAN_AWAITED, /* somebody waits for it */
    PLAN_NEWS,    /* the newest of an agent */
    PLAN_WANTED,  /* a period */
    PLAN_REFRESH, /* the newest of an agent, by itself */
    PLAN_HISTORY,
    PLAN_LOOK, /* at what is there, again */
    PLAN_NOTHING,
};

enum plan_urgency plan_urgency(const struct plan *plan, const struct plan_known *known);

/* Sets *order to the next job; it points into `known`. False if nothing is wanted that is not there. */
bool plan_next(const struct plan *plan, const struct plan_known *known, struct fetch_job_spec *order);

/* The job that was started with `order` has ended; `failed`: with a failure. */
void plan_done(struct plan *plan, const struct fetch_job_spec *order, const struct fetch_job *job,
               bool failed);

#endif
