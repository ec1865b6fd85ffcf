/* The slots of queries, and the types of their callbacks. Plain data. */
#ifndef MODEL_QUERY_QUERY_ANSWERS_H
#define MODEL_QUERY_QUERY_ANSWERS_H

#include "model/query/list_groups.h"
#include "model/query/list_summary.h"
#include "model/query/page.h"
#include "net/base/failure.h"
#include "net/base/name_list.h"

#include <stdint.h>

enum query_slot {
    QUERY_PAGE,
    QUERY_COUNT,
    QUERY_CALLER,
    QUERY_CALL,
    QUERY_QUEUE_NAMES,
    QUERY_SUMMARY,
    QUERY_GROUPS,
    QUERY_WALK,   /* a page of a walk through a whole list, see list_walk.h; waits for counts */
    QUERY_EXPORT, /* the same for an export, from one snapshot of the archive */
    QUERY_MATCH,  /* a page around a recording of another list */
    QUERY_SLOTS
};

/* The receiver frees the page; NULL with *failure filled. */
typedef void query_page_done(void *context, struct page *page, const struct failure *failure);
typedef void query_count_done(void *context, uint64_t count, const struct failure *failure);
typedef void query_caller_done(void *context, const struct caller_summary *summary,
                               const struct failure *failure);
/* The names of all queues; the receiver clears the list, which is empty on failure. */
typedef void query_names_done(void *context, struct name_list *names);
/* The receiver frees the summary; NULL with *failure filled. */
typedef void query_summary_done(void *context, struct list_summary *summary, const struct failure *failure);
/* The receiver frees the groups; NULL with *failure filled. */
typedef void query_groups_done(void *context, struct list_groups *groups, const struct failure *failure);

#endif
