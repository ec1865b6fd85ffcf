/* Asynchronous queries of the archive on two threads with a reader each, one for pages and one for counts, so that
 * a page never waits for a count. Answered in the order of asking; a later query replaces one of the same slot that
 * is waiting or running. `done` is called exactly once unless the query is replaced or cancelled. All calls and
 * callbacks on the loop's thread. */
#ifndef MODEL_QUERY_QUERIES_H
#define MODEL_QUERY_QUERIES_H

#include "model/query/query_answers.h"

#include <uv.h>

struct queries;
struct reader;

/* The archive at `path` must exist. If a reader cannot be opened the query that needs it fails, and the next one
 * tries again. Takes ownership of `reader`, the one for pages, which may be NULL. */
struct queries *queries_open(uv_loop_t *loop, const char *path, struct reader *reader);

/* Starts the second thread. Before, only pages are answered, so that the first one has the machine to itself. */
void queries_start(struct queries *queries);

/* `failed` is called for every query that fails, before its `done`. */
void queries_on_failure(struct queries *queries, void (*failed)(void *context, const struct failure *failure),
                        void *context);

/* Cancels all queries without a callback; `closed` is called from the loop when the threads have ended. */
void queries_close(struct queries **queries, void (*closed)(void *context), void *context);

/* A filter may be typed at any moment: from the next page on the search index is filled while the threads are idle,
 * after each page and after each queries_archive_changed. */
void queries_expect_search(struct queries *queries);
void queries_archive_changed(struct queries *queries);

void queries_page(struct queries *queries, const struct page_request *request, query_page_done *done,
                  void *context);
/* A page in another slot than QUERY_PAGE. */
void queries_page_as(struct queries *queries, enum query_slot slot, const struct page_request *request,
                     query_page_done *done, void *context);
void queries_count(struct queries *queries, const struct list_query *query, query_count_done *done,
                   void *context);
/* Counts the recordings of a call, of all agents. */
void queries_call(struct queries *queries, int64_t call, query_count_done *done, void *context);
void queries_caller(struct queries *queries, const char *caller, query_caller_done *done, void *context);
void queries_summary(struct queries *queries, const struct list_query *query, query_summary_done *done,
                     void *context);
/* Takes ownership of empty groups and returns them filled. */
void queries_groups(struct queries *queries, const struct list_query *list, struct list_groups *groups,
                    query_groups_done *done, void *context);
void queries_queue_names(struct queries *queries, query_names_done *done, void *context);
void queries_cancel(struct queries *queries, enum query_slot slot);

#endif
