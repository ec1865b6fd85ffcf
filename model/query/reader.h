/* Reads lists of recordings from the archive: pages by key, counts, summaries. Synchronous, on one thread with a
 * read-only connection of its own; every call reads one snapshot. */
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
/* Takes ownership of a read-only connection (database_only_read), which is closed on failure. */
struct reader *reader_open_by(sqlite3 *database, struct failure *failure);
void reader_close(struct reader **reader);

/* From any thread: the running call, or the next one, fails with FAILURE_CANCELLED until reader_allow. */
void reader_interrupt(struct reader *reader);
void reader_allow(struct reader *reader);

/* Sets the search index, which several readers may share and which must outlive them; `fills`: this reader fills it
 * before searching. Without an index, and for agents that it does not cover fully, the archive itself is searched. */
void reader_use_index(struct reader *reader, struct search_index *index, bool fills);

/* Brings the index, and then the notes, one step of a few milliseconds closer to the archive; *more: another step
 * may be needed. For a reader that fills the index. False with *failure filled. */
bool reader_keep_index(struct reader *reader, bool *more, struct failure *failure);

/* Prepares the SQL statements of the first page. */
void reader_prepare(struct reader *reader);

/* The caller frees the page; NULL with *failure filled. In a list sorted by another value than the start
 * PAGE_AT_TIME gives its first page. */
struct page *reader_page(struct reader *reader, const struct page_request *request, struct failure *failure);
bool reader_count(struct reader *reader, const struct list_query *query, uint64_t *count,
                  struct failure *failure);
/* Summarises the calls of a caller, which is not "". */
bool reader_caller(struct reader *reader, const char *caller, struct caller_summary *summary,
                   struct failure *failure);

/* The summary of a list, with its agents' coverage; the caller frees. NULL with *failure filled. */
struct list_summary *reader_summary(struct reader *reader, const struct list_query *query, int64_t now,
                                    struct failure *failure);

/* Fills empty groups from the list; `by_index` fills the index first, which pays off if more queries follow. False
 * with *failure filled; the groups are unusable then. */
bool reader_groups(struct reader *reader, const struct list_query *query, bool by_index,
                   struct list_groups *groups, struct failure *failure);

/* Appends the names of all queues; the caller clears *names, which is empty on failure. */
bool reader_queue_names(struct reader *reader, struct name_list *names, struct failure *failure);

#endif
