/* What a list of recordings is asked for and what comes back: an ordered, filtered list of which a page
 * around a key is read. Plain data. */
#ifndef MODEL_QUERY_PAGE_H
#define MODEL_QUERY_PAGE_H

#include "model/filter/filter.h"
#include "model/query/list_sort.h"
#include "model/recording/recording.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_ALL_AGENTS ((int64_t)0)

/* A list: which agent's recordings, which of them, in which order. The order is by start and, of one start, by
 * QueueCallId, agent and file name; what has no start stands beside the recordings with the nearest ids. A list that is
 * sorted by something else goes by that and, where it is the same (of lengths: the half second), by start (the second)
 * and so on. */
struct list_query {
    int64_t agent; /* the archive's number of the agent, or PAGE_ALL_AGENTS */
    struct list_sorting sorting;
    bool oldest_first;
    struct filter filter;
};

/* The recordings of a call, of all agents, the oldest first. */
struct list_query list_query_of_call(int64_t call);

/* Whether both ask for the same calls, whatever the order. */
bool list_query_is_same(const struct list_query *a, const struct list_query *b);

bool list_query_has_order(const struct list_query *a,
                          const struct list_query *b); /* whether it is the same */

/* Sorted by something else than the start; by the start, so that what is new stands at the top. */
bool list_query_is_sorted(const struct list_query *query);
bool list_query_is_newest_first(const struct list_query *query);

/* A recording of the archive. `recording` points into the memory of what it came in (see page_free). */
struct listed_recording {
    int64_t agent;
    struct recording recording;
    int64_t place;    /* where it stands in time, ticks: at its start, if it has one */
    const char *name; /* by which it stands in a list that is sorted by one; NULL: it has none */
    bool gap_before;  /* the archive is not known to hold everything of the agent that started between the
                        recording before this one (its next older one in the list; none: the start of its
                        history) and this one */
    bool is_edge;     /* with a gap before it: nothing that was fetched with it lies further down */
};

enum page_anchor {
    PAGE_FIRST,   /* the page at the top of the list */
    PAGE_LAST,    /* the page at its end */
    PAGE_AT,      /* the page around a recording, or around the place where it would stand */
    PAGE_AT_TIME, /* the page around the newest recording that had started by a time, or the list's oldest
                     page if none had */
};

/* The identity of a recording: (agent, QueueCallId, RecordingFileName), and what tells it from others of
 * them. Where it stands in a list depends on its start, too. */
struct recording_key {
    int64_t agent;
    int64_t queue_call_id;
    char *file_name; /* owned; NULL where the server gave none */
    bool is_distinguished;
    unsigned char distinction[RECORDING_DISTINCTION_SIZE];
    int64_t place;   /* ticks */
    uint32_t length; /* half seconds, SEARCH_NO_WHOLE_LENGTH */
    char *name;      /* owned; of the list */
};

void recording_key_set(struct recording_key *key, const struct listed_recording *row);
void recording_key_clear(struct recording_key *key);
bool recording_key_matches(const struct recording_key *key, const struct listed_recording *row);

struct page_request {
    struct list_query query;
    enum page_anchor anchor;
    struct recording_key key; /* for PAGE_AT; the caller's, copied by whoever takes the request */
    bool keeps_place; /* PAGE_AT: where the key says, also if its recording stands elsewhere by now: whoever
                                 goes through a list goes on where he was */
    bool
        of_one_state; /* the state of the archive that PAGE_FIRST was read from is that of the pages behind it, too */
    int64_t time; /* for PAGE_AT_TIME, ticks */
    unsigned
        before; /* rows wanted above the anchor row; for PAGE_FIRST and PAGE_LAST before + after are wanted */
    unsigned after; /* rows wanted from the anchor row on, itself included */
};

struct page {
    struct listed_recording *rows; /* in list order */
    size_t count;
    size_t anchor; /* index of the anchor row or, if it is gone, of the row in its place; count when there is
                      none */
    bool anchor_found; /* PAGE_AT: it is that recording; PAGE_AT_TIME: it had started by the time */
    bool more_above;   /* the list goes on above rows[0] */
    bool more_below;
    bool counted;               /* the number of all recordings in the list was at hand */
    uint64_t matches;           /* that number */
    struct page_memory *memory; /* what the texts live in */
};

void page_free(struct page **page);

struct caller_summary {
    uint64_t calls; /* recordings of this caller over all agents */
    int64_t newest; /* start of the newest of them, TIMESTAMP_NONE */
};

#endif
