/* Where a time is in a list. */
#ifndef MODEL_QUERY_LIST_TIME_H
#define MODEL_QUERY_LIST_TIME_H

#include "model/query/row_merge.h"

/* Finds the newest matching row that had started by `time`; *found is false if there is none. *key is the
 * caller's to clear. */
bool list_time_find(struct row_merge *merge, int64_t time, struct recording_key *key, bool *found,
                    struct failure *failure);

#endif
