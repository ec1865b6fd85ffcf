/* The calls of a list grouped by agent, queue, day, hour or weekday, with their number and lengths. Pure, except
 * for the process's time zone. */
#ifndef MODEL_QUERY_LIST_GROUPS_H
#define MODEL_QUERY_LIST_GROUPS_H

#include "model/time/calendar.h"
#include "net/base/bits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum list_grouping {
    LIST_BY_AGENT,
    LIST_BY_QUEUE,
    LIST_BY_DAY,
    LIST_BY_HOUR,
    LIST_BY_WEEKDAY,
    LIST_GROUPINGS
};

/* The key of calls without a plausible start (see list_summary.h). */
#define LIST_GROUP_NO_TIME ((int64_t)-1)

struct list_group {
    /* The archive's number of the agent or queue (0: none); or the day since 1970-01-01, the hour of the day, or the
     * day of the week (0: Monday), in the zone of the list. */
    int64_t key;
    char *name;     /* of the agent or queue; owned; NULL: none */
    int64_t number; /* the server's number of it; RECORDING_NO_NUMBER: unknown */
    uint64_t calls;
    uint64_t measured;     /* of these, calls with a plausible length */
    uint64_t half_seconds; /* sum of their lengths, each in whole half seconds */
    int64_t median;        /* of these lengths, as in list_summary.h; TIMESTAMP_NONE: none has a length */
};

struct list_groups {
    enum list_grouping grouping;
    bool utc; /* days and hours are those of UTC, not of local time */
    /* Owned. Sorted once finished: agents and queues by descending number of calls, days from the latest on, hours
     * and weekdays ascending; the group without a time is last. */
    struct list_group *groups;
    size_t count;
    size_t capacity;
    struct list_group total; /* of all groups */

    /* Until list_groups_finish. */
    struct bits agents; /* the agents whose calls are counted, if is_of_some is set; else all are */
    bool is_of_some;
    int64_t latest; /* latest plausible start, seconds */
    struct calendar_zone zone;
    uint32_t *places; /* owned; for each small key 1 + the index of its group, 0: none */
    size_t place_count;
    uint16_t *lengths; /* owned; half seconds, of each call with a plausible length */
    size_t length_capacity;
    uint32_t *members; /* owned; the index of the group of each of these calls */
    size_t member_capacity;
};

/* `now` in ticks. */
struct list_groups *list_groups_new(enum list_grouping grouping, bool utc, int64_t now);
void list_groups_free(struct list_groups **groups);

/* Restricts the groups to the agents for which this is called; without a call all agents count. */
void list_groups_take_agent(struct list_groups *groups, int64_t agent);

/* A search_visit: adds recordings, by their agents, queues, starts and lengths. */
struct search_call;
void list_groups_add(void *groups, const struct search_call *calls, size_t count);

/* The group with that key; NULL if there is none. Valid until another is added. */
struct list_group *list_groups_find(struct list_groups *groups, int64_t key);

/* Computes medians and sorts the groups, after all calls are added and groups named. list_groups_find must not be
 * called any more. */
void list_groups_finish(struct list_groups *groups);

#endif
