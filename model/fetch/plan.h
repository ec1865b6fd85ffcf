/* What is to be fetched of an agent next, derived from what the archive is known to hold of it and from what
 * somebody waits for: the newest page, a date, older pages, the whole history. Pure. */
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

/* What is wanted of one agent, and what was learnt while fetching it. Begins as PLAN_NONE. */
struct plan {
    bool newest;    /* what is new, and what is not final is seen again */
    unsigned asked; /* so often for that: a job answers what was asked before it began */
    bool refresh;   /* what is new, no more */
    int64_t days;   /* the last days are seen again after such a pause, see look_next_days; 0: they are not */
    bool verify;    /* what was seen at SEEN_UNKNOWN is seen again */
    int64_t date;   /* a page around that time; ticks, TIMESTAMP_NONE for none */
    uint64_t older; /* so many recordings more below what is complete */
    struct plan_period period;
    bool history;     /* everything, back to `reach` */
    int64_t reach;    /* ticks, TIMESTAMP_NONE: all */
    bool forward;     /* in the order of the server, which takes the fewest questions */
    bool unproved;    /* the newest were found, but not that they are all: to be read in order */
    double spacing;   /* ids from one recording to the next, 0 if unknown */
    uint64_t stretch; /* recordings of the next stretch of history */
    bool barren;      /* the last stretch held nothing */
    unsigned gave_up; /* times that reading everything was the last resort: not tried again unasked */
    struct coverage_range tried[2]; /* the last stretches below two places, to see whether they have led
                                       anywhere; hi 0 where there was none */
    struct look_past looks;
};

#define PLAN_NONE                                                                                            \
    {                                                                                                        \
        .date = TIMESTAMP_NONE, .reach = TIMESTAMP_NONE                                                      \
    }

/* What the archive knows. */
struct plan_known {
    const struct coverage *coverage;
    const struct time_coverage *times;
    const struct seen *seen; /* when what is covered was seen; NULL: nothing is looked at again */
    uint64_t recordings;
    int64_t head_from;    /* everything above it was read at as_of */
    int64_t as_of;        /* ticks, TIMESTAMP_NONE if never */
    int64_t newest_final; /* id of the newest recording that is final, 0 if there is none */
    int64_t newest;       /* id of the newest recording, 0 if there is none */
    bool has_lost;        /* these may be such that the server no longer gives */
    struct server_traits traits;
    const struct chronology *chronology; /* of the server */
    double spacing;                      /* of other agents, 0 if unknown */
    int64_t now;
    int64_t settle; /* ticks */
    int64_t verify; /* ticks, see look.h */
    int64_t opened; /* likewise */
};

/* Somebody wants everything, back to `reach` or as far back as was wanted before, if that is more: what had
 * been given up is tried again. */
void plan_want_all(struct plan *plan, int64_t reach);

/* All that is there is to be seen again; when it was is forgotten. */
void plan_want_verified(struct plan *plan);

/* When all of the last days was seen, ticks; TIMESTAMP_NONE if never. */
int64_t plan_days_seen(const struct plan_known *known);

/* Somebody looks for something in a period: ticks, INT64_MIN and INT64_MAX for no bound. In the place of
 * another one. */
void plan_want_period(struct plan *plan, const struct plan_known *known, int64_t begin, int64_t end);

/* Forgets a period that is there: what it lacks later on was not looked for. */
void plan_settle(struct plan *plan, const struct plan_known *known);

/* What started before a time (ticks) is not wanted any more. */
void plan_let_go(struct plan *plan, int64_t before);

/* How urgent the next job is; the least goes first. */
enum plan_urgency {
    PLAN_AWAITED, /* somebody waits for it */
    PLAN_NEWS,    /* the newest of an agent */
    PLAN_WANTED,  /* a period */
    PLAN_REFRESH, /* the newest of an agent, by itself */
    PLAN_HISTORY,
    PLAN_LOOK, /* again at what is there */
    PLAN_NOTHING,
};

enum plan_urgency plan_urgency(const struct plan *plan, const struct plan_known *known);

/* The next job; false if nothing is wanted that is not there. *order points into `known`. */
bool plan_next(const struct plan *plan, const struct plan_known *known, struct fetch_job_spec *order);

/* The job that came of `order` has ended; `failed` if by a fault. */
void plan_done(struct plan *plan, const struct fetch_job_spec *order, const struct fetch_job *job,
               bool failed);

#endif
