/* What can be asked of the archive: each kind of query, who answers it, how, and how the answer is handed over. For
 * queries.c. */
#ifndef MODEL_QUERY_QUERY_KINDS_H
#define MODEL_QUERY_QUERY_KINDS_H

#include "model/query/query_answers.h"

#include <stdbool.h>

struct reader;

/* The threads. */
enum query_worker { QUERY_READING, QUERY_COUNTING, QUERY_WORKERS };

struct query {
    enum query_slot slot;
    struct page_request request; /* its key is owned; only a page uses more than request.query */
    char *caller;                /* owned */
    bool by_index;
    union {
        query_page_done *page;
        query_count_done *count;
        query_caller_done *caller;
        query_names_done *names;
        query_summary_done *summary;
        query_groups_done *groups;
    } done;
    void *context;
    bool succeeded;
    bool delivered; /* what the answer owns is the receiver's */
    struct failure failure;
    struct page *page;
    uint64_t count;
    struct caller_summary of_caller;
    struct name_list names;
    struct list_summary *summary;
    struct list_groups *groups;
};

struct query_kind {
    enum query_worker worker;
    bool (*run)(struct reader *reader, struct query *query);             /* on its thread */
    void (*deliver)(struct query *query, const struct failure *failure); /* on the loop's */
};

extern const struct query_kind query_kinds[QUERY_SLOTS];

void query_free(struct query **query); /* NULL is allowed */

#endif
