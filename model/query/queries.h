/* Queries of the archive off the loop: two threads with a reader each, one for pages and one for counts, so
 * that a page never waits for a count. Answered in order of asking; a later one of the same `slot` replaces one
 * that still waits or runs. `done` is called exactly once unless the query is replaced or cancelled. All calls
 * and callbacks on the loop's thread. */
#ifndef MODEL_QUERY_QUERIES_H
#define MODEL_QUERY_QUERIES_H

#include "model/query/query_answers.h"

#include <uv.h>

struct queries;
struct reader;

/* The archive is there. A reader that cannot be opened is told by the query that wanted it, and tried again with
 * the next. Takes over the reader for pages, if there is one already. */
struct queries *queries_open(uv_loop_t *loop, const char *path, struct reader *reader);

/* From then on all is answered; before, pages are: the first one is read without another thread beside it. */
void queries_start(struct queries *queries);

/* `failed` is called from the loop for every query that fails, before its own answer. */
void queries_on_failure(struct queries *queries, void (*failed)(void *context, const struct failure *failure),
                        void *context);

/* Drops what waits or runs without a callback; `closed` is called from the loop when the threads have ended.
 */
void queries_close(struct queries **queries, void (*closed)(void *context), void *context);

/* Somebody may type a filter: from the next page on, and after each, what is needed to search in memory is
 * read while nothing is asked; and whenever the archive is said to have changed, since a filter would wait for it. */
void queries_expect_search(struct queries *queries);
void queries_archive_changed(struct queries *queries);

void queries_page(struct queries *queries, const struct page_request *request, query_page_done *done,
                  void *context);
/* A page in a slot of its own, that of a walk or of a match. */
void queries_page_as(struct queries *queries, enum query_slot slot, const struct page_request *request,
                     query_page_done *done, void *context);
void queries_count(struct queries *queries, const struct list_query *query, query_count_done *done,
                   void *context);
/* How many recordings of that call there are, of all agents. */
void queries_call(struct queries *queries, int64_t call, query_count_done *done, void *context);
void queries_caller(struct queries *queries, const char *caller, query_caller_done *done, void *context);
void queries_summary(struct queries *queries, const struct list_query *query, query_summary_done *done,
                     void *context);
/* Takes empty groups, which are filled. */
void queries_groups(struct queries *queries, const struct list_query *list, struct list_groups *groups,
                    query_groups_done *done, void *context);
void queries_queue_names(struct queries *queries, query_names_done *done, void *context);
void queries_cancel(struct queries *queries, enum query_slot slot);

#endif
