/* Reads lists of recordings from the archive: pages by key, counts, what is known of a caller. Synchronous,
 * on a reading connection of its own; every call sees one state of the archive. */
#ifndef MODEL_QUERY_READER_H
#define MODEL_QUERY_READER_H

#include "model/query/list_groups.h"
#include "model/query/list_summary.h"
#include "model/query/page.h"
#include "model/query/search_index.h"
#include "net/base/failure.h"
#include "net/base/name_list.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct reader;

struct reader *reader_open(const char *path, struct failure *failure);
/* With a connection that only reads (database_only_read), which is taken over, or closed. */
struct reader *reader_open_by(sqlite3 *database, struct failure *failure);
void reader_close(struct reader **reader);

/* From any thread: the call that runs, or else the next one, fails with FAILURE_CANCELLED. reader_allow takes
 * it back. */
void reader_interrupt(struct reader *reader);
void reader_allow(struct reader *reader);

/* Gives the reader an index to search in, which may be shared with others and must outlive it; who fills it does so
 * before searching. Without one, and of agents of whom it does not know everything, the archive itself is searched. */
void reader_use_index(struct reader *reader, struct search_index *index, bool fills);

/* Brings the index, and then what is noted, a step of a few milliseconds nearer to the archive as it is now; *more: there
 * may be another one. For a reader that fills it. */
bool reader_keep_index(struct reader *reader, bool *more, struct failure *failure);

/* Before the first page is asked for: parses what it needs, whichever it will be. */
void reader_prepare(struct reader *reader);

/* NULL with *failure filled. The page is the caller's. A list that is sorted has no times: PAGE_AT_TIME gives its beginning. */
struct page *reader_page(struct reader *reader, const struct page_request *request, struct failure *failure);
bool reader_count(struct reader *reader, const struct list_query *query, uint64_t *count,
                  struct failure *failure);
/* Of a caller who is not "". */
bool reader_caller(struct reader *reader, const char *caller, struct caller_summary *summary,
                   struct failure *failure);

/* The list at a glance, with what is held of its agents. NULL with *failure filled; else the caller's. */
struct list_summary *reader_summary(struct reader *reader, const struct list_query *query, int64_t now,
                                    struct failure *failure);

/* Adds the list to empty groups, names and finishes them; `by_index` is worth it if more is asked. False with
 * *failure filled: they are of no use. */
bool reader_groups(struct reader *reader, const struct list_query *query, bool by_index,
                   struct list_groups *groups, struct failure *failure);

/* The names of all queues; *names is the caller's to clear, and empty on failure. */
bool reader_queue_names(struct reader *reader, struct name_list *names, struct failure *failure);

#endif
