/* The order of recordings in time: by their starts. One without a start stands where its id puts it: at the start of
 * the recording beside it. */
#ifndef MODEL_ARCHIVE_ROW_ORDER_H
#define MODEL_ARCHIVE_ROW_ORDER_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>

/* The place of a row in ticks, as the index has it; rows of one place are in the order of their ids and files. */
#define ROW_ORDER_PLACE "coalesce(place, started, -9223372036854775808)"
#define ROW_ORDER_INDEX "by_place"

/* Adds the column and the index to an archive that lacks them, and gives a place to each recording without a start. In
 * a transaction. */
bool row_order_migrate(sqlite3 *database, struct failure *failure);

#endif
