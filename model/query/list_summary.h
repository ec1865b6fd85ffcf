/* A summary of a list: the distribution of its calls over time, their number and lengths, and the times for which
 * the archive is complete. Calls are counted per quarter of an hour, of which the hours of all time zones consist
 * (since 2000), so that they can be shown in any unit and zone without being read again. Pure. */
#ifndef MODEL_QUERY_LIST_SUMMARY_H
#define MODEL_QUERY_LIST_SUMMARY_H

#include "model/coverage/time_coverage.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LIST_SUMMARY_LENGTHS (UINT16_MAX - 1) /* half seconds: so long, nine hours, is not believed */

struct list_summary_agent {
    int64_t agent;
    struct time_coverage times; /* owned */
    bool is_left_out;           /* none of its recordings can be in the list */
};

/* Times are ticks, of whole seconds. */
struct list_summary {
    int64_t latest;   /* what started later is not believed, nor what started before TIMESTAMP_EARLIEST */
    uint64_t calls;   /* all of the list */
    uint64_t undated; /* of these, without a time that can be believed */
    int64_t first;    /* start of the first and the last of the others; TIMESTAMP_NONE: there are none */
    int64_t last;
    uint64_t measured;     /* calls with a length that can be believed */
    uint64_t half_seconds; /* all their lengths, of each the whole half seconds */
    int64_t median; /* of these lengths, ticks; of an even number the middle of the two in the middle */

    uint32_t **days; /* owned; calls of each quarter of each day since TIMESTAMP_EARLIEST (UTC), NULL: none */
    size_t day_count;
    size_t day_capacity;
    uint32_t *lengths; /* owned; calls of each length, until list_summary_finish */

    int64_t begin; /* what starts before, or from the end on, cannot be in the list; INT64_MIN and */
    int64_t end;   /* INT64_MAX at first */
    struct list_summary_agent *agents; /* owned; whose list it is */
    size_t agent_count;
    size_t agent_capacity;
    int64_t listed_at; /* these were all then, ticks; TIMESTAMP_NONE: never, INT64_MAX at first */
};

/* An empty one; `now` in ticks. */
struct list_summary *list_summary_new(int64_t now);
void list_summary_free(struct list_summary **summary);

/* A search_visit: adds recordings, by their starts and lengths. */
struct search_call;
void list_summary_add(void *summary, const struct search_call *calls, size_t count);

/* When all have been added. */
void list_summary_finish(struct list_summary *summary);

/* An agent of the list; what is there of it is to be filled in. Valid until the next call. */
struct time_coverage *list_summary_add_agent(struct list_summary *summary, int64_t agent);

/* How many started from begin up to, not including, end: borders of hours in some zone. */
uint64_t list_summary_count(const struct list_summary *summary, int64_t begin, int64_t end);

/* The beginning of the last quarter of an hour with calls that begins before `time`, of the first one that begins
 * then or later; TIMESTAMP_NONE if there is none. */
int64_t list_summary_before(const struct list_summary *summary, int64_t time);
int64_t list_summary_after(const struct list_summary *summary, int64_t time);

/* Whether everything that can be in the list is there that started from begin up to, not including, end;
 * INT64_MIN and INT64_MAX for no bound, see time_coverage_contains. An end to come counts as none. */
bool list_summary_holds(const struct list_summary *summary, int64_t begin, int64_t end, int64_t now);

#endif
