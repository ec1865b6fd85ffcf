/* A summary of a list: the distribution of its calls over time, their number and lengths, and the times for which
 * the archive is complete. Calls are counted per quarter of an hour, of which the hours of all time zones consist
 * (since 2000), so that they can be shown in any unit and zone without being read again. Pure. */
#ifndef MODEL_QUERY_LIST_SUMMARY_H
#define MODEL_QUERY_LIST_SUMMARY_H

#include "model/coverage/time_coverage.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LIST_SUMMARY_LENGTHS                                                                                 \
    (UINT16_MAX - 1) /* half seconds, about nine hours: longer ones are implausible */

struct list_summary_agent {
    int64_t agent;
    struct time_coverage times; /* owned */
    bool is_left_out;           /* none of its recordings can be in the list */
};

/* Times are ticks, of whole seconds. */
struct list_summary {
    int64_t latest;   /* later starts are implausible, as are those before TIMESTAMP_EARLIEST */
    uint64_t calls;   /* number of calls in the list */
    uint64_t undated; /* of these, without a plausible start */
    int64_t first;    /* first and last plausible start; TIMESTAMP_NONE: there is none */
    int64_t last;
    uint64_t measured;     /* calls with a plausible length */
    uint64_t half_seconds; /* sum of their lengths, each in whole half seconds */
    int64_t median;        /* of these lengths; for an even number the mean of the two in the middle */

    uint32_t *
        *days; /* owned; per day since TIMESTAMP_EARLIEST (UTC) calls per quarter of an hour; NULL: none */
    size_t day_count;
    size_t day_capacity;
    uint32_t *lengths; /* owned; calls of each length, until list_summary_finish */

    int64_t begin; /* the list can only have starts within [begin, end); at first INT64_MIN and INT64_MAX */
    int64_t end;
    struct list_summary_agent *agents; /* owned; the agents of the list */
    size_t agent_count;
    size_t agent_capacity;
    int64_t listed_at; /* when the agents were known to be all; TIMESTAMP_NONE: never; INT64_MAX at first */
};

/* An empty one; `now` in ticks. */
struct list_summary *list_summary_new(int64_t now);
void list_summary_free(struct list_summary **summary);

/* A search_visit: adds recordings, by their starts and lengths. */
struct search_call;
void list_summary_add(void *summary, const struct search_call *calls, size_t count);

/* Computes the median. Call after the last list_summary_add. */
void list_summary_finish(struct list_summary *summary);

/* Adds an agent of the list; the caller fills in the returned coverage, which is valid until the next call. */
struct time_coverage *list_summary_add_agent(struct list_summary *summary, int64_t agent);

/* The number of calls that started within [begin, end), which are full hours in some zone. */
uint64_t list_summary_count(const struct list_summary *summary, int64_t begin, int64_t end);

/* The start of the last quarter of an hour with calls that starts before `time`, or of the first one that starts then
 * or later; TIMESTAMP_NONE if there is none. */
int64_t list_summary_before(const struct list_summary *summary, int64_t time);
int64_t list_summary_after(const struct list_summary *summary, int64_t time);

/* Whether the archive is known to have everything of the list that started within [begin, end); INT64_MIN and
 * INT64_MAX: no bound, see time_coverage_contains. An end after `now` counts as no bound. */
bool list_summary_holds(const struct list_summary *summary, int64_t begin, int64_t end, int64_t now);

#endif
