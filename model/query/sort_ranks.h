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
    enum list_sort by;       /* LIST_SORT_START: no ranks are there */
    struct sort_name *names; /* owned; sorted */
    size_t count;
    size_t capacity;
    uint32_t *ranks; /* owned; by the archive's numbers; even: other names get odd ones between them */
    size_t rank_count;
    size_t rank_capacity;
    uint32_t words; /* the first rank of callers without a telephone number */
    uint32_t end;   /* above all ranks */
    int64_t last;   /* the archive's greatest number that was read */
    int64_t change; /* the state of the archive then, see reader_connection_state */
    int64_t data_version;
};

/* Brings the ranks to the state that is read. False with *failure filled; there may be no ranks then. */
bool sort_ranks_follow(struct sort_ranks *ranks, enum list_sort by, struct reader_connection *connection,
                       struct failure *failure);
void sort_ranks_clear(struct sort_ranks *ranks);

/* The rank of a row; of a name, which need not be one of the archive's. SORT_RANK_NONE for none. */
uint32_t sort_ranks_of(const struct sort_ranks *ranks, const struct search_call *call);
uint32_t sort_ranks_of_name(const struct sort_ranks *ranks, const char *name);

/* The rank for a descending list. Numbers and words are reversed separately, so that callers without a number stay
 * behind the others; SORT_RANK_NONE stays. */
uint32_t sort_ranks_turn(const struct sort_ranks *ranks, uint32_t rank);

#endif
