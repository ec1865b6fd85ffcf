/* Queries of the archive off the loop: two threads with a reader each, one for pages and one for counts, so
 * that a page never waits for a count. All calls and callbacks on the loop's thread; the types and the rules
 * of account.h. */
#ifndef MODEL_QUERY_QUERIES_H
#define MODEL_QUERY_QUERIES_H

#include "model/account/account.h"
#include "net/base/failure.h"

#include <uv.h>

struct queries;

struct queries *queries_open(uv_loop_t *loop, const char *path, struct failure *failure);

/* `failed` is called from the loop for every query that fails, before its own answer. */
void queries_on_failure(struct queries *queries, void (*failed)(void *context, const struct failure *failure),
                        void *context);

/* Drops what waits or runs without a callback; `closed` is called from the loop when the threads have ended.
 */
void queries_close(struct queries **queries, void (*closed)(void *context), void *context);

/* Somebody may type a filter: from the next page on, and after each, what is needed to search in memory is
 * read while nothing is asked. */
void queries_expect_search(struct queries *queries);

void queries_page(struct queries *queries, const struct page_request *request, account_page_done *done,
                  void *context);
void queries_count(struct queries *queries, const struct list_query *query, account_count_done *done,
                   void *context);
void queries_caller(struct queries *queries, const char *caller, account_caller_done *done, void *context);
void queries_overview(struct queries *queries, const struct list_query *query, account_overview_done *done,
                      void *context);
void queries_queue_names(struct queries *queries, account_names_done *done, void *context);
void queries_cancel(struct queries *queries, enum query_slot slot);

#endif
