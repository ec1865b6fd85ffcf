/* Requests for a page of a list of recordings, and the page. Plain data. */
#ifndef MODEL_QUERY_PAGE_H
#define MODEL_QUERY_PAGE_H

#include "model/filter/filter.h"
#include "model/query/list_sort.h"
#include "model/recording/recording.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_ALL_AGENTS ((int64_t)0)

/* A list: agent, filter and order. The order is by start, then QueueCallId, agent and file name; a recording
 * without a start stands beside those with the nearest ids. A list sorted by another value is ordered by that first
 * (lengths in half seconds), then by start in seconds, and so on. */
struct list_query {
    int64_t agent; /* the archive's number of the agent, or PAGE_ALL_AGENTS */
    struct list_sorting sorting;
    bool oldest_first;
    struct filter filter;
};

/* The recordings of a call, of all agents, oldest first. */
struct list_query list_query_of_call(int64_t call);

/* Whether both select the same recordings, in whatever order. */
bool list_query_is_same(const struct list_query *a, const struct list_query *b);

bool list_query_has_order(const struct list_query *a,
                          const struct list_query *b); /* whether both have the same order */

/* Whether both are true: the same calls in the same order. */
bool list_query_is_equal(const struct list_query *a, const struct list_query *b);

/* Whether calls of its agent are left out: by a filter, or because they are of other callers. */
bool list_query_is_narrowed(const struct list_query *query);

/* is_sorted: by another value than the start. is_newest_first: by start, newest at the top. */
bool list_query_is_sorted(const struct list_query *query);
bool list_query_is_newest_first(const struct list_query *query);

/* A row of a list. Texts are in the page's memory (see page_free). */
struct listed_recording {
    int64_t agent;
    struct recording recording;
    int64_t place;    /* its position in time, ticks: its start, if it has one */
    const char *name; /* the name that a list is sorted by; NULL: it has none */
    bool gap_before;  /* the archive is not known to hold everything of the agent that started between the
                        recording before this one (its next older one in the list; none: the start of its
                        history) and this one */
    bool is_edge;     /* with gap_before: it is the oldest of what was fetched with it */
};

enum page_anchor {
    PAGE_FIRST,   /* at the top of the list */
    PAGE_LAST,    /* at the end of the list */
    PAGE_AT,      /* around a recording, or around its position if it is not in the list */
    PAGE_AT_TIME, /* around the newest recording that started at or before a time, else the oldest page */
};

/* The identity of a recording: (agent, QueueCallId, RecordingFileName) and a distinction for duplicates of these;
 * and its position in a list. */
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
    struct recording_key key; /* PAGE_AT; owned by the caller, copied by queries_page */
    /* PAGE_AT: uses the position in the key even if the recording has moved, so that a walk continues where it was. */
    bool keeps_place;
    bool of_one_state; /* all pages are read from the snapshot of the archive that PAGE_FIRST began */
    int64_t time;      /* PAGE_AT_TIME, ticks */
    unsigned before;   /* rows wanted above the anchor; PAGE_FIRST and PAGE_LAST give before + after rows */
    unsigned after;    /* rows wanted from the anchor on, itself included */
};

struct page {
    struct listed_recording *rows; /* in list order */
    size_t count;
    size_t
        anchor; /* index of the anchor row or, if it is gone, of the row at its position; `count` if there is none */
    bool anchor_found; /* PAGE_AT: the anchor is that recording; PAGE_AT_TIME: it started by that time */
    bool more_above;   /* the list goes on above rows[0] */
    bool more_below;
    bool counted;               /* `matches` is set, as it was known without counting */
    uint64_t matches;           /* recordings in the whole list */
    struct page_memory *memory; /* owns the texts */
};

void page_free(struct page **page);

struct caller_summary {
    uint64_t calls; /* recordings of this caller over all agents */
    int64_t newest; /* start of the newest of them, TIMESTAMP_NONE */
};

#endif
