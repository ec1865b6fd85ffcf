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

/* The key of the calls without a start that can be believed, as list_summary.h believes them. */
#define LIST_GROUP_NO_TIME ((int64_t)-1)

struct list_group {
    /* The archive's number of the agent or queue (0: none); the day since 1970-01-01, the hour of the day, the day of
     * the week from Monday on (0), as the clocks showed them. */
    int64_t key;
    char *name;     /* of an agent or queue; owned, NULL: none */
    int64_t number; /* the server's, RECORDING_NO_NUMBER: not known */
    uint64_t calls;
    uint64_t measured;     /* of these, with a length that can be believed */
    uint64_t half_seconds; /* all their lengths, of each the whole half seconds */
    int64_t median;        /* of these, ticks as in list_summary.h; TIMESTAMP_NONE: none has a length */
};

struct list_groups {
    enum list_grouping grouping;
    bool utc; /* days and hours are not those of local time */
    struct list_group
        *groups; /* owned; agents and queues by their calls, the most first, days the latest first,
                                  the others as they follow each other; those without a time last */
    size_t count;
    size_t capacity;
    struct list_group total; /* all of them */

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

/* Empty ones; `now` in ticks. */
struct list_groups *list_groups_new(enum list_grouping grouping, bool utc, int64_t now);
void list_groups_free(struct list_groups **groups);

/* Takes the calls of this agent, and of others for which that is asked, alone. */
void list_groups_take_agent(struct list_groups *groups, int64_t agent);

/* A search_visit: adds recordings, by their agents, queues, starts and lengths. */
struct search_call;
void list_groups_add(void *groups, const struct search_call *calls, size_t count);

/* The group with that key; NULL if there is none. Valid until another is added. */
struct list_group *list_groups_find(struct list_groups *groups, int64_t key);

/* When all have been added and named: medians and order. Nothing can be found any more. */
void list_groups_finish(struct list_groups *groups);

#endif
