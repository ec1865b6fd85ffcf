/* The ranks of all names, or callers' numbers, of the archive in sort order, so that rows of a sorted list are
 * compared as integers. Updated incrementally with the archive. */
#ifndef MODEL_QUERY_SORT_RANKS_H
#define MODEL_QUERY_SORT_RANKS_H

#include "model/query/list_sort.h"
#include "model/query/reader_connection.h"
#include "model/query/search_columns.h"

#define SORT_RANK_NONE UINT32_MAX

struct sort_name;

/* Zeroed at first. */
struct sort_ranks {
    enum list_sort by;       /* LIST_SORT_START: there are none */
    struct sort_name *names; /* owned; in order */
    size_t count;
    size_t capacity;
    uint32_t *ranks; /* owned; by the archive's numbers; even, so that there is room between two */
    size_t rank_count;
    size_t rank_capacity;
    uint32_t words; /* the ranks from here on are those of callers without a number */
    uint32_t end;   /* above all ranks */
    int64_t last;   /* the greatest number of the archive that has been read */
    int64_t change; /* the last one of its log then */
    int64_t data_version;
};

/* Makes them show the state that is read. False with *failure filled: then there are none. */
bool sort_ranks_follow(struct sort_ranks *ranks, enum list_sort by, struct reader_connection *connection,
                       struct failure *failure);
void sort_ranks_clear(struct sort_ranks *ranks);

/* The rank of a row; of a name, which need not be one of the archive's. SORT_RANK_NONE for none. */
uint32_t sort_ranks_of(const struct sort_ranks *ranks, const struct search_call *call);
uint32_t sort_ranks_of_name(const struct sort_ranks *ranks, const char *name);

/* The same of a list in the other direction: all but SORT_RANK_NONE are turned, those of callers without a number apart. */
uint32_t sort_ranks_turn(const struct sort_ranks *ranks, uint32_t rank);

#endif
